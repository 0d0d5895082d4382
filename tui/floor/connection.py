"""A connection to a NATS server that ends with the first doubt, and is never mended in silence."""

import asyncio
import os
import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.errors import APIError

from tui.floor.access.login import FloorLogin
from tui.floor.errors import FloorRefusedError, FloorUnreachableError
from tui.patches.nats_tls import EncryptingClient
from tui.source.text import clean

_ANSWER_S = 3.0
_CLOSE_S = 1.0
_CONNECT_S = 5.0
_PING_S = 2.0
_MOST_PINGS = 2
"""So many without an answer, which comes behind everything else that the server sends, and the way is too slow."""
_MOST_WAITING = 20_000
_MOST_WAITING_BYTES = 256 * 1024 * 1024
_HIDDEN = "[hidden]"
_DENIED = ("permissions violation", "authorization violation", "authentication", "certificate", "credentials_file")
_DENIED_SUBJECT = re.compile(r'permissions violation for publish to "([^"]+)"')

Answer = TypeVar("Answer")


class FloorConnection:
    """An open connection: what is asked over it is answered, refused with the server's words, or fails in time."""

    def __init__(self) -> None:
        """Know of no doubt yet."""
        self._doubt: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._denials: dict[str, asyncio.Future[str]] = {}
        self._client: Client | None = None
        self._secrets: tuple[str, ...] = ()

    @property
    def stream(self) -> JetStreamContext:
        """The streams of the server."""
        return self._opened.jetstream(timeout=_ANSWER_S)

    @property
    def doubt(self) -> "asyncio.Future[str]":
        """Done with the first doubt, and then the words of it."""
        return self._doubt

    async def listen(self, take: Callable[[Msg], Awaitable[None]]) -> str:
        """Take what is sent to a new subject of our own; more than 20,000 messages that wait are a doubt.

        Args:
            take: Gets each message, one after the other.

        Returns:
            The subject.
        """
        inbox = self._opened.new_inbox()
        subscribing = self._opened.subscribe(
            inbox, cb=take, pending_msgs_limit=_MOST_WAITING, pending_bytes_limit=_MOST_WAITING_BYTES
        )
        await self.ask(subscribing)
        return inbox

    async def tell(self, subject: str) -> None:
        """Send a message that says nothing but that it came."""
        await self._opened.publish(subject)

    def end(self, why: str) -> None:
        """Doubt it: whoever waits for something is told.

        Args:
            why: Words for people.
        """
        self._doubted(why)

    async def ask(self, answer: Awaitable[Answer], subject: str = "") -> Answer:
        """Wait for an answer, or for the refusal, which comes by another way.

        Args:
            answer: Of the library.
            subject: What it is sent to, by which the refusal of this alone is known: any other one is a doubt.

        Raises:
            FloorRefusedError: The server does not allow it.
            FloorUnreachableError: It is gone, or did not answer in time.
            APIError: It turned down what was asked.
        """
        asked = asyncio.ensure_future(answer)
        denied = self._denials.setdefault(subject.lower(), asyncio.get_running_loop().create_future())
        either: list[asyncio.Future[Any]] = [asked, self._doubt, denied]
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise _named((denied if denied.done() else self._doubt).result())
            return asked.result()
        except APIError:
            raise
        except TimeoutError:
            raise FloorUnreachableError(f"no answer in {_ANSWER_S:g} s") from None
        except (Error, OSError) as error:
            raise _named(self._words(error)) from None
        finally:
            if self._denials.get(subject.lower()) is denied:
                del self._denials[subject.lower()]
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)

    async def open(self, login: FloorLogin) -> None:
        """Connect; see `connected`."""
        self._secrets = login.secrets
        shown = _shown(login)
        client = self._client = EncryptingClient()
        client.must_encrypt = login.encrypted
        connecting = client.connect(
            list(login.urls),
            allow_reconnect=False,
            # With none, as many as the library takes by itself, or no time between, a refused connect does not return.
            max_reconnect_attempts=1,
            # It says whole seconds, and waits parts of them as well.
            reconnect_time_wait=0.1,  # type: ignore[arg-type]
            connect_timeout=2,
            ping_interval=_PING_S,  # type: ignore[arg-type]
            max_outstanding_pings=_MOST_PINGS,
            error_cb=self._failed,
            disconnected_cb=self._closed,
            closed_cb=self._closed,
            tls=login.tls,
            inbox_prefix=login.inbox,
            **shown,
        )
        try:
            # In this task: one of its own that ends with a fault while it is cancelled has nobody who hears of that.
            async with asyncio.timeout(_CONNECT_S):
                await connecting
        except Exception as error:  # a server may send anything as its first line, and the library reads it as it comes
            words = self._doubt.result() if self._doubt.done() else self._words(error)
            raise _named(words or "nobody answers") from None

    async def close(self) -> None:
        """End it; who is cancelled meanwhile is so a second later at the most, since half of an end leaves a socket."""
        if self._client is None:
            return
        closing = asyncio.ensure_future(asyncio.wait_for(self._client.close(), _CLOSE_S))
        told: asyncio.CancelledError | None = None
        while not closing.done():
            try:
                await asyncio.wait([closing])
            except asyncio.CancelledError as error:
                told = error
        with suppress(Error, OSError, TimeoutError):
            closing.result()
        if told is not None:
            raise told

    @property
    def _opened(self) -> Client:
        if self._client is None:
            raise FloorUnreachableError("not connected")
        return self._client

    async def _failed(self, error: Exception) -> None:
        words = self._words(error)
        # The library writes all of it in small letters, and lets the answer run into its time.
        found = _DENIED_SUBJECT.search(words.lower())
        denied = self._denials.get(found[1]) if found is not None else None
        if denied is None:
            self._doubted(words)
        elif not denied.done():
            denied.set_result(clean(words))

    async def _closed(self) -> None:
        self._doubted("the connection was closed")

    def _doubted(self, why: str) -> None:
        if not self._doubt.done():
            self._doubt.set_result(clean(why))

    def _words(self, error: Exception) -> str:
        """Say what happened, without what one has shown: a server may send that back."""
        # The library says nats: 'Authorization Violation'.
        words = _of_tls(error) if isinstance(error, ssl.SSLError) else str(error).removeprefix("nats: ").strip("'")
        if isinstance(error, TimeoutError):
            words = "nobody answers"
        elif isinstance(error, OSError) and error.errno and not isinstance(error, ssl.SSLError):
            # Without the address, which is said elsewhere, and looks like numbers of callers to whoever masks them.
            words = os.strerror(error.errno).lower()
        for secret in self._secrets:
            words = words.replace(secret, _HIDDEN)
        return clean(words or type(error).__name__)


@asynccontextmanager
async def connected(login: FloorLogin) -> AsyncIterator[FloorConnection]:
    """Connect to a server; the connection ends with the block.

    Args:
        login: Where, and as whom.

    Raises:
        FloorCredentialsError: What is shown there cannot be used.
        FloorRefusedError: The server does not let the user in.
        FloorUnreachableError: No server is there.
    """
    connection = FloorConnection()
    try:
        await connection.open(login)
        yield connection
    finally:
        await connection.close()


def _shown(login: FloorLogin) -> dict[str, Any]:
    """What the server is shown of us, as the library wants it."""
    if login.credentials is not None:
        token = login.token.get_secret_value().encode()
        return {"user_jwt_cb": lambda: bytearray(token), "signature_cb": login.signature()}
    if login.password is None:
        return {}
    return {"user": login.user, "password": login.password.get_secret_value()}


def _of_tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate does not verify: {error.verify_message}"
    reason = str(error.reason or error)
    if "CERTIFICATE" in reason:
        return f"the server does not take our certificate, or wants one ({reason})"
    return f"TLS failed ({reason})"


def _named(words: str) -> FloorRefusedError | FloorUnreachableError:
    if "authorization violation" in words.lower():
        return FloorRefusedError(f"user or password not accepted ({words})")
    denied = any(each in words.lower() for each in _DENIED)
    return FloorRefusedError(words) if denied else FloorUnreachableError(words)
