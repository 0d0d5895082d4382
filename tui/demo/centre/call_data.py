"""Attached data and recording of a call; both belong to all its parties (API.md 4.5 and 6.1)."""

from __future__ import annotations

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Conversation, NotificationType, RecordingState, UserData


def update(centre: Centre, conversation: Conversation, pairs: UserData) -> None:
    """Add or replace keys, keep the rest."""
    conversation.user_data.update(pairs)
    centre.tell_all(conversation, NotificationType.USER_DATA)


def delete_pair(centre: Centre, conversation: Conversation, key: str) -> None:
    """Take one key away; a key that is not there changes nothing but is told."""
    conversation.user_data.pop(key, None)
    centre.tell_all(conversation, NotificationType.USER_DATA)


def delete_all(centre: Centre, conversation: Conversation) -> None:
    """Take all attached data away."""
    conversation.user_data.clear()
    centre.tell_all(conversation, NotificationType.USER_DATA)


def record(centre: Centre, conversation: Conversation, recording: RecordingState) -> None:
    """Change the recording of a call and leave its traces in the attached data, as SIP Server does."""
    if conversation.recording is RecordingState.STOPPED:
        conversation.user_data["GSIP_REC_FN"] = f"{conversation.uuid}_rec"
    conversation.recording = recording
    conversation.user_data["GSIP_RECORD"] = "OFF" if recording is RecordingState.STOPPED else "ON"
    centre.tell_all(conversation, NotificationType.RECORDING)
