"""Changing agent states (API.md 2.3)."""

from __future__ import annotations

from dataclasses import replace

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent, AgentState, Device
from tui.demo.centre.user_states import LOGGED_IN, OFFLINE, READY, STATES


def set_state(centre: Centre, device: Device, state: AgentState) -> None:
    """Put the device's agent into a state and tell it, also when nothing changed (as real servers do)."""
    device.user_state = replace(state)
    centre.tell_devices(device.agent)


def change_state(centre: Centre, agent: Agent, operation: str) -> None:
    """Carry out an agent state operation.

    Args:
        centre: The contact centre.
        agent: Whose state changes.
        operation: A key of `STATES`.
    """
    set_state(centre, agent.device, STATES[operation])


def start_session(centre: Centre, agent: Agent) -> None:
    """Log the agent in on the switch: `LoggedIn`, then the switch's default; one who is logged in stays as they are."""
    if agent.device.user_state.state != "LoggedOut":
        centre.tell_devices(agent)
        return
    set_state(centre, agent.device, LOGGED_IN)
    set_state(centre, agent.device, READY)


def end_session(centre: Centre, agent: Agent) -> None:
    """Log the agent out on the switch."""
    agent.channels.clear()
    set_state(centre, agent.device, OFFLINE)
