"""What just happened: operations with the times of their steps, and the other entries of the event log."""

from collections.abc import Iterable
from datetime import timedelta

from tui.live.clock import Clock
from tui.live.journal import Entry, Journal, Kind
from tui.live.operator import Operation, Outcome
from widgets.happened_face import Happened
from widgets.palette import Role

_OUTCOMES = {
    Outcome.PENDING: ("…", Role.MINE),
    Outcome.CONFIRMED: ("✓", Role.TALKING),
    Outcome.FAILED: ("×", Role.ALARM),
    Outcome.TIMED_OUT: ("?", Role.RINGING),
}
_KINDS = {
    Kind.LINK: ("●", Role.TALKING),
    Kind.CALL: ("▶", Role.DIM),
    Kind.DEVICE: ("▪", Role.DIM),
    Kind.PROBLEM: ("!", Role.ALARM),
}


def happenings(operations: Iterable[Operation], journal: Journal, clock: Clock, most: int) -> list[Happened]:
    """Put together what happened.

    Args:
        operations: All that are remembered.
        journal: The event log; its own lines about operations are left out.
        clock: Tells when an operation was asked for.
        most: How many lines are wanted.

    Returns:
        The newest first.
    """
    oldest_first = [_of_entry(entry) for entry in journal if entry.kind in _KINDS]
    oldest_first += [_of_operation(one, clock) for one in operations]
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


def operation_words(one: Operation) -> str:
    """Say what was asked for.

    Args:
        one: The operation.

    Returns:
        Its words, and to whom where a number was given.
    """
    wanted = one.asked.parameters
    destination = wanted.get("destination")
    number = destination.get("phoneNumber") if isinstance(destination, dict) else destination
    said = number or wanted.get("digits") or wanted.get("participant") or wanted.get("key")
    return f"{one.command.words} {said}" if said else one.command.words


def _of_operation(one: Operation, clock: Clock) -> Happened:
    mark, role = _OUTCOMES[one.outcome]
    at = clock.wall() - timedelta(seconds=max(0.0, clock.now_s() - one.asked_s))
    return Happened(at, mark, role, operation_words(one), steps_of(one))


def _of_entry(entry: Entry) -> Happened:
    mark, role = _KINDS[entry.kind]
    # The id of a call, which ends its entries, tells a person nothing here.
    words = entry.words.rpartition("  ")[0] or entry.words if entry.kind is Kind.CALL else entry.words
    words = words if entry.times == 1 else f"{words}  ×{entry.times}"
    return Happened(entry.at, mark, role, words)
