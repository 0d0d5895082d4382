"""A CometD server as API.md 4 describes it, small enough to be judged by eye: long polls that are held."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

Json = Any


class CometdHalf:
    """Clients, their subscriptions and what waits for them.

    Attributes:
        advice: Goes with every handshake and connect reply.
        refused: Topics that may not be subscribed to, and the words for it.
        ignored: Topics whose subscription is never answered.
        has_ack: Whether the acknowledgement extension is there.
        holds: Whether polls without events are held.
        success: How it says that something went well.
    """

    def __init__(self) -> None:
        self.advice: dict[str, object] = {"reconnect": "retry", "interval": 0, "timeout": 30_000}
        self.refused: dict[str, str] = {}
        self.ignored: set[str] = set()
        self.has_ack = False
        self.holds = True
        self.success: object = True
        self.handshakes = 0
        self.topics: dict[str, set[str]] = {}
        self._waiting: dict[str, list[Json]] = {}
        self._unacknowledged: dict[str, list[Json]] = {}
        self._news = asyncio.Event()

    def publish(self, topic: str, *data: object) -> None:
        """Send to whoever has subscribed; all of `data` comes in one reply."""
        for client, topics in self.topics.items():
            if topic in topics:
                self._waiting[client] += [{"channel": topic, "data": item} for item in data]
        self.wake_all()

    def admit(self, client: str) -> None:
        """Know this client, as after a handshake."""
        self.topics[client], self._waiting[client], self._unacknowledged[client] = set(), [], []

    def forget_clients(self) -> None:
        self.topics.clear()
        self.wake_all()

    def wake_all(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def answer(self, payload: list[Json]) -> list[Json]:
        replies = [await self._answer(message, len(payload) > 1) for message in payload]
        events = [event for reply in replies for event in reply.pop("events", [])]
        return events + replies

    async def _answer(self, message: Json, among_others: bool) -> dict[str, Json]:
        client, channel = message.get("clientId"), message["channel"]
        reply = {"id": message["id"], "channel": channel, "successful": self.success}
        if channel == "/meta/handshake":
            return reply | self._shake_hands(message)
        if client not in self.topics:
            return reply | _unknown()
        if channel == "/meta/subscribe":
            return reply | self._subscribe(client, message["subscription"])
        if channel == "/meta/disconnect":
            del self.topics[client]
            return reply
        at_once = among_others or message.get("advice", {}).get("timeout") == 0 or not self.holds
        return reply | await self._connect(client, message.get("ext", {}), at_once)

    def _shake_hands(self, message: Mapping[str, Json]) -> dict[str, Json]:
        self.handshakes += 1
        client = f"client{self.handshakes}"
        self.admit(client)
        offered = message.get("ext", {}).get("ack") is True
        return {"clientId": client, "version": "1.0", "supportedConnectionTypes": ["long-polling"]} | {
            "advice": dict(self.advice),
            "ext": {"ack": self.has_ack and offered},
        }

    def _subscribe(self, client: str, topic: str) -> dict[str, Json]:
        if topic in self.ignored:
            return {"channel": "/service/nothing"}
        if topic in self.refused:
            return {"successful": False, "subscription": topic, "error": self.refused[topic]}
        self.topics[client].add(topic)
        return {"subscription": topic}

    async def _connect(self, client: str, ext: Mapping[str, Json], at_once: bool) -> dict[str, Json]:
        if self.has_ack:
            acknowledged = ext.get("ack", -1)
            again = [event for batch, event in self._unacknowledged[client] if batch > acknowledged]
            self._waiting[client][:0] = again
        while not at_once and client in self.topics and not self._waiting[client]:
            await self._news.wait()
        if client not in self.topics:
            return _unknown()
        events, self._waiting[client] = self._waiting[client], []
        reply: dict[str, Json] = {"events": events, "advice": dict(self.advice)}
        if self.has_ack:
            batch = ext.get("ack", -1) + 1
            self._unacknowledged[client] = [(batch, event) for event in events]
            reply["ext"] = {"ack": batch}
        return reply


def _unknown() -> dict[str, Json]:
    advice = {"reconnect": "handshake", "interval": 0}
    return {"successful": False, "error": "402::Unknown client", "advice": advice}
