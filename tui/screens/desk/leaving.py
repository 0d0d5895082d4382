"""What can become of the agent when the desk is left."""

from tui.screens.desk.controls import Controls
from tui.screens.desk.desk_options import Leaving
from tui.screens.overlays.pick import PickAnswer


def leave_answers(controls: Controls) -> list[PickAnswer]:
    """Say how the desk can be left now.

    Args:
        controls: What may be sent.

    Returns:
        Staying logged in, which is always possible, first.
    """
    return [
        PickAnswer(Leaving.STAY, "s", "stay logged in", "calls may still come to this phone"),
        PickAnswer(
            Leaving.NOT_READY, "n", "not ready", "logged in, but no more calls from queues", _why(controls, "not_ready")
        ),
        PickAnswer(Leaving.END, "e", "end the session", "log out of the contact centre", _why(controls, "end_session")),
    ]


def _why(controls: Controls, command_id: str) -> str:
    command = controls.command(command_id)
    return "" if command is None else controls.why_not(command)
