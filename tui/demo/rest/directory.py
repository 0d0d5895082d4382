"""People as the wire shows them: users, contacts, groups, features, agent states (API.md 3.2, 7.2, 8.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent
from tui.demo.centre.staff import SWITCH, TEAMS, Team, team
from tui.demo.centre.user_states import NOT_READY, STATES
from tui.demo.rest.listing import whole_number
from tui.demo.rest.resources import Json, Scribe, user_state

_CONTACT_CENTER = "8a8f1f0e-2222-4c7a-9a66-5b5b5b5b5b5b"
_FEATURES = (
    ("api-voice", "Voice API"),
    ("api-supervisor-monitoring", "Supervisor Monitoring API"),
    ("api-supervisor-agent-control", "Supervisor Agent Control API"),
)
_SUBRESOURCES = ("devices", "calls", "channels", "skills", "groups", "features", "settings", "interactions", "chats")


class Directory:
    """Writes what is known about people."""

    def __init__(self, centre: Centre, scribe: Scribe) -> None:
        """Describe the people of a centre.

        Args:
            centre: Who is there.
            scribe: Writes their calls and devices.
        """
        self._centre = centre
        self._scribe = scribe

    def user(self, agent: Agent, subresources: str | None) -> Json:
        """The user resource with the asked subresources ("*" or a list with commas)."""
        user: Json = {
            "id": agent.user_id,
            "userName": agent.user_name,
            "password": "",
            "firstName": agent.first_name,
            "lastName": agent.last_name,
            "emailAddress": "",
            "roles": _roles(agent),
            "enabled": True,
            "changePasswordOnFirstLogin": False,
            "contactCenterId": _CONTACT_CENTER,
            "uri": f"{self._scribe.base_url}/users/{agent.user_id}",
            "path": f"/users/{agent.user_id}",
        }
        for name in _asked(subresources):
            self._embed(user, agent, name)
        return user

    def _embed(self, user: Json, agent: Agent, name: str) -> None:
        if name == "channels":
            if agent.channels:
                user["channels"] = user["channelStates"] = self.channels(agent)
            return
        lists = {
            "devices": self.devices,
            "calls": self.calls,
            "skills": self.skills,
            "groups": self.groups,
            "features": self.features,
        }
        if name in lists:
            user[name] = lists[name](agent)
        else:
            user[name] = {"interaction-workspace": {"voice.auto-answer": "false"}} if name == "settings" else []

    def devices(self, agent: Agent) -> list[Json]:
        """The agent's devices."""
        return [self._scribe.device(agent.device)]

    def calls(self, agent: Agent) -> list[Json]:
        """The agent's live calls."""
        return [self._scribe.call(leg) for leg in agent.legs.values()]

    def channels(self, agent: Agent) -> list[Json]:
        """The agent's multimedia channels; voice is in the devices."""
        state = user_state(replace(NOT_READY))
        return [{"channel": channel, "dndState": "Off", "userState": state} for channel in agent.channels]

    def skills(self, agent: Agent) -> list[Json]:
        """The agent's skills."""
        mine = team(agent.team)
        return [{"id": mine.skill_id, "name": mine.name, "level": "8", **self._links("skills", mine.skill_id)}]

    def groups(self, agent: Agent) -> list[Json]:
        """The groups an agent belongs to; a supervisor sees all."""
        return [self._group(each) for each in TEAMS if agent.supervisor or each.name == agent.team]

    def _group(self, each: Team) -> Json:
        return {
            "id": each.group_id,
            "name": f"{each.name} agents",
            "type": "BusinessUnit",
            "contains": ["users", "skills", "queues", "places"],
            **self._links("groups", each.group_id),
        }

    def features(self, agent: Agent) -> list[Json]:
        """The features that are on for this user."""
        able = _FEATURES if agent.supervisor else _FEATURES[:1]
        return [
            {
                "id": name,
                "displayName": text,
                "description": f"API for {text}",
                "autoAssignOnContactCenterCreate": name == "api-voice",
                **self._links("features", name),
            }
            for name, text in able
        ]

    def agent_states(self) -> list[Json]:
        """The states an agent may take, each with the operation that asks for it."""
        return [
            {"id": state.id, "displayName": state.display_name, "operationName": operation, "state": state.state}
            for operation, state in STATES.items()
        ]

    def contact(self, agent: Agent) -> Json:
        """One person of the directory; availability only of who is logged in."""
        contact: Json = {
            "id": agent.user_id,
            "name": agent.user_name,
            "type": "User",
            "phoneNumbers": [{"phoneNumber": agent.number, "description": "", "switchName": SWITCH}],
            "userName": agent.user_name,
            "firstName": agent.first_name,
            "lastName": agent.last_name,
            "employeeId": f"E-{agent.number}",
            "emailAddress": "",
            "businessUnits": [],
            "roles": _roles(agent),
            **self._links("contacts", agent.user_id),
        }
        if agent.device.user_state.state != "LoggedOut":
            contact["availability"] = {"channels": [_availability(agent)]}
        return contact

    def contacts(self, query: Mapping[str, str]) -> Json:
        """A page of the directory.

        Args:
            query: `filterParameters`, `includeUsersInBusinessUnits`, `roles`, `sortBy`, `order`, `offset`, `limit`.
        """
        found = [agent for agent in self._centre.agents if _found(agent, query)]
        contacts = [self.contact(agent) for agent in found]
        key = query.get("sortBy", "name")
        contacts.sort(key=lambda contact: str(contact.get(key, "")), reverse=query.get("order") == "Descending")
        start = whole_number(query, "offset", 0)
        end = start + whole_number(query, "limit", len(contacts))
        return {"contacts": contacts[start:end], "totalCount": len(contacts)}

    def _links(self, kind: str, name: str) -> Json:
        return {"uri": f"{self._scribe.base_url}/{kind}/{name}", "path": f"/{kind}/{name}"}


def _asked(subresources: str | None) -> tuple[str, ...]:
    if not subresources:
        return ()
    if subresources == "*":
        return _SUBRESOURCES
    return tuple(name for name in subresources.split(",") if name in _SUBRESOURCES)


def _roles(agent: Agent) -> list[str]:
    return ["ROLE_AGENT", "ROLE_SUPERVISOR"] if agent.supervisor else ["ROLE_AGENT"]


def _availability(agent: Agent) -> Json:
    device = agent.device
    return {
        "channel": "voice",
        "available": device.user_state.state == "Ready" and not device.legs,
        "phoneNumber": device.number,
        "userActivity": "Busy" if device.legs else "Idle",
        "userState": user_state(device.user_state),
    }


def _found(agent: Agent, query: Mapping[str, str]) -> bool:
    units = query.get("includeUsersInBusinessUnits", "")
    if units and team(agent.team).group_id not in units.split(","):
        return False
    if query.get("type", "User") != "User" or query.get("roles", "ROLE_AGENT") not in _roles(agent):
        return False
    text = query.get("filterParameters", "*").strip("*").casefold()
    known = (agent.user_name, agent.first_name, agent.last_name, agent.number, f"{agent.first_name} {agent.last_name}")
    return any(text in each.casefold() for each in known)
