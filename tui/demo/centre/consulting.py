"""Calls of three: consultation, transfer, conference, swap (API.md 5.2)."""

from __future__ import annotations

from tui.demo.centre import monitoring, talking
from tui.demo.centre.centre import Centre, unlink
from tui.demo.centre.model import CallState, CallType, Conversation, Device, DeviceCall, NotificationType, UserData
from tui.demo.centre.places import outsider


def initiate(centre: Centre, leg: DeviceCall, number: str, purpose: str, user_data: UserData) -> DeviceCall:
    """Hold a call and dial a consultation call from it.

    Args:
        centre: The contact centre.
        leg: The call that will be transferred or become a conference.
        number: Who is consulted.
        purpose: "Transfer" or "Conference".
        user_data: Attached data of the consultation beside those of the call.
    """
    leg.state = CallState.HELD
    leg.purpose = purpose
    both = {**leg.conversation.user_data, **user_data}
    conversation = centre.open(CallType.CONSULT, leg.device.number, number, both)
    consult = centre.join(conversation, leg.device, CallState.DIALING)
    consult.parent, leg.consult = leg, consult
    if talking.reachable(centre, number) is None:
        conversation.outsiders.append(outsider(number))
    centre.tell(leg, NotificationType.STATUS)
    centre.tell(consult, NotificationType.STATUS)
    talking.ring(centre, conversation, number)
    return consult


def pair(leg: DeviceCall) -> tuple[DeviceCall, DeviceCall] | None:
    """The held call and its consultation, given either of them; None when there is no consultation."""
    if leg.consult is not None:
        return leg, leg.consult
    if leg.parent is not None:
        return leg.parent, leg
    return None


def complete_transfer(centre: Centre, original: DeviceCall, consult: DeviceCall) -> None:
    """Connect the held party with the consulted one; the agent who did it is out."""
    held, consulted = original.conversation, consult.conversation
    unlink(original)
    monitoring.part(centre, original)
    centre.drop(original)
    centre.drop(consult)
    moved = _merge(centre, consulted, held)
    if talking.finish_if_alone(centre, held):
        return
    _tell_merged(centre, held, moved)


def complete_conference(centre: Centre, original: DeviceCall, consult: DeviceCall) -> None:
    """Make one call of the held one and its consultation; the held call's id survives."""
    held, consulted = original.conversation, consult.conversation
    unlink(original)
    centre.drop(consult)
    moved = _merge(centre, consulted, held)
    original.owner = True
    original.purpose = None
    centre.move(original, CallState.ESTABLISHED)
    if talking.finish_if_alone(centre, held):
        return
    _tell_merged(centre, held, moved)


def _merge(centre: Centre, source: Conversation, target: Conversation) -> list[DeviceCall]:
    moved = [leg for leg in tuple(source.legs) if _carry_over(centre, leg, target)]
    target.outsiders.extend(source.outsiders)
    source.outsiders.clear()
    target.user_data = {**source.user_data, **target.user_data}
    return moved


def _carry_over(centre: Centre, leg: DeviceCall, target: Conversation) -> bool:
    if any(other.device is leg.device for other in target.legs):
        monitoring.part(centre, leg)
        centre.drop(leg)
        return False
    if centre.options.wrinkles.transfer_new_id:
        _renew(centre, leg, target)
        return True
    leg.conversation.legs.remove(leg)
    leg.conversation = target
    leg.call_type = target.call_type
    target.legs.append(leg)
    return True


def _renew(centre: Centre, leg: DeviceCall, target: Conversation) -> None:
    state, created_s = leg.state, leg.created_s
    monitoring.part(centre, leg)
    centre.drop(leg)
    fresh = centre.join(target, leg.device, state)
    fresh.created_s = created_s
    centre.tell(fresh, NotificationType.STATUS)


def _tell_merged(centre: Centre, held: Conversation, moved: list[DeviceCall]) -> None:
    centre.tell_all(held, NotificationType.PARTICIPANTS)
    for leg in moved:
        if leg.live and leg.state is CallState.ESTABLISHED:
            monitoring.deliver(centre, leg)


def single_step_transfer(centre: Centre, leg: DeviceCall, number: str, user_data: UserData) -> None:
    """Send a call to a number at once; the agent is out, the number rings."""
    conversation = leg.conversation
    conversation.user_data.update(user_data)
    target = talking.reachable(centre, number)
    if target is None:
        conversation.outsiders.append(outsider(number))
    monitoring.part(centre, leg)
    centre.drop(leg)
    if target is not None:
        talking.offer(centre, conversation, target)
    if not talking.finish_if_alone(centre, conversation):
        centre.tell_all(conversation, NotificationType.PARTICIPANTS)


def single_step_conference(centre: Centre, leg: DeviceCall, number: str, user_data: UserData) -> None:
    """Add a number to a call at once; it rings there."""
    conversation = leg.conversation
    conversation.user_data.update(user_data)
    leg.owner = True
    target = talking.reachable(centre, number)
    if target is None:
        conversation.outsiders.append(outsider(number))
    else:
        talking.offer(centre, conversation, target)
    for other in tuple(conversation.legs):
        if target is None or other.device is not target:
            centre.tell(other, NotificationType.PARTICIPANTS)


def can_join(conversation: Conversation, target: Device | None) -> bool:
    """Whether the device could be added to the conversation: it takes calls and is not in it yet."""
    if target is None:
        return True
    inside = any(leg.device is target for leg in conversation.legs)
    return not inside and target.active and not target.do_not_disturb


def swap(centre: Centre, leg: DeviceCall, other: DeviceCall) -> None:
    """Exchange the held and the active one of two calls; the one that becomes active is told first."""
    held, active = (leg, other) if leg.state is CallState.HELD else (other, leg)
    centre.move(held, CallState.ESTABLISHED)
    centre.move(active, CallState.HELD)


def remove_participant(centre: Centre, conversation: Conversation, number: str) -> bool:
    """Put a party out of a conference; say whether there was such a party."""
    out = next((party for party in conversation.outsiders if party.number == number), None)
    if out is not None:
        conversation.outsiders.remove(out)
        if not talking.finish_if_alone(centre, conversation):
            centre.tell_all(conversation, NotificationType.PARTICIPANTS)
        return True
    leg = next((each for each in conversation.legs if each.device.number == number), None)
    if leg is not None:
        talking.hang_up(centre, leg)
    return leg is not None
