"""The Bayeux protocol over long polling: what each message is answered (API.md 4.2 and 4.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from tui.demo.comet.comet_client import CometClient, HoldEnd
from tui.demo.comet.comet_hub import CometHub
from tui.demo.rest.envelope import encode

Message = dict[str, Any]
_CROWDED_INTERVAL_MS = 2000


class PollEndedError(Exception):
    """A held poll ended because its HTTP session or the server did.

    Attributes:
        closing: Whether it was the server.
    """

    def __init__(self, *, closing: bool) -> None:
        """Say which of the two it was."""
        super().__init__("poll ended")
        self.closing = closing


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sent a Bayeux request."""

    user_name: str
    session_id: str
    browser: str


class Bayeux:
    """Answers arrays of Bayeux messages."""

    def __init__(self, hub: CometHub, *, timestamps: bool = False) -> None:
        """Speak for a hub.

        Args:
            hub: The sessions.
            timestamps: Whether replies carry a `timestamp`.
        """
        self._hub = hub
        self._timestamps = timestamps
        self._simple: dict[str, Callable[[CometClient, Message], Message]] = {
            "/meta/subscribe": self._subscribe,
            "/meta/unsubscribe": self._unsubscribe,
            "/meta/disconnect": self._disconnect,
        }

    async def answer(self, visitor: Visitor, messages: list[Message]) -> list[str]:
        """The encoded replies to a request, with the event messages that ride on them.

        Args:
            visitor: Who asks.
            messages: The request; a connect is held only when it is alone.

        Raises:
            PollEndedError: The HTTP session ended, or the server stops, while the poll was held.
        """
        replies: list[str] = []
        for message in messages:
            replies += await self._one(visitor, message, alone=len(messages) == 1)
        return replies

    async def _one(self, visitor: Visitor, message: Message, *, alone: bool) -> list[str]:
        channel = message.get("channel")
        if channel == "/meta/handshake":
            return [self._encoded(message, self._handshake(visitor, message))]
        client = self._hub.find(message.get("clientId"), visitor.session_id)
        if client is None:
            return [self._encoded(message, _unknown())]
        if channel == "/meta/connect":
            return await self._connect(client, message, alone=alone)
        handler = self._simple.get(str(channel), _refuse_publish)
        reply = self._encoded(message, handler(client, message))
        return [reply] if client.ack else [reply, *client.take()]

    def _encoded(self, message: Message, reply: Message) -> str:
        whole: Message = {"channel": message.get("channel"), **reply}
        if "id" in message:
            whole["id"] = message["id"]
        if self._timestamps:
            whole["timestamp"] = formatdate(usegmt=True)
        return encode(whole)

    # Handshake, subscriptions, disconnect

    def _handshake(self, visitor: Visitor, message: Message) -> Message:
        offered = message.get("supportedConnectionTypes", ["long-polling"])
        if self._hub.advice.reconnect == "none" or not isinstance(offered, list) or "long-polling" not in offered:
            return _failed("403::Handshake denied", {"reconnect": "none"})
        ack = _ext(message).get("ack") is True
        client = self._hub.open(visitor.user_name, visitor.session_id, visitor.browser, ack=ack)
        reply: Message = {
            "successful": True,
            "version": "1.0",
            "minimumVersion": "1.0",
            "clientId": client.id,
            "supportedConnectionTypes": ["long-polling"],
            "advice": self._advice(client),
        }
        if client.ack:
            reply["ext"] = {"ack": True}
        return reply

    def _subscribe(self, client: CometClient, message: Message) -> Message:
        topics = _topics(message)
        denied = [topic for topic in topics if topic in self._hub.advice.denied or topic.startswith("/meta")]
        if denied or not topics:
            error = f"403:{','.join(denied)}:subscribe_denied" if denied else "403::subscription_missing"
            return {"successful": False, "error": error, "subscription": message.get("subscription")}
        for topic in topics:
            client.subscribe(topic)
        return {"successful": True, "subscription": message.get("subscription")}

    def _unsubscribe(self, client: CometClient, message: Message) -> Message:
        for topic in _topics(message):
            client.unsubscribe(topic)
        return {"successful": True, "subscription": message.get("subscription")}

    def _disconnect(self, client: CometClient, message: Message) -> Message:
        del message
        self._hub.remove(client, HoldEnd.SUPERSEDED)
        return {"successful": True}

    # Connect

    async def _connect(self, client: CometClient, message: Message, *, alone: bool) -> list[str]:
        client.end_hold(HoldEnd.SUPERSEDED)
        if client.ack:
            client.acknowledge(_number(_ext(message).get("ack"), 0))
        if self._hub.advice.reconnect != "retry":
            return [self._encoded(message, _failed("403::Refused", {"reconnect": self._hub.advice.reconnect}))]
        crowded = self._hub.crowded(client)
        end = HoldEnd.TIMEOUT
        hold_s = self._hold_s(message)
        if alone and hold_s > 0 and not client.waiting and not crowded:
            end = await client.hold(hold_s)
            client.seen_s = self._hub.clock()
        if end in (HoldEnd.LOGGED_OUT, HoldEnd.CLOSING):
            raise PollEndedError(closing=end is HoldEnd.CLOSING)
        if end is HoldEnd.FORGOTTEN:
            return [self._encoded(message, _unknown())]
        events = client.take() if end is not HoldEnd.SUPERSEDED else []
        return [*events, self._encoded(message, self._connected(client, message, crowded=crowded))]

    def _hold_s(self, message: Message) -> float:
        advised_ms = self._hub.advice.timeout_ms
        asked = message.get("advice")
        asked_ms = _number(asked.get("timeout"), advised_ms) if isinstance(asked, dict) else advised_ms
        return min(advised_ms, asked_ms) / 1000

    def _connected(self, client: CometClient, message: Message, *, crowded: bool) -> Message:
        reply: Message = {"successful": True}
        if client.advised != self._hub.advice.values or "advice" in message or crowded:
            reply["advice"] = self._advice(client)
            client.advised = self._hub.advice.values
        if crowded:
            reply["advice"] |= {"multiple-clients": True, "interval": _CROWDED_INTERVAL_MS}
        if client.ack:
            reply["ext"] = {"ack": client.batch}
        return reply

    def _advice(self, client: CometClient) -> Message:
        del client
        advice = self._hub.advice
        return {"reconnect": advice.reconnect, "interval": advice.interval_ms, "timeout": advice.timeout_ms}


def _refuse_publish(client: CometClient, message: Message) -> Message:
    del client
    return {"successful": False, "error": f"403:{message.get('channel')}:publish_denied"}


def _unknown() -> Message:
    return _failed("402::Unknown client", {"reconnect": "handshake", "interval": 0})


def _failed(error: str, advice: Message) -> Message:
    return {"successful": False, "error": error, "advice": advice}


def _topics(message: Message) -> list[str]:
    subscription = message.get("subscription")
    topics = subscription if isinstance(subscription, list) else [subscription]
    return [topic for topic in topics if isinstance(topic, str) and topic.startswith("/")]


def _ext(message: Message) -> Message:
    ext = message.get("ext")
    return ext if isinstance(ext, dict) else {}


def _number(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else otherwise
