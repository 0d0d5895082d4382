"""The GET half of the REST interface (API.md 1.8, 3.2, 7 and 8.1)."""

from __future__ import annotations

from aiohttp import web

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent
from tui.demo.rest.directory import Directory
from tui.demo.rest.door import HttpSession
from tui.demo.rest.envelope import RefusalError, answer
from tui.demo.rest.listing import chosen, listing
from tui.demo.rest.resources import Json, Scribe

VERSION = "8.5.202.96"
SESSION = web.RequestKey("session", HttpSession)


class RestReading:
    """Answers to GET requests."""

    def __init__(self, centre: Centre, scribe: Scribe, directory: Directory) -> None:
        """Read from a centre.

        Args:
            centre: What there is.
            scribe: Writes calls and devices.
            directory: Writes people.
        """
        self._centre = centre
        self._scribe = scribe
        self._directory = directory

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """The routes below a prefix such as /api/v2."""
        handlers = {
            "/diagnostics/version": self._version,
            "/me": self._me,
            "/me/": self._me,
            "/me/devices": self._devices,
            "/me/devices/{id}": self._device,
            "/me/devices/{id}/settings/tserver": self._device_settings,
            "/me/calls": self._calls,
            "/me/calls/{id}": self._call,
            "/me/channels": self._channels,
            "/me/groups": self._groups,
            "/groups": self._groups,
            "/features": self._features,
            "/services": self._services,
            "/settings/agent-states": self._agent_states,
            "/users": self._users,
            "/users/{id}": self._user,
            "/contacts": self._contacts,
            "/contacts/{id}": self._contact,
        }
        return [web.get(prefix + path, handler) for path, handler in handlers.items()]

    async def _version(self, request: web.Request) -> web.Response:
        del request
        return self._answer({"version": VERSION})

    async def _me(self, request: web.Request) -> web.Response:
        return self._answer({"user": self._directory.user(_agent(request), request.query.get("subresources"))})

    async def _devices(self, request: web.Request) -> web.Response:
        return self._list(request, "devices", self._directory.devices(_agent(request)))

    async def _device(self, request: web.Request) -> web.Response:
        device = _agent(request).device
        if device.id != request.match_info["id"]:
            raise RefusalError(6, "Device not found")
        return self._answer({"device": self._one(request, self._scribe.device(device))})

    async def _device_settings(self, request: web.Request) -> web.Response:
        if _agent(request).device.id != request.match_info["id"]:
            raise RefusalError(6, "Device not found")
        return self._answer({"settings": [{"name": "no-answer-timeout", "value": "15"}]})

    async def _calls(self, request: web.Request) -> web.Response:
        return self._list(request, "calls", self._directory.calls(_agent(request)))

    async def _call(self, request: web.Request) -> web.Response:
        leg = _agent(request).legs.get(request.match_info["id"])
        if leg is None:
            raise RefusalError(6, "Call not found")
        return self._answer({"call": self._one(request, self._scribe.call(leg))})

    async def _channels(self, request: web.Request) -> web.Response:
        return self._list(request, "channels", self._directory.channels(_agent(request)))

    async def _groups(self, request: web.Request) -> web.Response:
        return self._list(request, "groups", self._directory.groups(_agent(request)))

    async def _features(self, request: web.Request) -> web.Response:
        return self._list(request, "features", self._directory.features(_agent(request)))

    async def _services(self, request: web.Request) -> web.Response:
        return self._list(request, "services", self._scribe.services(voice_up=self._centre.voice_up))

    async def _agent_states(self, request: web.Request) -> web.Response:
        del request
        return self._answer({"settings": self._directory.agent_states()})

    async def _users(self, request: web.Request) -> web.Response:
        embed = request.query.get("subresources")
        users = [self._directory.user(agent, _public(embed)) for agent in self._centre.agents]
        return self._list(request, "users", users)

    async def _user(self, request: web.Request) -> web.Response:
        agent = self._person(request)
        embed = _public(request.query.get("subresources"))
        return self._answer({"user": self._one(request, self._directory.user(agent, embed))})

    async def _contacts(self, request: web.Request) -> web.Response:
        return self._answer(self._directory.contacts(request.query))

    async def _contact(self, request: web.Request) -> web.Response:
        return self._answer({"contact": self._directory.contact(self._person(request))})

    def _person(self, request: web.Request) -> Agent:
        agent = self._centre.user_by_id(request.match_info["id"])
        if agent is None:
            raise RefusalError(6, "User not found")
        return agent

    def _list(self, request: web.Request, name: str, items: list[Json]) -> web.Response:
        return self._answer(listing(name, items, request.query, self._scribe.base_url))

    def _one(self, request: web.Request, item: Json) -> Json:
        return chosen(item, request.query.get("fields", "*"))

    def _answer(self, body: Json) -> web.Response:
        return answer(body, as_text=self._scribe.wrinkles.status_as_text)


def _agent(request: web.Request) -> Agent:
    return request[SESSION].agent


def _public(subresources: str | None) -> str | None:
    """Other people's calls are nobody's business: what is embedded of a user who is not `me`."""
    shown = {"devices", "skills", "groups"}
    if not subresources:
        return None
    asked = shown if subresources == "*" else shown & set(subresources.split(","))
    return ",".join(sorted(asked))
