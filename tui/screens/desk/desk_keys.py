"""The desk's keys: those of the command table, as configured, and a few of its own."""

from collections.abc import Iterable, Mapping, Sequence

from textual.binding import Binding, BindingsMap

from tui.live.commands.commands import COMMANDS, Command, Target, keyed
from tui.screens.keys import Deed, bindings

ANSWER_ANYWHERE = "f2"
STATES = "states"
DISPOSITION = "disposition"
DAY = "day"

_OWN_KEYS = {"attach_data": "U", "delete_pair": "delete", "delete_data": "D", "aux_work": "A", "offline": "O"}
"""Keys of rows that have none in the table: on a desk everything has one."""

_SHOWN = {"enter": "ENTER", "delete": "Del", "escape": "esc", "space": "space"}
_GROUPS = {
    Target.CALL: "The selected call",
    Target.DEVICE: "The phone",
    Target.VOICE: "The agent",
    Target.USER: "The agent",
    Target.AGENT: "Other agents",
}

DESK = (
    Deed("answer_anywhere", "answer", (ANSWER_ANYWHERE,), "F2", "answer, also while a question is open", "Calls"),
    Deed(DISPOSITION, "disposition", ("o",), "o", "set the disposition of the call", "The selected call"),
    Deed(STATES, "states", ("Y",), "Y", "choose an agent state or a reason", "The agent"),
    Deed(DAY, "day", ("H",), "H", "show the calls of the day, and dial one again", "Calls"),
    Deed("next", "select(1)", ("tab", "down", "j"), "tab ↓ j", "go to the next call", "Calls", listed=False),
    Deed("before", "select(-1)", ("shift+tab", "up", "k"), "↑ k", "go to the previous call", "Calls", listed=False),
    Deed("phone", "next_phone", ("N",), "N", "use the next phone, where there are several", "The phone"),
    Deed("page_down", "page(1)", ("pagedown", "space"), "PgDn", "scroll down", "View", listed=False),
    Deed("page_up", "page(-1)", ("pageup",), "PgUp", "scroll up", "View", listed=False),
    Deed("inspect", "inspect", ("i",), "i", "show everything about the selected call", "View"),
    Deed("copy", "copy_number", ("K",), "K", "copy the number of the selected call", "View"),
    Deed("events", "events", ("e",), "e", "show what arrived, was sent, went wrong", "View"),
    Deed("theme", "theme", ("ctrl+t",), "^t", "change the colours: dark, light, colour-blind", "View"),
    Deed("retry", "retry", ("ctrl+r",), "^r", "reconnect a refused or stale source now", "Program"),
    Deed("give_up", "give_up", ("escape",), "esc", "cancel a question, or a key that wants a second press", "Program"),
    Deed("help", "help", ("question_mark",), "?", "show all keys, words and marks", "Program"),
    Deed("palette", "app.command_palette", ("ctrl+p",), "^p", "find a command", "Program", listed=False),
    Deed("leave", "leave", ("q",), "q", "leave: stay logged in, not ready, or end the session", "Program"),
)
"""What the desk can do beside the command table."""


class KeyTable:
    """Which key stands for which commands: several may share one, and the one that is possible now is meant."""

    def __init__(self, configured: Mapping[str, str]) -> None:
        """Make the table.

        Args:
            configured: Keys by command id, as Textual names them; the others are the default ones.

        Raises:
            ValueError: See `keyed`.
        """
        free = {row.id: key for row in COMMANDS if not row.key and (key := _OWN_KEYS.get(row.id))}
        self._keys = {row.id: row.key for row in keyed({**free, **configured})}

    @property
    def slots(self) -> Sequence[tuple[Command, ...]]:
        """Commands of one target that share a key, in the order of the table."""
        slots: dict[tuple[Target, str], list[Command]] = {}
        for row in COMMANDS:
            slots.setdefault((row.target, self._keys[row.id] or row.id), []).append(row)
        return [tuple(rows) for rows in slots.values()]

    def on(self, key: str) -> tuple[Command, ...]:
        """The commands of a key.

        Args:
            key: As Textual names it.

        Returns:
            In the order of the table.
        """
        return tuple(row for row in COMMANDS if self._keys[row.id] == key)

    def key(self, command: Command) -> str:
        """The key of a command as Textual names it; "" where it has none."""
        return self._keys.get(command.id, "")

    def shown(self, command: Command) -> str:
        """The key of a command as people call it; "" where it has none."""
        return shown_key(self.key(command))

    def deeds(self, more: Iterable[Command] = ()) -> tuple[Deed, ...]:
        """Everything that can be done on the desk, for help and palette.

        Args:
            more: Commands that are not in the table: the deployment's agent states.

        Returns:
            Commands first.
        """
        return (*(self._deed(row) for row in (*COMMANDS, *more)), *DESK)

    @property
    def actions(self) -> Mapping[str, str]:
        """The action of each key."""
        own = {key: deed.action for deed in DESK for key in deed.keys}
        return {**own, **{key: f"press('{key}')" for key in self._keys.values() if key}}

    def bindings(self) -> BindingsMap:
        """The bindings of the desk: one for each key, whatever number of commands it stands for."""
        keys = dict.fromkeys(key for key in self._keys.values() if key)
        pressed = [Binding(key, f"press('{key}')", show=False, id=f"desk.{self.on(key)[0].id}") for key in keys]
        return BindingsMap([*pressed, *bindings("desk", DESK)])

    def _deed(self, row: Command) -> Deed:
        words = f"{row.words} (its key twice)" if row.confirm else row.words
        key = self.key(row)
        return Deed(row.id, f"command('{row.id}')", (key,) if key else (), shown_key(key), words, _GROUPS[row.target])


def shown_key(key: str) -> str:
    """A key as people call it.

    Args:
        key: As Textual names it.

    Returns:
        Such as `ENTER`, `^r`, `F2` or `x`.
    """
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _SHOWN.get(key) or (key.upper() if len(key) > 1 and key[0] == "f" and key[1:].isdigit() else key)
