"""What a client of a server is asked for, whichever way its requests take."""

from typing import Protocol, Self

import httpx

from tui.gws.connections.headers import AnswerHeaders
from tui.gws.connections.requests import Request


class Answer(Protocol):
    """An answer up to the end of its headers; whoever has it reads on, and closes it.

    Attributes:
        status: The number.
        reason: The words beside it.
        headers: All of them.
    """

    status: int
    reason: str
    headers: AnswerHeaders

    async def read(self) -> bytes:
        """The next piece of the body, still compressed where it is; nothing at its end."""

    async def aclose(self) -> None:
        """Let go of its connection."""


class Client(Protocol):
    """One login's way to its server: its own cookies, and no redirects.

    Attributes:
        cookies: Those that the server gave.
    """

    cookies: httpx.Cookies

    async def __aenter__(self) -> Self:
        """The client itself."""

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""

    async def ask(self, request: Request) -> Answer:
        """Send a request once, and keep the cookies of its answer.

        Args:
            request: What to send.

        Raises:
            httpx.HTTPError: No connection, or one that broke.
            httpx.InvalidURL: The path leads nowhere.
        """

    async def aclose(self) -> None:
        """Close all connections."""
