"""Agent states and devices in words."""

from collections.abc import Mapping
from functools import lru_cache

from tui.source.models import AgentState, Device, DeviceState, UserState, WorkMode
from tui.source.spelling import OnOff
from tui.views.words.marks import UNKNOWN_MARK, Sign
from tui.views.words.role import Role

_SIGNS: Mapping[str, Sign] = {
    AgentState.READY: Sign("●", "READY", Role.TALKING),
    AgentState.NOT_READY: Sign("○", "NOT READY", Role.RINGING),
    AgentState.LOGGED_IN: Sign("○", "LOGGED IN", Role.DIALING),
    AgentState.LOGGED_OUT: Sign("×", "LOGGED OUT", Role.DIM),
}
_WORK_MODES: Mapping[str, str] = {WorkMode.AFTER_CALL_WORK: "AFTER CALL WORK", WorkMode.AUX_WORK: "AUX WORK"}
AGENT_STATES = (*(sign.word for sign in _SIGNS.values()), *_WORK_MODES.values())
"""All words for a state that we know."""


def agent_sign(state: UserState) -> Sign:
    """How an agent state is shown (API.md 2.3); one that we do not know is shown as its own text.

    Args:
        state: As on the wire.

    Returns:
        Mark, word and role.
    """
    return _sign_of(state.state, state.work_mode)


@lru_cache(maxsize=256)
def _sign_of(state: str, work_mode: str) -> Sign:
    sign = _SIGNS.get(state) or Sign(UNKNOWN_MARK, state or "NO STATE", Role.TEXT)
    return sign._replace(word=_WORK_MODES.get(work_mode, sign.word))


def reason_of(state: UserState) -> str:
    """Why the agent is not ready.

    Args:
        state: As on the wire.

    Returns:
        The reason, or the deployment's own name of the state; "" where that tells nothing more.
    """
    return state.reason or state.reason_code or _name_beside(agent_sign(state).word, state.display_name)


@lru_cache(maxsize=256)
def _name_beside(word: str, name: str) -> str:
    plain = name.casefold().replace(" ", "")
    return "" if plain in (word.casefold().replace(" ", ""), "offline") else name


def settings_of(device: Device) -> list[tuple[str, bool]]:
    """What is switched on a device.

    Args:
        device: The device.

    Returns:
        Words, each with whether it keeps calls from the agent.
    """
    words: list[tuple[str, bool]] = []
    if device.device_state not in ("", DeviceState.ACTIVE):
        words.append((f"phone {device.device_state.lower()}", True))
    on = device.do_not_disturb == OnOff.ON
    words.append(("do not disturb ON" if on else "do not disturb off", on))
    forward = device.forward_to
    words.append((f"forwarded to {forward}" if forward else "forwarding off", bool(forward)))
    return words
