"""What agents do between the large events: hold, mute, record, note, consult, go to lunch, listen in."""

from __future__ import annotations

import random
from collections.abc import Callable

from tui.demo.centre import call_data, consulting, monitoring, talking
from tui.demo.centre.agenda import Pool
from tui.demo.centre.agent_states import change_state
from tui.demo.centre.callers import DISPOSITIONS
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent, CallState, DeviceCall, Monitor, RecordingState, Supervision

_TRIES = 8
Habit = Callable[[Centre, random.Random, DeviceCall], None]


def something(centre: Centre, rng: random.Random, pool: Pool) -> None:
    """Let some agent do something; where no call is fit for it, an agent changes their state."""
    if rng.random() < 0.1:
        _supervisor(centre, rng, pool)
        return
    leg = _talking(rng, pool) if rng.random() < 0.9 else None
    if leg is None:
        _agent_state(centre, rng)
        return
    rng.choices(_HABITS, _WEIGHTS)[0](centre, rng, leg)


def settle_in(centre: Centre, rng: random.Random, pool: Pool) -> None:
    """Give a freshly filled centre its marks: recordings, held and muted calls, a listener, agents at lunch."""
    for leg in tuple(centre.legs()):
        if leg.state is not CallState.ESTABLISHED:
            continue
        if leg.conversation.recording is RecordingState.STOPPED and rng.random() < 0.55:
            paused = rng.random() < 0.15
            call_data.record(centre, leg.conversation, RecordingState.PAUSED if paused else RecordingState.RECORDING)
        roll = rng.random()
        if roll < 0.12 and not leg.agent.attended:
            talking.hold(centre, leg)
        elif roll < 0.2 and not leg.agent.attended:
            talking.mute(centre, leg, muted=True)
    for agent in centre.agents:
        if not agent.device.legs and not agent.attended and rng.random() < 0.5:
            change_state(centre, agent, rng.choice(("NotReady", "Lunch", "AfterCallWork", "Offline")))
    _supervisor(centre, rng, pool)


def _talking(rng: random.Random, pool: Pool) -> DeviceCall | None:
    for _ in range(_TRIES if len(pool) else 0):
        leg = pool.choose(rng)
        able = leg.state in (CallState.ESTABLISHED, CallState.HELD) and leg.monitor is None
        if able and not leg.agent.attended and consulting.pair(leg) is None:
            return leg
    return None


def _note(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    notes: tuple[dict[str, object], ...] = (
        {"DispositionCode": rng.choice(DISPOSITIONS)},
        {"Language": rng.choice(("English", "Spanish"))},
        {"Verified": rng.randrange(2)},
        {"Ticket": f"T-{rng.randrange(1000, 9999)}"},
    )
    call_data.update(centre, leg.conversation, rng.choice(notes))


def _hold(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    if leg.state is CallState.HELD:
        talking.retrieve(centre, leg)
    elif rng.random() < 0.3:
        talking.hold(centre, leg)
    else:
        _note(centre, rng, leg)


def _mute(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    if leg.state is CallState.ESTABLISHED and (leg.muted or rng.random() < 0.12):
        talking.mute(centre, leg, not leg.muted)
    else:
        _note(centre, rng, leg)


def _record(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    conversation = leg.conversation
    if not leg.agent.recorded:
        _note(centre, rng, leg)
    elif conversation.recording is RecordingState.RECORDING:
        wanted = rng.choice((RecordingState.PAUSED, RecordingState.PAUSED, RecordingState.STOPPED))
        call_data.record(centre, conversation, wanted)
    else:
        call_data.record(centre, conversation, RecordingState.RECORDING)


def _dtmf(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    del rng
    if leg.state is CallState.ESTABLISHED:
        talking.send_dtmf(centre, leg)
    else:
        talking.retrieve(centre, leg)


def _consult(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    if leg.state is not CallState.ESTABLISHED:
        talking.retrieve(centre, leg)
        return
    if len(leg.device.legs) > 1 and centre.options.calls is None:
        _note(centre, rng, leg)
        return
    purpose = rng.choice(("Transfer", "Transfer", "Conference"))
    consulting.initiate(centre, leg, _somebody(centre, rng, leg), purpose, {})


def _blind(centre: Centre, rng: random.Random, leg: DeviceCall) -> None:
    number = _somebody(centre, rng, leg)
    step = consulting.single_step_conference if rng.random() < 0.3 else consulting.single_step_transfer
    step(centre, leg, number, {})


def _somebody(centre: Centre, rng: random.Random, leg: DeviceCall) -> str:
    """A colleague who could be added to the call, or an extension nobody is logged in at."""
    agent = rng.choice(centre.agents)
    crowded = len(agent.device.legs) > 1 and centre.options.calls is None
    target = talking.reachable(centre, agent.number)
    absent = target is None or target.agent.attended or not consulting.can_join(leg.conversation, target)
    if crowded or absent:
        return f"59{rng.randrange(100):02}"
    return agent.number


_HABITS: tuple[Habit, ...] = (_note, _hold, _mute, _record, _dtmf, _consult, _blind)
_WEIGHTS = (26, 18, 12, 12, 5, 5, 2)


def _agent_state(centre: Centre, rng: random.Random) -> None:
    agent = rng.choice(centre.agents)
    if agent.attended:
        return
    idle = agent.device.user_state.state == "Ready" and not agent.device.legs
    away = ("NotReady", "Lunch", "Training", "AfterCallWork", "AuxWork")
    change_state(centre, agent, rng.choice(away) if idle and rng.random() < 0.5 else "Ready")


def _supervisor(centre: Centre, rng: random.Random, pool: Pool) -> None:
    able = [agent for agent in centre.agents if agent.supervisor and not agent.attended]
    if not able or not centre.options.supervisors_act:
        _agent_state(centre, rng)
        return
    agent = rng.choice(able)
    copy = next((leg for leg in agent.device.legs if leg.monitor is not None), None)
    if copy is not None:
        _change_monitoring(centre, rng, agent, copy)
        return
    leg = _talking(rng, pool)
    if leg is None or leg.agent.supervisor or monitoring.monitored_by(centre, leg.device) not in (None, agent.device):
        _agent_state(centre, rng)
        return
    how = rng.choice((Monitor.LISTEN_IN, Monitor.LISTEN_IN, Monitor.COACH, Monitor.BARGE_IN))
    monitoring.supervise(centre, agent.device, Supervision(how, leg.device))
    monitoring.deliver(centre, leg)


def _change_monitoring(centre: Centre, rng: random.Random, agent: Agent, copy: DeviceCall) -> None:
    roll = rng.random()
    if roll < 0.7:
        _agent_state(centre, rng)
    elif roll < 0.85 and copy.state is CallState.ESTABLISHED:
        listens = copy.monitor is Monitor.LISTEN_IN
        monitoring.switch(centre, copy, Monitor.BARGE_IN if listens else Monitor.LISTEN_IN)
        talking.finish_if_alone(centre, copy.conversation)
    else:
        talking.hang_up(centre, copy)
        monitoring.cancel(centre, agent.device)
