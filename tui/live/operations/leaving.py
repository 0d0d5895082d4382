"""The last request of a day at the desk: it ends the contact-center session (API.md 2.2)."""

from tui.live.commands.commands import BY_ID
from tui.live.posting import ONLY_LOOKS, NotSentError
from tui.source.intent import Intent, Target
from tui.source.port import ActingLine, Connect


async def end_session(connect: Connect) -> str:
    """End the session of a login whose feed has been stopped, so that CometD is disconnected first.

    The feed took its HTTP session with it, hence one of its own for this one request, which ends that too.

    Args:
        connect: Opens a line to the server.

    Returns:
        As for `ActingLine.send`.

    Raises:
        NotSentError: The line can only look.
        SourceError: It could not be ended, or it is unknown whether it was.
    """
    async with connect() as line:
        if not isinstance(line, ActingLine):
            raise NotSentError(ONLY_LOOKS)
        await line.log_in()
        return await line.send(Intent(Target.USER, BY_ID["end_session"].operation), {})
