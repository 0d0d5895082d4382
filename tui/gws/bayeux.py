"""The Bayeux protocol over our own HTTP session; which alone with `tui.patches.cometd_engine` knows the CometD library.

`aiocometd` 0.4.5 is frozen and its own client does not start on Python 3.10 or later, but its transport base class is a
sound protocol engine: message ids, client id, extensions, subscriptions, matching of replies. We lean on that class and
replace what DECISIONS.md 2 lists: sending, the advice, and the loop. `stream.py` drives one exchange at a time, so that
one attempt is in flight and none runs behind our back.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from tui.gws.auth import ReadingSession
from tui.gws.connections.requests import REQUEST_S
from tui.gws.http import Reply
from tui.gws.poll_hold import DEFAULT_HOLD_S, PollHold
from tui.patches.cometd_engine import (
    ConnectionType,
    Extension,
    MetaChannel,
    TransportBase,
    TransportError,
    is_event_message,
)
from tui.source.decode import decode
from tui.source.errors import (
    BadReplyError,
    DoubtfulError,
    RetryableError,
    ServerFaultError,
    SessionEndedError,
    SessionLostError,
    SourceError,
    UnreachableError,
)
from tui.source.reading import read_text

Message = dict[str, Any]

HOLD_MARGIN_S = 5.0
"""How much longer than advised a poll may take."""
LONGEST_INTERVAL_S = 30.0
_LONGEST_ADVICE_MS = 1e9
_HARMLESS = "/diagnostics/version"
"""Every server answers this, in no time (API.md 1.8)."""
_TIMED_OUT = 408
_MOMENT_S = 0.2
_LONGEST_TEXT = 20
_ENDED = "the server ended the session (advice: reconnect none)"
_NO_POLLING = "unknown bayeux transport"
_UNUSED: asyncio.Queue[Message] = asyncio.Queue()
"""The library wants one; ours is in stream.py."""
_REFUSALS = (400, 401, 402, 403)


class Acknowledgement(Extension):
    """CometD's acknowledgement extension: nothing is lost while the session lives. Used if the server offers it."""

    def __init__(self) -> None:
        """Begin a session."""
        self._last: int | None = None

    async def outgoing(self, payload: list[Message], headers: Any) -> None:  # noqa: ANN401, ARG002 - the library's form
        """Offer it in the handshake, and tell the last batch that came in each connect."""
        for message in payload:
            if message["channel"] == MetaChannel.HANDSHAKE:
                self._last = None
                message.setdefault("ext", {})["ack"] = True
            elif message["channel"] == MetaChannel.CONNECT and self._last is not None:
                message.setdefault("ext", {})["ack"] = self._last

    async def incoming(self, payload: list[Message], headers: Any = None) -> None:  # noqa: ANN401, ARG002 - likewise
        """Learn from the handshake whether the server has it, and from each connect how far we are."""
        for message in payload:
            found = message.get("ext")
            ack = found.get("ack") if isinstance(found, dict) else None
            if message["channel"] == MetaChannel.HANDSHAKE and ack is True:
                self._last = -1
            elif message["channel"] == MetaChannel.CONNECT and type(ack) is int and self._last is not None:
                self._last = ack


class Bayeux(TransportBase):
    """One Bayeux session: each method is one exchange, nothing runs by itself.

    Attributes:
        events: `(channel, data)` of the event messages that came since they were last taken.
        hold: How long polls are held.
        events_bytes: How long the answers were that these came in.
        refusals: Why the last poll did not subscribe to a topic that it was to subscribe to, by topic.
    """

    def __init__(
        self, session: ReadingSession, hold: PollHold | None = None, on_alive: Callable[[], None] = lambda: None
    ) -> None:
        """Prepare; nothing is sent.

        Args:
            session: The HTTP session to share.
            hold: What the sessions before this one learned of it.
            on_alive: Told when the server says something else while it keeps a poll for long.
        """
        self.hold = hold or PollHold()
        self.hold.advise(DEFAULT_HOLD_S)
        self._on_alive = on_alive
        self._advice: Message = {}
        loop = asyncio.get_running_loop()
        super().__init__(url=session.notifications, incoming_queue=_UNUSED, extensions=[Acknowledgement()], loop=loop)
        # Nobody waits for the states of the library, and its events are a tenth of the memory of a login.
        self._state_events = {}
        self._session = session
        self.events: list[tuple[str, object]] = []
        self.events_bytes = 0
        self.refusals: dict[str, str] = {}
        self._at_once = True

    @property
    def connection_type(self) -> ConnectionType:
        """Long polling: GWS does no web sockets (API.md 4.1)."""
        return ConnectionType.LONG_POLLING

    @property
    def _reconnect_advice(self) -> Message:
        return self._advice

    @_reconnect_advice.setter
    def _reconnect_advice(self, advice: object) -> None:
        # A reply that advises only `reconnect` does not take back the timeout.
        if isinstance(advice, dict):
            self._advice = {**self._advice, **advice}
            self.hold.advise(_milliseconds(self._advice.get("timeout"), DEFAULT_HOLD_S))

    @property
    def reconnect(self) -> str:
        """What the server last advised: `retry`, `handshake` or `none`."""
        return read_text(self._advice.get("reconnect")) or "retry"

    @property
    def hold_s(self) -> float:
        """How long a poll may be held, seconds."""
        return self.hold.expected_s

    @property
    def longest_silence_s(self) -> float:
        """After how many seconds without a word the server cannot be alive."""
        if self.hold.sure:
            return self.hold_s + self.interval_s + HOLD_MARGIN_S
        # While it keeps a poll for long it is asked something else.
        return min(self.hold_s, DEFAULT_HOLD_S) + self.interval_s + 2 * HOLD_MARGIN_S

    @property
    def interval_s(self) -> float:
        """How long to wait before the next poll, seconds; the advice is in milliseconds."""
        return min(_milliseconds(self._advice.get("interval"), 0.0), LONGEST_INTERVAL_S)

    async def shake_hands(self) -> None:
        """Start a Bayeux session; subscriptions of an earlier one are gone.

        Raises:
            SessionLostError: The server wants a new login, or advises not to reconnect.
            TransportRefusedError: The server does not do long polling.
            RetryableError: Network, server or shape.
        """
        self._advice = {}
        self.hold.advise(DEFAULT_HOLD_S)
        self._client_id = None
        reply = await self._run(self.handshake([ConnectionType.LONG_POLLING]))
        if not reply["successful"]:
            with self._session.judging(proves=False):
                raise self._failure(reply, "handshake refused")
        _check_transports(reply)
        if not isinstance(self.client_id, str) or not self.client_id:
            self._client_id = None
            raise BadReplyError("handshake without a client id")
        if self.reconnect == "none":
            raise SessionEndedError(_ENDED)

    async def poll(self, *, at_once: bool, subscribe: Iterable[str] = ()) -> None:
        """Send one connect, with subscriptions before its events where they are due.

        Args:
            at_once: Ask for an immediate reply instead of a held one.
            subscribe: Topics to subscribe to in the same request.

        Raises:
            UnknownClientError: The Bayeux session is gone.
            SessionLostError: The server wants a new login, or advises not to reconnect.
            RetryableError: Network, server or shape.
        """
        self._at_once = at_once
        self._subscriptions = set(subscribe)
        self.refusals = dict.fromkeys(self._subscriptions, "no answer")
        self._subscribe_on_connect = bool(self._subscriptions)
        reply = await self._run(self._connect())
        if not reply["successful"]:
            with self._session.judging(proves=False):
                raise self._failure(reply, "poll refused")
        if self.reconnect == "none":
            raise SessionEndedError(_ENDED)
        if self.reconnect == "handshake":
            raise UnknownClientError("the server advised a new handshake")

    def forget(self) -> None:
        """Give up the Bayeux session, so that the next exchange is a handshake."""
        self._client_id = None

    async def leave(self) -> None:
        """Say goodbye; failures do not matter."""
        if self.client_id:
            message = {"channel": MetaChannel.DISCONNECT, "clientId": None, "id": None}
            await self._run(self._send_message(message))

    async def _run(self, exchange: Any) -> Message:  # noqa: ANN401 - an awaitable of the untyped library
        try:
            reply: Message = await exchange
        except TransportError as error:  # the library's own complaints
            raise BadReplyError(f"not Bayeux: {error}") from error
        return reply

    async def _send_final_payload(self, payload: Any, *, headers: Any) -> Message:  # noqa: ANN401 - the library's form
        del headers  # no extension of ours adds any
        held = payload[0]["channel"] == MetaChannel.CONNECT and not self._at_once
        if payload[0]["channel"] == MetaChannel.CONNECT:
            self._advise(payload[0])
        token, content = self._session.csrf, self._json_dumps(payload).encode()
        reply = await (self._hold(content) if held else self._session.converse(content, REQUEST_S))
        if reply.status == 403 and b"csrf" in reply.body.lower() and self._session.csrf != token:
            raise DoubtfulError("the CSRF token was renewed meanwhile")
        with self._session.judging(proves=False):
            messages = self._keep_events(_read_messages(reply, payload))
        self.events_bytes += len(reply.body)
        self._note_refusals(messages)
        answer: Message | None = await self._consume_payload(messages, find_response_for=payload[0])
        if answer is None:
            raise BadReplyError("the server did not answer the question")
        return answer

    async def _hold(self, content: bytes) -> Reply:
        """Send a poll that is held, and learn from how long that was."""
        loop = asyncio.get_running_loop()
        sent_s = loop.time()
        longest_s = (self.hold.expected_s if self.hold.sure else self.hold.own_s) + HOLD_MARGIN_S
        try:
            posting = self._session.converse(content, longest_s)
            reply = await (posting if self.hold.sure else self._watch(posting))
        except (UnreachableError, ServerFaultError):
            held_s = loop.time() - sent_s
            if held_s < longest_s - _MOMENT_S:
                self.hold.cut(held_s)
            else:
                self.hold.overdue()
            raise
        if reply.status == _TIMED_OUT or reply.is_fault:
            self.hold.cut(loop.time() - sent_s)
        else:
            self.hold.answered(loop.time() - sent_s)
        return reply

    async def _watch(self, posting: Coroutine[Any, Any, Reply]) -> Reply:
        """Wait for a poll that may be held for longer than was asked for, as long as the server is alive."""
        task = asyncio.create_task(posting, name="held poll")
        wait_s = min(self.hold.expected_s, DEFAULT_HOLD_S) + HOLD_MARGIN_S
        try:
            while not (await asyncio.wait([task], timeout=wait_s))[0]:
                try:
                    await self._session.get(_HARMLESS, HOLD_MARGIN_S)
                except SessionLostError:
                    raise
                except RetryableError as error:
                    raise UnreachableError(f"no answer within {wait_s + HOLD_MARGIN_S:.0f} s") from error
                self._on_alive()
                if self.hold.wish_s is not None and not task.done():
                    self.hold.vain()
                wait_s = DEFAULT_HOLD_S
            return task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _keep_events(self, messages: Iterable[Message]) -> list[Message]:
        """Take the events out before the library's own bookkeeping, which costs as much as reading them; the rest."""
        rest: list[Message] = []
        for message in messages:
            if is_event_message(message):
                self.events.append((message["channel"], message["data"]))
            else:
                rest.append(message)
        return rest

    def _set_state_event(self, old_state: object, new_state: object) -> None:
        """Nothing: see `__init__`."""

    async def _consume_message(self, message: Message) -> None:
        """Nothing: what is no event answers a question."""

    def _advise(self, connect: Message) -> None:
        if self._at_once:
            connect["advice"] = {"timeout": 0}
        elif (wish_s := self.hold.wish_s) is not None:
            connect["advice"] = {"timeout": int(wish_s * 1000)}

    def _note_refusals(self, messages: Iterable[Message]) -> None:
        for message in messages:
            if message["channel"] == MetaChannel.SUBSCRIBE and message["successful"]:
                self.refusals.pop(message["subscription"], None)
            elif message["channel"] == MetaChannel.SUBSCRIBE:
                self.refusals[message["subscription"]] = read_text(message.get("error")) or "no reason given"

    def _failure(self, reply: Message, what: str) -> SourceError:
        words = read_text(reply.get("error")) or "no reason given"
        advice = reply.get("advice")
        wish = advice.get("reconnect") if isinstance(advice, dict) else None
        if wish == "none":
            # Whatever number stands beside it: this session is over, which says nothing of the password.
            return SessionEndedError(f"{_ENDED}: {words}")
        if _NO_POLLING in words.lower():
            return TransportRefusedError(words)
        # Servers disagree about the number of a lost session; the words they share (DECISIONS.md 2, trap 10).
        if "unknown" in words.lower() or words.startswith("402"):
            return UnknownClientError(f"session forgotten ({words})")
        shaking = reply["channel"] == MetaChannel.HANDSHAKE
        # Who is denied a handshake needs a login, whatever the advice: another handshake would be denied as well.
        if words.startswith(("401", "403")) and (shaking or wish != "handshake"):
            return SessionLostError(f"{what} ({words})")
        return UnknownClientError(f"{what} ({words})") if wish == "handshake" else BadReplyError(f"{what} ({words})")


class TransportRefusedError(BadReplyError):
    """The server does not allow long polling, which only its administrator can change."""

    def __init__(self, words: str) -> None:
        """Say it in the words of the server, and what to change there.

        Args:
            words: Of the server, or what it offers instead.
        """
        super().__init__(f"{words}: the server must allow long polling (CometD's allowedTransports)")


class UnknownClientError(BadReplyError):
    """The Bayeux session is gone: shake hands again, subscribe again, take a snapshot."""


def _check_transports(handshake: Message) -> None:
    offered = handshake.get("supportedConnectionTypes")
    if isinstance(offered, list) and offered:
        names = [read_text(name).lower().replace("_", "-") for name in offered]
        if ConnectionType.LONG_POLLING.value not in names:
            raise TransportRefusedError(f"the server offers {', '.join(names[:3])} alone, and no long polling")


def _read_messages(reply: Reply, payload: Iterable[Message]) -> list[Message]:
    if reply.status != 200:
        raise _refusal(reply)
    messages = decode(reply.body, charset=reply.charset)
    if isinstance(messages, dict) and "channel" in messages:
        messages = [messages]  # one message without the list around it, as the protocol allows
    if not isinstance(messages, list):
        raise BadReplyError("the answer is not a list of messages")
    return [_complete(message, payload) for message in messages]


def _refusal(reply: Reply) -> SourceError:
    """What a status that is not 200 means."""
    status = reply.status
    if status in _REFUSALS and reply.is_json and _advises_none(reply):
        return SessionEndedError(f"{_ENDED}: HTTP {status}")
    if status in (401, 403):
        csrf = ", the CSRF token is missing or wrong" if b"csrf" in reply.body.lower() else ""
        return SessionLostError(f"HTTP {status} on a poll{csrf}")
    if status == 400 and _NO_POLLING in f"{reply.reason} {reply.body[:20_000]!r}".lower():
        return TransportRefusedError("400 Unknown Bayeux Transport")
    if reply.is_fault:
        return ServerFaultError(f"HTTP {status} on a poll", reply.retry_after_s)
    return BadReplyError(f"HTTP {status} on a poll")


def _advises_none(reply: Reply) -> bool:
    """Whether an answer whose status is a refusal holds messages all the same, which advise not to reconnect."""
    try:
        found = decode(reply.body, charset=reply.charset)
    except BadReplyError:
        return False
    messages = found if isinstance(found, list) else [found]
    advices = [message.get("advice") for message in messages if isinstance(message, dict)]
    wishes = [advice.get("reconnect") for advice in advices if isinstance(advice, dict)]
    return any(isinstance(wish, str) and wish.strip().lower() == "none" for wish in wishes)


def _complete(message: object, payload: Iterable[Message]) -> Message:
    if not isinstance(message, dict) or not isinstance(message.get("channel"), str):
        raise BadReplyError("the answer holds something that is no message")
    if message["channel"].startswith("/meta/"):
        # Only the word `true` is a success, also as text; the library fails on a reply without it.
        told = message.get("successful")
        message["successful"] = told is True or (isinstance(told, str) and told.strip().lower() == "true")
        advice = message.get("advice")
        if isinstance(advice, dict) and isinstance(advice.get("reconnect"), str):
            message["advice"] = {**advice, "reconnect": advice["reconnect"].strip().lower()}
        question = _question(message, payload)
        message["id"] = question.get("id")
        if not isinstance(message.get("subscription"), str):
            message["subscription"] = question.get("subscription") or ""
    return message


def _question(message: Message, payload: Iterable[Message]) -> Message:
    # The library compares ids, yet they are optional, and a server may turn them into numbers.
    same = [asked for asked in payload if asked["channel"] == message["channel"]]
    identity = message.get("id")
    if identity is None:
        told = [asked for asked in same if asked.get("subscription") == message.get("subscription")]
        return (told or [{}])[0]
    return next((asked for asked in same if asked.get("id") == str(identity)), {})


def _milliseconds(value: object, default_s: float) -> float:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdecimal() and len(value) < _LONGEST_TEXT:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < _LONGEST_ADVICE_MS:
        return default_s
    return value / 1000.0
