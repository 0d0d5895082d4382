"""The last request of a day at the desk: it ends the contact-center session (gws-api.md 2.2)."""

from tui.gws.line import Connect
from tui.gws.models import Envelope
from tui.live.commands import BY_ID


async def end_session(connect: Connect) -> Envelope:
    """End the session of a login whose feed has been stopped, so that CometD is disconnected first.

    The feed took its HTTP session with it, hence one of its own for this one request, which ends that too.

    Args:
        connect: Opens a line to the server.

    Returns:
        The server's answer.

    Raises:
        GwsError: It could not be ended, or it is unknown whether it was.
    """
    async with connect() as line:
        await line.log_in()
        return await line.operate("/me", BY_ID["end_session"].operation, {})
