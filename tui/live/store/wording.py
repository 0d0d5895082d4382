"""Events in words, for the event log: what came, about which call, in one line."""

from tui.live.store.journal import EntryKind
from tui.live.store.outside import party_words
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, Event, ServiceEvent, UnreadableEvent


def words_of_error(event: ErrorEvent, number: str) -> str:
    """Say what went wrong, and on which telephone: the message may have no words, and ids tell people nothing.

    Args:
        event: The message.
        number: Of the device that it is about; "" where it is about none that is known.
    """
    return f"{number}: {event.words}" if number and number not in event.words else event.words


def words_of(event: Event) -> tuple[EntryKind, str]:
    """Say what an event tells.

    Args:
        event: Any event of a stream.

    Returns:
        Its kind and one line of clean text.
    """
    if isinstance(event, CallEvent):
        return EntryKind.CALL, _call(event)
    if isinstance(event, DeviceEvent):
        return EntryKind.DEVICE, ", ".join(
            f"{device.phone_number} {device.user_state.display_name or device.user_state.state}"
            for device in event.devices
        )
    return _others(event)


def _call(event: CallEvent) -> str:
    call = event.call
    parties = ", ".join(party_words(party, call) for party in call.parties) or "no party"
    return f"{event.notification_type or 'message'}: {call.call_type} {call.state} {parties}  {call.id}"


def _others(event: ErrorEvent | ServiceEvent | UnreadableEvent) -> tuple[EntryKind, str]:
    if isinstance(event, ErrorEvent):
        return EntryKind.PROBLEM, f"error message: {event.words} {event.about}".rstrip()
    if isinstance(event, ServiceEvent):
        return EntryKind.LINK, f"service {event.name or '(unnamed)'} {event.type} {event.state}".strip()
    return EntryKind.PROBLEM, f"unreadable on {event.channel}: {event.why} {event.call_id}".rstrip()
