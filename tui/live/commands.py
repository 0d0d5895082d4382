"""The table of what a person can do; keys, footer, palette, help and COMMANDS.md are made from it (DECISIONS.md 5)."""

from collections.abc import Mapping
from dataclasses import replace

from tui.live import filling
from tui.live import reaching as reach
from tui.live import reaching_agent as agent
from tui.live.command import Ask, Command, Target
from tui.live.filling import Fill
from tui.live.requested_operation import Reached
from tui.source.models import CallState

__all__ = ["BY_ID", "COMMANDS", "Ask", "Command", "Target", "keyed"]

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
    id_: str, operation: str, key: str, words: str, reached: Reached, ask: Ask = Ask.NOTHING, *, confirm: bool = False
) -> Command:
    return Command(id_, operation, key, words, Target.CALL, operation, reached, ask, confirm, _FILL[ask])


def _legs(command: Command) -> Command:
    return replace(command, either_leg=True)


def _device(id_: str, operation: str, key: str, words: str, reached: Reached, fill: Fill = filling.nothing) -> Command:
    ask = Ask.NOTHING if fill is filling.nothing else Ask.NUMBER
    return Command(id_, operation, key, words, Target.DEVICE, operation, reached, ask, fill=fill)


def _voice(id_: str, operation: str, key: str, words: str, reached: Reached) -> Command:
    return Command(id_, operation, key, words, Target.VOICE, None, reached)


COMMANDS: tuple[Command, ...] = (
    _call("answer", "Answer", "enter", "answer", reach.answered),
    _call("reject", "Reject", "J", "reject", reach.ended),
    _call("hangup", "Hangup", "x", "hang up", reach.ended, confirm=True),
    _call("clear_call", "ClearCall", "X", "end for all", reach.ended, confirm=True),
    _call("hold", "Hold", "h", "hold", reach.state_is(CallState.HELD)),
    _call("retrieve", "Retrieve", "h", "retrieve", reach.state_is(CallState.ESTABLISHED)),
    _legs(_call("swap", "SwapCalls", "w", "swap calls", reach.swapped, Ask.CALL)),
    _call("dtmf", "SendDtmf", "d", "DTMF", reach.untold, Ask.DIGITS),
    _call("mute", "MuteCall", "m", "mute", reach.mute_is("On")),
    _call("unmute", "UnmuteCall", "m", "unmute", reach.mute_is("Off")),
    _call("transfer", "InitiateTransfer", "t", "transfer", reach.consulting, Ask.NUMBER),
    _legs(_call("complete_transfer", "CompleteTransfer", "v", "complete transfer", reach.transferred)),
    _call("conference", "InitiateConference", "c", "conference", reach.consulting, Ask.NUMBER),
    _legs(_call("complete_conference", "CompleteConference", "V", "complete conference", reach.merged)),
    _call("blind_transfer", "SingleStepTransfer", "T", "blind transfer", reach.ended, Ask.NUMBER),
    _call("add_party", "SingleStepConference", "C", "add party", reach.party_joined, Ask.NUMBER),
    _call("remove_party", "RemoveParticipantFromConference", "p", "remove party", reach.party_left, Ask.PARTY),
    _call("attach_data", "AttachUserData", "", "attach data", reach.data_is_there, Ask.PAIR),
    _call("update_data", "UpdateUserData", "u", "edit data", reach.data_is_there, Ask.PAIR),
    _call("delete_pair", "DeleteUserDataPair", "", "delete one entry of the data", reach.key_is_gone, Ask.KEY),
    _call("delete_data", "DeleteUserData", "", "delete all data", reach.data_is_gone, confirm=True),
    _call("record", "StartCallRecording", "r", "start recording", reach.recording_is("Recording")),
    _call("pause_recording", "PauseCallRecording", "r", "pause recording", reach.recording_is("Paused")),
    _call("resume_recording", "ResumeCallRecording", "r", "resume recording", reach.recording_is("Recording")),
    _call("stop_recording", "StopCallRecording", "R", "stop recording", reach.recording_is("Stopped")),
    replace(_device("dial", "Dial", "n", "dial", reach.dialing, filling.destination), gate=None),
    _device("dnd_on", "DoNotDisturbOn", "b", "do not disturb", agent.disturb_is("On")),
    _device("dnd_off", "DoNotDisturbOff", "b", "may disturb", agent.disturb_is("Off")),
    _device("forward", "ForwardCallsOn", "f", "forward", agent.forwarded, filling.forward_to),
    _device("unforward", "ForwardCallsOff", "f", "stop forwarding", agent.not_forwarded),
    _voice("ready", "Ready", "y", "ready", agent.agent_is("Ready")),
    _voice("not_ready", "NotReady", "y", "not ready", agent.not_ready),
    _voice("after_call_work", "AfterCallWork", "a", "after call work", agent.work_mode_is("AfterCallWork")),
    _voice("aux_work", "AuxWork", "", "aux work", agent.work_mode_is("AuxWork")),
    _voice("offline", "Offline", "", "offline", agent.agent_is("LoggedOut")),
    Command(
        id="start_session",
        operation="StartContactCenterSession",
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
        operation="EndContactCenterSession",
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
