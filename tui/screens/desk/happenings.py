"""What just happened: operations with the times of their steps, and the other entries of the event log."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from tui.live.commands.commands import BY_ID
from tui.live.operations.operator import Operation, Outcome
from tui.live.reports.activity import Activity, Sentence
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal, JournalEntry
from tui.live.store.privacy import Privacy
from tui.source.raw import DigitCount, Raw, RawObject
from tui.views.words.role import Role
from widgets.desk.happened_face import Happened

_OUTCOMES = {
    Outcome.PENDING: ("…", Role.MINE),
    Outcome.CONFIRMED: ("✓", Role.TALKING),
    Outcome.FAILED: ("×", Role.ALARM),
    Outcome.TIMED_OUT: ("?", Role.RINGING),
}
_KINDS = {
    EntryKind.LINK: ("●", Role.TALKING),
    EntryKind.PROBLEM: ("!", Role.ALARM),
}
"""What calls and agents did is told in plain sentences, and not in the words of the wire, as in the event log."""


def happenings(
    operations: Iterable[Operation], activity: Activity, journal: Journal, board: Board, most: int
) -> list[Happened]:
    """Put together what happened.

    Args:
        operations: All that are remembered.
        activity: What calls and agents did.
        journal: The event log, for links and problems.
        board: Tells when an operation was asked for, and what may be shown.
        most: How many lines are wanted.

    Returns:
        The newest first.
    """
    oldest_first = [_of_entry(entry) for entry in journal if entry.kind in _KINDS]
    oldest_first += [_of_sentence(one) for one in activity.sentences]
    oldest_first += [_of_operation(one, board) for one in operations]
    # Sorting keeps what happened in the same moment in its order.
    oldest_first.sort(key=lambda one: one.at)
    return oldest_first[: -most - 1 : -1]


def steps_of(one: Operation) -> str:
    """Say how an operation went.

    Args:
        one: The operation.

    Returns:
        Its steps with their times in seconds since it was asked for, or why it failed.
    """
    steps = ["asked 0.00"]
    if one.accepted_s is not None:
        steps.append(f"accepted {one.accepted_s - one.asked_s:.2f}")
    if one.outcome is Outcome.CONFIRMED and one.done_s is not None:
        steps.append(f"confirmed {one.done_s - one.asked_s:.2f} s")
    if one.outcome is Outcome.FAILED:
        steps = [f"failed: {one.words}"] if one.accepted_s is None else [*steps, f"failed: {one.words}"]
    elif one.words:
        steps.append(one.words)
    return "  ".join(steps)


def operation_words(one: Operation, privacy: Privacy) -> str:
    """Say what was asked for.

    Args:
        one: The operation.
        privacy: What may be shown of numbers.

    Returns:
        Its words, and to whom where a number was given; of DTMF only how many digits.
    """
    wanted = one.asked.parameters
    if isinstance(count := wanted.get("digits"), DigitCount):
        return f"{one.command.words}, {count}"
    destination = wanted.get("destination")
    number = destination.get("phoneNumber") if isinstance(destination, Mapping) else destination
    number, key = number or wanted.get("participant"), wanted.get("key")
    said = privacy.number(number.shown) if isinstance(number, Raw) else ""
    data = wanted.get("userData")
    # The desk's own word for an entry, such as the disposition, says which one it is.
    named = one.command.words != BY_ID["update_data"].words
    if isinstance(data, RawObject) and len(data.pairs) == 1 and not named:
        key = Raw(next(iter(data.pairs)))
    said = said or (privacy.text(key.shown) if isinstance(key, Raw) else "")
    return f"{one.command.words} {said}" if said else one.command.words


def _of_operation(one: Operation, board: Board) -> Happened:
    mark, role = _OUTCOMES[one.outcome]
    clock = board.clock
    at = clock.wall() - timedelta(seconds=max(0.0, clock.now_s() - one.asked_s))
    return Happened(at, mark, role, operation_words(one, board.privacy), steps_of(one))


def _of_sentence(one: Sentence) -> Happened:
    return Happened(one.at, "▪" if one.of_agent else "▶", Role.DIM, one.words)


def _of_entry(entry: JournalEntry) -> Happened:
    mark, role = _KINDS[entry.kind]
    words = entry.words if entry.times == 1 else f"{entry.words}  ×{entry.times}"
    return Happened(entry.at, mark, role, words)
