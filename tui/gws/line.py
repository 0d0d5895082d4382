"""How to connect to a login: each line has a session, a REST half and a stream of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import SecretStr

from tui.gws.login import NOTIFICATIONS, Login
from tui.gws.poll_hold import PollHold
from tui.gws.voice import VoiceServices
from tui.source.errors import RefusedError
from tui.source.port import Connect, Line
from tui.source.retry_queue import Turns

if TYPE_CHECKING:
    from tui.gws.credentials import Credentials


Renew = Callable[[], Awaitable[SecretStr | None]]
"""Looks for the password again; None where there is none now."""


def line_to(
    login: Login,
    now_s: Callable[[], float],
    path: str = NOTIFICATIONS,
    turns: Turns | None = None,
    renew: Renew | None = None,
    *,
    acts: bool = True,
) -> Connect:
    """Say how to connect to a login.

    Args:
        login: Where and as whom.
        now_s: The clock that stamps arrivals.
        path: Path of the CometD server.
        turns: Shared by the sources of this server.
        renew: Asked before the line that is opened next after one was refused: the password may have been changed.
        acts: Whether the lines may operate calls; without it they have no way to.

    Returns:
        A function that opens a new line with an empty cookie jar.
    """
    refused = False
    credentials: Credentials | None = None
    hold, outages = PollHold(), VoiceServices()

    @asynccontextmanager
    async def connect() -> AsyncIterator[Line]:
        # The network takes longer to import than everything else together, and a screen can be seen before.
        from tui.gws.auth import ReadingSession, Session
        from tui.gws.connection import GwsLine, Listening, ReadingLine
        from tui.gws.credentials import Credentials

        nonlocal login, refused, credentials
        if refused and renew is not None:
            login = replace(login, password=await renew() or login.password)
        if credentials is None or credentials.login != login:
            credentials = Credentials(login)
        try:
            listening = Listening(now_s, turns, hold, outages)
            if acts:
                async with Session(login, credentials, path) as session:
                    refused = False
                    yield GwsLine(session, listening)
            else:
                async with ReadingSession(login, credentials, path) as looking:
                    refused = False
                    yield ReadingLine(looking, listening)
        except RefusedError:
            refused = True
            raise

    return connect
