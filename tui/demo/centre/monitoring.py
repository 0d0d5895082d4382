"""Supervisors in other people's calls: listen in, coach, barge in (API.md 8.2 and 8.3)."""

from __future__ import annotations

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import CallState, Device, DeviceCall, Monitor, NotificationType, Supervision


def monitored_by(centre: Centre, target: Device) -> Device | None:
    """The supervisor's device that is set to monitor `target`; there is one at most."""
    for agent in centre.agents:
        supervision = agent.device.supervision if agent.supervisor else None
        if supervision is not None and supervision.target is target:
            return agent.device
    return None


def supervise(centre: Centre, device: Device, supervision: Supervision) -> None:
    """Set a supervisor's device to monitor a target, and join the call in progress where that is allowed."""
    device.supervision = supervision
    centre.tell_devices(device.agent)
    if supervision.state is not Monitor.BARGE_IN and not centre.options.wrinkles.monitor_joins_now:
        return
    current = next((leg for leg in supervision.target.legs if _can_be_joined(leg)), None)
    if current is not None:
        deliver(centre, current)


def cancel(centre: Centre, device: Device) -> None:
    """End the monitoring of a supervisor's device; a call that is being monitored goes on to its end."""
    device.supervision = None
    centre.tell_devices(device.agent)


def deliver(centre: Centre, leg: DeviceCall) -> None:
    """Deliver an agent's established call to the supervisor who monitors its device, if there is one.

    A supervisor who followed the call here after a transfer hears this agent from now on.
    """
    if _adopt(centre, leg):
        return
    supervisor = monitored_by(centre, leg.device)
    if supervisor is None or supervisor.supervision is None or not _can_be_joined(leg):
        return
    if leg.id in supervisor.agent.legs or any(each.monitor for each in supervisor.legs):
        return
    copy = centre.join(leg.conversation, supervisor, CallState.RINGING, leg_id=leg.id)
    copy.monitor = supervisor.supervision.state
    copy.muted = copy.monitor is Monitor.LISTEN_IN
    copy.watched = leg
    centre.tell(copy, NotificationType.STATUS)
    if not centre.options.wrinkles.monitor_must_answer:
        take(centre, copy)


def _adopt(centre: Centre, leg: DeviceCall) -> bool:
    copies = (copy for copy in leg.conversation.legs if copy.monitor and copy.state is CallState.ESTABLISHED)
    follower = next((copy for copy in copies if copy.watched is None), None)
    if follower is None or leg.monitor is not None or leg.listener is not None:
        return False
    _link(centre, follower, leg)
    return True


def _link(centre: Centre, copy: DeviceCall, leg: DeviceCall) -> None:
    copy.watched, leg.listener = leg, copy
    centre.tell(leg, NotificationType.STATUS)


def take(centre: Centre, copy: DeviceCall) -> None:
    """Connect the supervisor's copy of a call; the agent's call says that it is listened to."""
    centre.move(copy, CallState.ESTABLISHED)
    if copy.watched is not None and copy.watched.live:
        copy.watched.listener = copy
        centre.tell(copy.watched, NotificationType.STATUS)
    if copy.audible:
        centre.tell_all(copy.conversation, NotificationType.PARTICIPANTS, but=copy)


def switch(centre: Centre, copy: DeviceCall, how: Monitor) -> None:
    """Change between listening and barging in, on the supervisor's call."""
    copy.monitor = how
    copy.muted = how is Monitor.LISTEN_IN
    centre.tell(copy, NotificationType.STATUS)
    centre.tell_all(copy.conversation, NotificationType.PARTICIPANTS, but=copy)


def mute_agent(centre: Centre, copy: DeviceCall, muted: bool) -> None:
    """Mute the monitored agent, from the supervisor's call; both are told."""
    copy.agent_muted = muted
    centre.tell(copy, NotificationType.AGENT_MUTED)
    if copy.watched is not None:
        copy.watched.agent_muted = muted
        centre.tell(copy.watched, NotificationType.AGENT_MUTED)


def part(centre: Centre, leg: DeviceCall) -> None:
    """Settle the monitoring of a leg that is about to end: of the agent who is heard, or of the supervisor who hears.

    With scope Agent the supervisor leaves with the agent, with scope Call they stay as long as the call lasts.
    """
    if leg.monitor is not None:
        _supervisor_leaves(centre, leg)
        return
    copy = next((each for each in leg.conversation.legs if each.watched is leg), None)
    if copy is None:
        return
    supervision = copy.device.supervision
    if supervision is not None and supervision.scope == "Agent":
        _supervisor_leaves(centre, copy)
        centre.drop(copy)
        return
    _follow(centre, copy, leg)


def _supervisor_leaves(centre: Centre, copy: DeviceCall) -> None:
    watched = copy.watched
    if watched is not None:
        watched.listener = None
        watched.agent_muted = False
        copy.watched = None
        if watched.live:
            centre.tell(watched, NotificationType.STATUS)
    supervision = copy.device.supervision
    if supervision is not None and supervision.mode == "NextCall":
        cancel(centre, copy.device)


def _follow(centre: Centre, copy: DeviceCall, gone: DeviceCall) -> None:
    gone.listener = None
    copy.agent_muted = False
    copy.watched = None
    talking = (CallState.ESTABLISHED, CallState.HELD)
    others = (leg for leg in copy.conversation.legs if leg is not gone and leg.monitor is None)
    heard = next((leg for leg in others if leg.state in talking), None)
    if heard is not None:
        _link(centre, copy, heard)


def _can_be_joined(leg: DeviceCall) -> bool:
    alone = leg.monitor is None and leg.parent is None and leg.listener is None
    return alone and leg.state in (CallState.ESTABLISHED, CallState.HELD)
