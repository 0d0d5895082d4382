"""The tables of what a person can do on each screen: bindings, footer, palette and help are made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from textual.binding import Binding, BindingType

from widgets.bars.key_footer import FooterKey


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that a person can do.

    Attributes:
        id: Its name; `<screen>.<id>` is the id of its binding, by which a keymap may move it.
        action: What Textual runs.
        keys: Keys as Textual names them.
        shown: The keys as people call them.
        words: What it does, in a sentence without its end.
        group: Heading in the help.
        foot: What the footer says; "" leaves it out.
        rank: In the footer: the larger, the sooner it gives way where the line is short.
        listed: Whether the command palette lists it.
    """

    id: str
    action: str
    keys: tuple[str, ...]
    shown: str
    words: str
    group: str
    foot: str = ""
    rank: int = 0
    listed: bool = True


WALL = (
    Deed("inspect", "inspect", ("enter",), "↵", "show everything about the selected call", "Calls", "inspect", 1),
    Deed(
        "acknowledge",
        "acknowledge",
        ("a",),
        "a",
        "acknowledge the alarm of the selected call, or the worst alarm",
        "Calls",
        "acknowledge",
        4,
    ),
    Deed("worst", "worst", ("w",), "w", "go to the call with the worst alarm", "Calls"),
    Deed(
        "filter", "filter", ("slash",), "/", "show only calls that match words, fields and times", "Calls", "filter", 3
    ),
    Deed("saved_filter", "saved_filter", ("f",), "f", "show only calls that match a saved filter", "Calls"),
    Deed("unfilter", "unfilter", ("escape",), "esc", "end the filter and show all calls", "Calls"),
    Deed("order", "order", ("s",), "s", "order by attention, state, agent or duration", "View", "order", 5),
    Deed("group", "group", ("g",), "g", "group by agent, team, site, state or queue", "View", "group", 5),
    Deed("fold", "fold", ("space", "z"), "space z", "collapse or expand a group", "View"),
    Deed("fold_all", "fold_all", ("G",), "G", "collapse or expand all groups", "View"),
    Deed("legs", "legs", ("c",), "c", "show a conversation as one card, or as one for each call", "View"),
    Deed("larger", "larger", ("plus", "equals_sign"), "+", "show more of each call", "View", "larger", 6),
    Deed("denser", "denser", ("minus",), "-", "show more calls at once", "View", "denser", 7),
    Deed("fit", "fit", ("0",), "0", "let the number of calls choose the size of the cards", "View"),
    Deed("theme", "theme", ("t",), "t", "change the colours: dark, light, colour-blind", "View"),
    Deed("events", "events", ("e",), "e", "show what arrived, was sent, went wrong", "Program", "events", 8),
    Deed("agents", "agents", ("v",), "v", "show the agents of my groups", "Program", "agents", 8),
    Deed("numbers", "numbers", ("n",), "n", "show numbers: now, the last hour, since the start", "Program"),
    Deed("retry", "retry", ("R",), "R", "reconnect refused and stale sources now", "Program"),
    Deed("help", "help", ("question_mark",), "?", "show all keys, words and marks", "Program", "help", 0),
    Deed("palette", "app.command_palette", ("ctrl+p",), "^p", "find a command", "Program", "commands", 9, listed=False),
    Deed("quit", "app.quit", ("q",), "q", "leave callboard", "Program", "quit", 2),
    Deed("left", "move(-1, 0)", ("left", "h"), "← h", "go to the previous call", "Moving", listed=False),
    Deed("right", "move(1, 0)", ("right", "l"), "→ l", "go to the next call", "Moving", listed=False),
    Deed("up", "move(0, -1)", ("up", "k"), "↑ k", "go one row up", "Moving", listed=False),
    Deed("down", "move(0, 1)", ("down", "j"), "↓ j", "go one row down", "Moving", listed=False),
    Deed("page_up", "page(-1)", ("pageup",), "PgUp", "go one page up", "Moving", listed=False),
    Deed("page_down", "page(1)", ("pagedown",), "PgDn", "go one page down", "Moving", listed=False),
    Deed("first", "end(False)", ("home",), "Home", "go to the first call", "Moving", listed=False),
    Deed("last", "end(True)", ("end",), "End", "go to the last call", "Moving", listed=False),
)
"""The wall changes nothing on the server: no deed here writes."""

READING = (
    Deed("close", "dismiss", ("escape", "q"), "esc", "go back to the wall", "Reading", "back", 0),
    Deed("down", "scroll(1)", ("down", "j"), "↓ j", "one line down", "Reading", "down", 2, listed=False),
    Deed("up", "scroll(-1)", ("up", "k"), "↑ k", "one line up", "Reading", "up", 3, listed=False),
    Deed("page_up", "scroll_page(-1)", ("pageup",), "PgUp", "one page up", "Reading", listed=False),
    Deed("page_down", "scroll_page(1)", ("pagedown", "space"), "PgDn", "one page down", "Reading", listed=False),
    Deed("first", "scroll_edge(False)", ("home", "g"), "Home g", "to the first line", "Reading", listed=False),
    Deed("last", "scroll_edge(True)", ("end", "G"), "End G", "to the last line", "Reading", listed=False),
)
"""Shared by everything that is read: inspector, events, help."""

EVENTS = (
    *READING,
    Deed("kind", "kind", ("f",), "f", "show one kind of events only", "Events", "kind", 1),
)

EVENTS_AND_PUBLISHERS = (
    *EVENTS,
    Deed("publishers", "publishers", ("p",), "p", "show who publishes the logins", "Events", "publishers", 1),
)
"""Where others than ourselves are logged in."""

PUBLISHERS = (
    *(replace(deed, words="go back to the events") if deed.id == "close" else deed for deed in READING),
    Deed("help", "help", ("question_mark",), "?", "show all keys, words and marks", "Publishers", "help", 1),
)

TRANSPORT = (
    Deed("play", "play", ("space",), "space", "play, or pause", "Replay", "play", 0),
    Deed("step", "step(1)", ("full_stop",), ".", "go to the next event", "Replay", "event", 3),
    Deed("step_back", "step(-1)", ("comma",), ",", "go to the previous event", "Replay"),
    Deed("next_alarm", "next_alarm", ("N",), "N", "go to the next alarm", "Replay", "alarm", 2),
    Deed("faster", "speed(1)", ("right_square_bracket",), "]", "play faster", "Replay", "faster", 4),
    Deed("slower", "speed(-1)", ("left_square_bracket",), "[", "play slower", "Replay"),
    Deed("seconds_on", "seek(10)", ("greater_than_sign",), ">", "go forward by 10 seconds", "Replay", "10 s", 5),
    Deed("seconds_back", "seek(-10)", ("less_than_sign",), "<", "go back by 10 seconds", "Replay"),
    Deed("minute_on", "seek(60)", ("right_curly_bracket",), "}", "go forward by a minute", "Replay", "1 min", 6),
    Deed("minute_back", "seek(-60)", ("left_curly_bracket",), "{", "go back by a minute", "Replay"),
    Deed("begin", "seek_edge(False)", ("home",), "Home", "go to the beginning", "Replay"),
    Deed("finish", "seek_edge(True)", ("end",), "End", "go to the end", "Replay"),
)
"""Of every screen on which a recording is replayed; on it these keys mean nothing else."""


def under_transport(deeds: Sequence[Deed], *, without: Collection[str] = ()) -> tuple[Deed, ...]:
    """Make the table of a screen on which a recording is replayed.

    Args:
        deeds: The screen's own table.
        without: Ids of deeds that mean nothing in a recording.

    Returns:
        The keys of the replay, then the screen's own, as far as these are free.
    """
    taken = {key for deed in TRANSPORT for key in deed.keys}
    kept = (deed for deed in deeds if deed.id not in without)
    freed = (replace(deed, keys=tuple(key for key in deed.keys if key not in taken)) for deed in kept)
    return (*TRANSPORT, *(_shown_anew(deed) for deed in freed if deed.keys))


def _shown_anew(deed: Deed) -> Deed:
    # "Home g" is "g" where Home is taken.
    words = deed.shown.split()
    return replace(deed, shown=" ".join(words[-len(deed.keys) :])) if len(words) > len(deed.keys) else deed


def key_of(deed_id: str, deeds: Sequence[Deed]) -> str:
    """The key of a deed as people call it; "" where it cannot be done."""
    return next((deed.shown for deed in deeds if deed.id == deed_id), "")


def bindings(screen: str, deeds: Sequence[Deed]) -> list[BindingType]:
    """Make the bindings of a screen.

    Args:
        screen: Its name.
        deeds: Its table.

    Returns:
        What goes into `BINDINGS`.
    """
    return [
        Binding(",".join(deed.keys), deed.action, deed.words, show=False, id=f"{screen}.{deed.id}") for deed in deeds
    ]


def footer_keys(deeds: Sequence[Deed], state: Mapping[str, str] | None = None) -> list[FooterKey]:
    """Make the footer of a screen.

    Args:
        deeds: Its table.
        state: How things stand, by id of the deed that changes them.

    Returns:
        The keys that have words for the footer.
    """
    stands = state or {}
    return [
        FooterKey(
            deed.action, deed.shown, f"{deed.foot}: {stands[deed.id]}" if deed.id in stands else deed.foot, deed.rank
        )
        for deed in deeds
        if deed.foot
    ]
