"""What a filter may ask for by name."""

from dataclasses import dataclass

from tui.views.words.marks import STATES

FIELDS = ("state", "type", "agent", "team", "site", "source", "number", "place")
DATA = "data"
TIMES = ("ringing", "dialing", "talking", "held", "paused", "age")


@dataclass(frozen=True, slots=True)
class FilterFields:
    """What can be asked for by name.

    Attributes:
        fields: Names before a colon.
        times: Names before `>` and `<`.
        states: What stands in the field `state`, in one case: such a name is never a piece of another one.
        data: Whether there is attached data.
        bare_states: Whether such a name without its field means the state, too.
    """

    fields: tuple[str, ...]
    times: tuple[str, ...]
    states: tuple[str, ...]
    data: bool = False
    bare_states: bool = False

    @property
    def names(self) -> str:
        """All fields, as they are typed."""
        return " ".join((*self.fields, *([f"{DATA}.KEY"] if self.data else [])))


_STATE_NAMES = tuple(dict.fromkeys(name.lower() for state, sign in STATES.items() for name in (sign.word, state)))
CALL_FIELDS = FilterFields(FIELDS, TIMES, _STATE_NAMES, data=True)
