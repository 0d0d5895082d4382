"""One call's life: offered, dialled, answered, held, muted, ended (API.md 5.2 and 6.1)."""

from __future__ import annotations

from tui.demo.centre import monitoring
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import (
    CallState,
    CallType,
    Conversation,
    Device,
    DeviceCall,
    NotificationType,
    Outsider,
    UserData,
)
from tui.demo.centre.places import outsider

_HOPS = 4


def offer(centre: Centre, conversation: Conversation, device: Device, *, from_queue: bool = False) -> DeviceCall:
    """Let a conversation ring at a device.

    Args:
        centre: The contact centre.
        conversation: What rings there.
        device: Where it rings.
        from_queue: Whether a queue delivers it, so that it can be rejected.
    """
    leg = centre.join(conversation, device, CallState.RINGING)
    leg.from_queue = from_queue
    centre.tell(leg, NotificationType.STATUS)
    return leg


def inbound(centre: Centre, device: Device, caller: Outsider, queue: str, dnis: str, user_data: UserData) -> DeviceCall:
    """A caller reaches a device through a queue; the call rings."""
    conversation = centre.open(CallType.INBOUND, caller.number or None, dnis, user_data)
    conversation.queue = queue
    conversation.outsiders.append(caller)
    return offer(centre, conversation, device, from_queue=True)


def dial(
    centre: Centre, device: Device, number: str, user_data: UserData, call_type: CallType | None = None
) -> DeviceCall:
    """Start a call from a device; the number rings, or is outside.

    Args:
        centre: The contact centre.
        device: From where.
        number: Extension or outside number.
        user_data: Attached data of the new call.
        call_type: Consult for consultation calls; None is internal or outbound, by the number.
    """
    target = reachable(centre, number)
    outside = target is None and len(number) > len(device.number)
    kind = call_type or (CallType.OUTBOUND if outside else CallType.INTERNAL)
    conversation = centre.open(kind, None if outside else device.number, number, user_data)
    leg = centre.join(conversation, device, CallState.DIALING)
    called = centre.agent(number)
    if called is None or (called.device.forward_to is not None and target is None):
        conversation.outsiders.append(outsider(number))
    centre.tell(leg, NotificationType.STATUS)
    ring(centre, conversation, number)
    return leg


def reachable(centre: Centre, number: str) -> Device | None:
    """The device at which a call to the number rings, after call forwarding; None when it is outside."""
    for _ in range(_HOPS):
        agent = centre.agent(number)
        if agent is None:
            return None
        if agent.device.forward_to is None:
            return agent.device
        number = agent.device.forward_to
    return None


def ring(centre: Centre, conversation: Conversation, number: str) -> None:
    """Offer a dialled conversation to the number's device; one that does not take calls ends it."""
    target = reachable(centre, number)
    if target is None:
        return
    inside = any(leg.device is target for leg in conversation.legs)
    if inside or target.do_not_disturb or not target.active:
        finish_if_alone(centre, conversation)
        return
    offer(centre, conversation, target)


def answer(centre: Centre, leg: DeviceCall) -> None:
    """Connect a ringing call; those who dialled it are connected too."""
    if leg.monitor is not None:
        monitoring.take(centre, leg)
        return
    _greet(leg)
    others = [other for other in leg.conversation.legs if other is not leg and other.state is not CallState.DIALING]
    centre.move(leg, CallState.ESTABLISHED)
    far_end_answers(centre, leg.conversation)
    for other in others:
        centre.tell(other, NotificationType.PARTICIPANTS)
    monitoring.deliver(centre, leg)


def far_end_answers(centre: Centre, conversation: Conversation) -> None:
    """Connect every leg that is still dialling."""
    for other in tuple(conversation.legs):
        if other.state is CallState.DIALING:
            centre.move(other, CallState.ESTABLISHED)
            monitoring.deliver(centre, other)


def _greet(leg: DeviceCall) -> None:
    agent = leg.agent
    if leg.conversation.user_data:
        leg.conversation.user_data[f"WWE_PARTY_{agent.number}"] = {
            "username": agent.user_name,
            "firstname": agent.first_name,
            "lastname": agent.last_name,
            "path": f"/users/{agent.user_id}",
        }


def hang_up(centre: Centre, leg: DeviceCall) -> None:
    """Take a leg out of its call; the rest goes on as long as two parties are left."""
    if not leg.live:
        return
    conversation = leg.conversation
    monitoring.part(centre, leg)
    centre.drop(leg)
    if not finish_if_alone(centre, conversation) and leg.audible:
        centre.tell_all(conversation, NotificationType.PARTICIPANTS)


def finish_if_alone(centre: Centre, conversation: Conversation) -> bool:
    """End a conversation in which nobody has anybody to talk to; say whether it was so."""
    if conversation.parties >= 2:
        return False
    clear(centre, conversation)
    return True


def clear(centre: Centre, conversation: Conversation) -> None:
    """End a conversation for all parties."""
    conversation.outsiders.clear()
    for leg in tuple(conversation.legs):
        monitoring.part(centre, leg)
        centre.drop(leg)


def reject(centre: Centre, leg: DeviceCall, next_device: Device | None) -> None:
    """Send a queued call away from a device, to the next one; without one the caller gives up."""
    conversation = leg.conversation
    centre.drop(leg)
    if next_device is not None and all(other.device is not next_device for other in conversation.legs):
        offer(centre, conversation, next_device, from_queue=True)
    else:
        clear(centre, conversation)


def hold(centre: Centre, leg: DeviceCall) -> None:
    """Put a call on hold."""
    centre.move(leg, CallState.HELD)


def retrieve(centre: Centre, leg: DeviceCall) -> None:
    """Take a call from hold."""
    centre.move(leg, CallState.ESTABLISHED)


def mute(centre: Centre, leg: DeviceCall, muted: bool) -> None:
    """Switch the microphone of this party; the state stays as it is."""
    leg.muted = muted
    centre.tell(leg, NotificationType.STATUS)


def send_dtmf(centre: Centre, leg: DeviceCall, digits: str = "") -> None:
    """Tell that digits were sent, but not which: only the other side hears them."""
    leg.heard += digits
    centre.tell(leg, NotificationType.DTMF)
