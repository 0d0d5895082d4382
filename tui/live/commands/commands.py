"""The table of what a person can do; keys, footer, palette, help and COMMANDS.md are made from it (DECISIONS.md 5)."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from tui.live.commands import filling
from tui.live.commands import reaching as reach
from tui.live.commands import reaching_agent as agent
from tui.live.commands.command import Ask, Command, Target
from tui.live.commands.filling import Fill
from tui.live.commands.requested_operation import Reached
from tui.source.capability import AlwaysPossible, Capability
from tui.source.models import AgentState, CallState, RecordingState, WorkMode
from tui.source.spelling import OnOff

__all__ = ["BY_ID", "COMMANDS", "Ask", "Command", "Target", "keyed"]

_RECORDING, _PAUSED, _STOPPED = RecordingState.RECORDING, RecordingState.PAUSED, RecordingState.STOPPED
_AFTER_WORK = WorkMode.AFTER_CALL_WORK
_FILL: Mapping[Ask, Fill] = {
    Ask.NOTHING: filling.nothing,
    Ask.NUMBER: filling.destination,
    Ask.DIGITS: filling.digits,
    Ask.PARTY: filling.party,
    Ask.CALL: filling.other_call,
    Ask.PAIR: filling.pairs,
    Ask.KEY: filling.key,
    Ask.SESSION: filling.session,
}


def _call(
    id_: str,
    operation: StrEnum,
    key: str,
    words: str,
    reached: Reached,
    ask: Ask = Ask.NOTHING,
    *,
    confirm: bool = False,
) -> Command:
    return Command(id_, operation.value, key, words, Target.CALL, operation.value, reached, ask, confirm, _FILL[ask])


def _legs(command: Command) -> Command:
    return replace(command, either_leg=True)


def _device(
    id_: str, operation: StrEnum, key: str, words: str, reached: Reached, fill: Fill = filling.nothing
) -> Command:
    ask = Ask.NOTHING if fill is filling.nothing else Ask.NUMBER
    return Command(id_, operation.value, key, words, Target.DEVICE, operation.value, reached, ask, fill=fill)


def _voice(id_: str, operation: StrEnum, key: str, words: str, reached: Reached) -> Command:
    return Command(id_, operation.value, key, words, Target.VOICE, None, reached)


COMMANDS: tuple[Command, ...] = (
    _call("answer", Capability.ANSWER, "enter", "answer", reach.answered),
    _call("reject", Capability.REJECT, "J", "reject", reach.ended),
    _call("hangup", Capability.HANG_UP, "x", "hang up", reach.ended, confirm=True),
    _call("clear_call", Capability.CLEAR_CALL, "X", "end for all", reach.ended, confirm=True),
    _call("hold", Capability.HOLD, "h", "hold", reach.state_is(CallState.HELD)),
    _call("retrieve", Capability.RETRIEVE, "h", "retrieve", reach.state_is(CallState.ESTABLISHED)),
    _legs(_call("swap", Capability.SWAP_CALLS, "w", "swap calls", reach.swapped, Ask.CALL)),
    _call("dtmf", Capability.SEND_DTMF, "d", "DTMF", reach.untold, Ask.DIGITS),
    _call("mute", Capability.MUTE_CALL, "m", "mute", reach.mute_is(OnOff.ON)),
    _call("unmute", Capability.UNMUTE_CALL, "m", "unmute", reach.mute_is(OnOff.OFF)),
    _call("transfer", Capability.INITIATE_TRANSFER, "t", "transfer", reach.consulting, Ask.NUMBER),
    _legs(_call("complete_transfer", Capability.COMPLETE_TRANSFER, "v", "complete transfer", reach.transferred)),
    _call("conference", Capability.INITIATE_CONFERENCE, "c", "conference", reach.consulting, Ask.NUMBER),
    _legs(_call("complete_conference", Capability.COMPLETE_CONFERENCE, "V", "complete conference", reach.merged)),
    _call("blind_transfer", Capability.SINGLE_STEP_TRANSFER, "T", "blind transfer", reach.ended, Ask.NUMBER),
    _call("add_party", Capability.SINGLE_STEP_CONFERENCE, "C", "add party", reach.party_joined, Ask.NUMBER),
    _call("remove_party", Capability.REMOVE_PARTY, "p", "remove party", reach.party_left, Ask.PARTY),
    _call("attach_data", Capability.ATTACH_DATA, "", "attach data", reach.data_is_there, Ask.PAIR),
    _call("update_data", Capability.UPDATE_DATA, "u", "edit data", reach.data_is_there, Ask.PAIR),
    _call("delete_pair", Capability.DELETE_PAIR, "", "delete one entry of the data", reach.key_is_gone, Ask.KEY),
    _call("delete_data", Capability.DELETE_DATA, "", "delete all data", reach.data_is_gone, confirm=True),
    _call("record", Capability.START_RECORDING, "r", "start recording", reach.recording_is(_RECORDING)),
    _call("pause_recording", Capability.PAUSE_RECORDING, "r", "pause recording", reach.recording_is(_PAUSED)),
    _call("resume_recording", Capability.RESUME_RECORDING, "r", "resume recording", reach.recording_is(_RECORDING)),
    _call("stop_recording", Capability.STOP_RECORDING, "R", "stop recording", reach.recording_is(_STOPPED)),
    replace(_device("dial", AlwaysPossible.DIAL, "n", "dial", reach.dialing, filling.destination), gate=None),
    _device("dnd_on", Capability.DISTURB_NOT, "b", "do not disturb", agent.disturb_is(OnOff.ON)),
    _device("dnd_off", Capability.DISTURB, "b", "may disturb", agent.disturb_is(OnOff.OFF)),
    _device("forward", Capability.FORWARD_CALLS, "f", "forward", agent.forwarded, filling.forward_to),
    _device("unforward", Capability.FORWARD_NO_CALLS, "f", "stop forwarding", agent.not_forwarded),
    _voice("ready", AlwaysPossible.READY, "y", "ready", agent.agent_is(AgentState.READY)),
    _voice("not_ready", AlwaysPossible.NOT_READY, "y", "not ready", agent.not_ready),
    _voice("after_call_work", AlwaysPossible.AFTER_CALL_WORK, "a", "after call work", agent.work_mode_is(_AFTER_WORK)),
    _voice("aux_work", AlwaysPossible.AUX_WORK, "", "aux work", agent.work_mode_is(WorkMode.AUX_WORK)),
    _voice("offline", AlwaysPossible.OFFLINE, "", "offline", agent.agent_is(AgentState.LOGGED_OUT)),
    Command(
        id="start_session",
        operation=AlwaysPossible.START_SESSION.value,
        key="S",
        words="start session",
        target=Target.USER,
        gate=None,
        reached=agent.logged_in,
        ask=Ask.SESSION,
        fill=filling.session,
    ),
    Command(
        id="end_session",
        operation=AlwaysPossible.END_SESSION.value,
        key="E",
        words="end session",
        target=Target.USER,
        gate=None,
        reached=reach.untold,
        confirm=True,
        by_answer=True,
    ),
)
"""Every operation of API.md 6.1 to 6.3 that is documented or was seen, but for the supervisors'."""

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

LATE_DATA = replace(BY_ID["update_data"], gate=None, by_answer=True)
"""The same for a call that has ended: no capability offers it and no resource shows it, so its answer alone tells."""


def keyed(keys: Mapping[str, str]) -> tuple[Command, ...]:
    """Give the table with other keys.

    Args:
        keys: Key by command id; "" takes the key away.

    Returns:
        The whole table, in its order.

    Raises:
        ValueError: An id that is not in the table, or one key for commands that could be meant at the same time. Only
            those that share a key by default (hold and retrieve) exclude each other.
    """
    unknown = next((one for one in keys if one not in BY_ID), None)
    if unknown is not None:
        raise ValueError(f"there is no command {unknown}")
    table = tuple(replace(command, key=keys.get(command.id, command.key)) for command in COMMANDS)
    by_key: dict[str, Command] = {}
    for command in table:
        first = by_key.setdefault(command.key, command)
        if command.key and BY_ID[first.id].key != BY_ID[command.id].key:
            raise ValueError(f"the key {command.key} would be both {first.words} and {command.words}")
    return table
