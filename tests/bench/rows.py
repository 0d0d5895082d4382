"""What is reported: one row for each figure, and whether it is within its budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

OUTSIDE = 3.0
"""So many times the budget is too far: what continuous integration fails on."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes:
        name: What was measured.
        values: Of each round.
        unit: Of the values.
        peer: What it is compared with; "" for nothing.
        peer_values: Of each round, in the same unit.
        budget: Of DECISIONS.md 7, in the unit, or as a ratio to the peer; None where there is none.
        is_ratio: Whether the budget is a ratio.
        at_least: Whether it is the least that is asked for, not the most.
    """

    name: str
    values: Sequence[float]
    unit: str
    peer: str = ""
    peer_values: Sequence[float] = ()
    budget: float | None = None
    is_ratio: bool = False
    at_least: bool = False

    @property
    def value(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    @property
    def peer_value(self) -> float | None:
        """The peer's median."""
        return median(self.peer_values) if self.peer_values else None

    @property
    def ratio(self) -> float | None:
        """The median of the ratios, round by round: both sides of each met the same machine."""
        if not self.peer_values:
            return None
        return median(ours / theirs for ours, theirs in zip(self.values, self.peer_values, strict=True))

    @property
    def judged(self) -> float | None:
        """What is compared with the budget."""
        return self.ratio if self.is_ratio else self.value

    @property
    def met(self) -> bool | None:
        """Whether it is within the budget; None where there is none."""
        return self.within(1.0)

    def within(self, slack: float) -> bool | None:
        """Whether it is within so many times the budget."""
        if self.budget is None or self.judged is None:
            return None
        return self.judged * slack >= self.budget if self.at_least else self.judged <= self.budget * slack

    def as_json(self) -> dict[str, object]:
        """For the report."""
        return {
            "name": self.name,
            "value": _short(self.value),
            "unit": self.unit,
            "spread": [_short(min(self.values)), _short(max(self.values))],
            "rounds": len(self.values),
            "peer": self.peer,
            "peer_value": _short(self.peer_value),
            "ratio": _short(self.ratio),
            "budget": self.budget,
            "budget_is_ratio": self.is_ratio,
            "met": self.met,
        }


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.4g}")
