"""A directory that stands still: agents in every state, some of them on logins of the canned centre."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.screens.centre import BILLING, SUPPORT
from tui.gws.roster import AgentRequests
from tui.live.feeds.roster import Roster
from tui.live.store.board import Board
from tui.source.events import DeviceEvent
from tui.source.models import Device

TEAMS = {"g1": "Billing agents", "g2": "Retention agents", "g3": "Support agents"}
STATES: tuple[tuple[str, dict[str, str] | None], ...] = (
    ("Idle", {"state": "Ready", "displayName": "Ready"}),
    ("Idle", {"state": "NotReady", "displayName": "Lunch", "reason": "Lunch"}),
    ("Busy", {"state": "Ready", "displayName": "Ready"}),
    ("Idle", {"state": "NotReady", "workMode": "AfterCallWork", "displayName": "After Call Work"}),
    ("", None),
)


class Directory(AgentRequests):
    """Answers as `/me/groups`, `/contacts` and `/users/{id}` do (API.md 8.1)."""

    async def told(self, path: str) -> Mapping[str, object]:
        if path.startswith("/me/groups"):
            return {"groups": [{"id": group, "name": name} for group, name in TEAMS.items()]}
        group = parse_qs(urlsplit(path).query).get("includeUsersInBusinessUnits", [""])[0]
        first = 5001 + 20 * list(TEAMS).index(group)
        contacts = [contact(number, number - first) for number in range(first, first + 9)]
        return {"contacts": contacts, "totalCount": len(contacts)}


def contact(number: int, place: int) -> dict[str, Any]:
    """One agent as the server writes them."""
    activity, state = STATES[place % len(STATES)]
    voice = {"channel": "voice", "phoneNumber": f"{number}", "userActivity": activity, "userState": state}
    return {
        "id": f"user-{number}",
        "name": f"agent{number}",
        "firstName": "Agent",
        "lastName": f"{number}",
        "phoneNumbers": [{"phoneNumber": f"{number}"}],
        **({"availability": {"channels": [voice]}} if state else {}),
    }


def roster_of(board: Board) -> Roster:
    """A roster of the directory, asked as the first login."""
    return Roster(board, {BILLING: Directory()})


def supervise(board: Board, number: str = "5015", target: str = "5001") -> None:
    """Let a device of the canned centre monitor another; nobody with ""."""
    how = {"state": "ListenIn", "scope": "Call", "mode": "AllCalls"}
    where = f"https://gws.example.com/api/v2/devices/device-{target}"
    device = Device.model_validate(
        {
            "id": f"device-{number}",
            "phoneNumber": number,
            "deviceState": "Active",
            "userState": {"state": "NotReady", "displayName": "Not Ready"},
            "capabilities": ["ListenIn", "Coach", "BargeIn"],
            **({"supervisorMonitoringState": {**how, "targetDeviceUri": where}} if target else {}),
        }
    )
    board.apply(SUPPORT, [DeviceEvent(board.clock.now_s(), (device,))])
