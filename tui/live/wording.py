"""Events in words, for the event log: what came, about which call, in one line."""

from tui.gws.events import CallEvent, DeviceEvent, ErrorEvent, Event, ServiceEvent, UnreadableEvent
from tui.live.journal import Kind


def words_of(event: Event) -> tuple[Kind, str]:
    """Say what an event tells.

    Args:
        event: Any event of a stream.

    Returns:
        Its kind and one line of clean text.
    """
    if isinstance(event, CallEvent):
        return Kind.CALL, _call(event)
    if isinstance(event, DeviceEvent):
        return Kind.DEVICE, ", ".join(
            f"{device.phone_number} {device.user_state.display_name or device.user_state.state}"
            for device in event.devices
        )
    return _others(event)


def _call(event: CallEvent) -> str:
    call = event.call
    parties = ", ".join(party.shown for party in call.parties) or "no party"
    return f"{event.notification_type or 'message'}: {call.call_type} {call.state} {parties}  {call.id}"


def _others(event: ErrorEvent | ServiceEvent | UnreadableEvent) -> tuple[Kind, str]:
    if isinstance(event, ErrorEvent):
        return Kind.PROBLEM, f"error message: {event.words} {event.about}".rstrip()
    if isinstance(event, ServiceEvent):
        return Kind.LINK, f"service {event.name or '(unnamed)'} {event.type} {event.state}".strip()
    return Kind.PROBLEM, f"unreadable on {event.channel}: {event.why} {event.call_id}".rstrip()
