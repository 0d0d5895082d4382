"""The links of all sources in few words: what is wrong comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from tui.live.store.bare import BareSource
from tui.live.store.board import Source
from tui.live.store.link import LinkState
from tui.views.words.durations import duration
from tui.views.words.role import Role

NOT_ENCRYPTED = "NOT ENCRYPTED"
"""Somebody on the way to the server can read the password, and everything else."""
CHECKED_FROM = 120
"""Cells from which a head says when the whole state was checked; a narrower one is read faster without."""
SEES_NOTHING = "SEES NOTHING"
"""A login without devices and calls: nobody can tell from it that there are no calls."""


class Trust(Enum):
    """How far a source can be trusted: mark, word, role; the worst first."""

    REFUSED = ("×", "refused", Role.ALARM)
    STALE = ("◐", "stale", Role.RINGING)
    CONNECTING = ("◌", "connecting", Role.DIALING)
    RECOVERING = ("◌", "recovering", Role.DIALING)
    LIVE = ("●", "live", Role.TALKING)

    @property
    def mark(self) -> str:
        """One cell."""
        return self.value[0]

    @property
    def word(self) -> str:
        """What is said."""
        return self.value[1]

    @property
    def role(self) -> Role:
        """What colours it."""
        return self.value[2]


class Words(NamedTuple):
    """A piece of text, what it means, and whether that has lasted so long that somebody is warned."""

    text: str
    role: Role
    warned: bool = False


class StaleLimits(NamedTuple):
    """For how many seconds a source may not be live before that is a warning, and an alarm; None for ever."""

    warn_s: float | None = None
    alarm_s: float | None = None

    def is_over(self, age_s: float) -> bool:
        """Whether a source has not been live for so long that it is a warning."""
        return self.warn_s is not None and age_s >= self.warn_s

    def words(self, age_s: float) -> str:
        """What a warning says: when it becomes an alarm; "" before it, and once the alarm says more."""
        if not self.is_over(age_s):
            return ""
        if self.alarm_s is None:
            return " (too long)"
        return f" (alarm at {duration(self.alarm_s)})" if age_s < self.alarm_s else ""


FOR_EVER = StaleLimits()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Sources that can be trusted alike; `age_s` is for how long the worst of them has been so, 0 of live ones."""

    trust: Trust
    sources: tuple[Source, ...]
    age_s: float


def trust_of(source: Source) -> Trust:
    """How far one source can be trusted: with calls that stand still it is stale, whatever it is doing about it.

    Args:
        source: The source.

    Returns:
        One of five.
    """
    if source.link.state is LinkState.REFUSED:
        return Trust.REFUSED
    if source.link.live:
        return Trust.LIVE
    if source.link.frozen_at_s is not None or source.link.state is LinkState.STALE:
        return Trust.STALE
    return Trust.RECOVERING if source.link.state is LinkState.RECOVERING else Trust.CONNECTING


def trusted(sources: Iterable[Source], now_s: float) -> list[Trusted]:
    """Sort sources by trust.

    Args:
        sources: All of them.
        now_s: Now.

    Returns:
        The worst first; kinds without sources are left out.
    """
    kinds: dict[Trust, list[Source]] = {trust: [] for trust in Trust}
    for source in sources:
        kinds[trust_of(source)].append(source)
    # For how long thousands have been live is asked by nobody.
    return [
        Trusted(trust, tuple(alike), 0.0 if trust is Trust.LIVE else _age_s(alike, now_s))
        for trust, alike in kinds.items()
        if alike
    ]


def link_words(sources: Sequence[Source], now_s: float) -> list[Words]:
    """Say how sure the board is.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `◐ 1 stale 0:12`, `● 23 live`, `2 NOT ENCRYPTED`; without numbers where there is only one source.
    """
    words: list[Words] = []
    for kind in trusted(sources, now_s):
        number = f"{len(kind.sources)} " if len(sources) > 1 else ""
        age = "" if kind.trust is Trust.LIVE else f" {duration(kind.age_s)}"
        words.append(Words(f"{kind.trust.mark} {number}{kind.trust.word}{age}", kind.trust.role))
    readable = sum(not source.encrypted for source in sources)
    if readable:
        words.append(Words(f"{readable} {NOT_ENCRYPTED}" if len(sources) > 1 else NOT_ENCRYPTED, Role.ALARM))
    blind = sum(source.link.blind for source in sources)
    if blind:
        words.append(Words(f"{blind} {SEES_NOTHING}" if len(sources) > 1 else SEES_NOTHING, Role.RINGING))
    return words


def heard_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say when the last word came: of several sources, from the live one that has been silent longest.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `heard 3 s ago`; "" where nobody has said anything.
    """
    live = [source for source in sources if source.link.live]
    return _ago("heard", [source.heard_at_s for source in live or sources], now_s)


def checked_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say when the whole state was last asked for: of several sources, that of the live one that waits longest.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `checked 9 s ago`; "" where nothing was ever found.
    """
    live = [source for source in sources if source.link.live]
    return _ago("checked", [source.checked_at_s for source in live or sources], now_s)


def fresh_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say how fresh the board is: when the last word came, and when the whole state was last asked for.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `heard 3 s ago · checked 9 s ago`; without what is not known.
    """
    return " · ".join(filter(None, (heard_words(sources, now_s), checked_words(sources, now_s))))


def trouble_words(
    sources: Sequence[Source], now_s: float, retry_key: str = "", patience: StaleLimits = FOR_EVER
) -> Words | None:
    """Say what is wrong with the worst source, and what a person can do.

    Args:
        sources: All sources.
        now_s: Now.
        retry_key: The key that tries again now; "" where there is none.
        patience: From when on somebody is warned.

    Returns:
        One sentence, or None while every source is live and sees something.
    """
    kinds = trusted(sources, now_s)
    if not kinds:
        return None
    if kinds[0].trust is Trust.LIVE:
        return _blindness(sources)
    worst = kinds[0]
    first = min(worst.sources, key=_began_s)
    others = sum(len(kind.sources) for kind in kinds if kind.trust is not Trust.LIVE) - 1
    name = f"{first.name} " if len(sources) > 1 else ""
    why = f": {first.link.why}" if first.link.why else ""
    more = f" · {others} more not live" if others else ""
    advice = f" · {retry_key} tries again now" if retry_key and worst.trust in (Trust.REFUSED, Trust.STALE) else ""
    age = f"{duration(worst.age_s)}{patience.words(worst.age_s)}"
    text = f"{worst.trust.mark} {name}{worst.trust.word} {age}{why}{more}{advice}"
    return Words(text, worst.trust.role, patience.is_over(worst.age_s))


def _ago(what: str, times_s: Sequence[float | None], now_s: float) -> str:
    known = [at_s for at_s in times_s if at_s is not None]
    if not known:
        return ""
    age_s = max(0.0, now_s - min(known))
    return f"{what} {int(age_s)} s ago" if age_s < 60 else f"{what} {duration(age_s)} ago"


def _blindness(sources: Sequence[Source]) -> Words | None:
    blind = [source for source in sources if source.link.blind]
    if not blind:
        return None
    name = f"{blind[0].name} " if len(sources) > 1 else ""
    more = f" · {len(blind) - 1} more" if len(blind) > 1 else ""
    return Words(f"{Trust.LIVE.mark} {name}{Trust.LIVE.word}, but {blind[0].link.why}{more}", Role.RINGING)


def _age_s(sources: Iterable[Source], now_s: float) -> float:
    return max(0.0, now_s - min(map(_began_s, sources)))


def _began_s(source: Source) -> float:
    """When that began which the word says: a refusal later than its calls stopped being sure."""
    link = source.link
    return link.since_s if link.frozen_at_s is None or link.state is LinkState.REFUSED else link.frozen_at_s
