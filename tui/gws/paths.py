"""Where operations are posted (API.md 6 and 8.4)."""

from tui.source.intent import Intent, Target
from tui.source.raw import segment

_DIAL = "Dial"
"""The one operation that makes a call out of a device, and is posted to its calls."""


def path_of(intent: Intent) -> str:
    """Say where an operation is posted.

    Args:
        intent: What is wanted.

    Returns:
        A path relative to `/api/v2`.
    """
    if intent.target is Target.VOICE:
        return "/me/channels/voice"
    if intent.target is Target.USER:
        return "/me"
    if intent.target is Target.AGENT:
        return f"/users/{segment(intent.id)}/channels/voice"
    if intent.target is Target.CALL:
        return f"/me/calls/{segment(intent.id)}"
    return f"/me/devices/{segment(intent.id)}" + ("/calls" if intent.operation == _DIAL else "")
