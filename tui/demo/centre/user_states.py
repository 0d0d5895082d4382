"""The values of `userState`: the system's and this deployment's own (API.md 2.3)."""

from __future__ import annotations

from tui.demo.centre.model import AgentState

READY = AgentState("Ready", "9430250E-0A1B-421F-B372-F29E69366DED", "Ready")
NOT_READY = AgentState("NotReady", "900D55CC-2BB0-431F-8BF9-D3525B383BE6", "Not Ready")
AFTER_CALL_WORK = AgentState(
    "NotReady", "D3663509-3D82-4DD3-A82E-2EA8EFA02AEF", "After Call Work", work_mode="AfterCallWork"
)
AUX_WORK = AgentState("NotReady", "2B36138D-C564-4562-A8CB-3C32D564F296", "Aux Work", work_mode="AuxWork")
OFFLINE = AgentState("LoggedOut", "0F7F5003-EF26-4D13-A6Ef-D0C7EC819BEB", "Offline")
LOGGED_IN = AgentState("LoggedIn")
LUNCH = AgentState("NotReady", "5B6F2C10-0000-4000-8000-000000000001", "Lunch", reason="Lunch")
TRAINING = AgentState("NotReady", "5B6F2C10-0000-4000-8000-000000000002", "Training", reason="Training")

STATES: dict[str, AgentState] = {
    "Ready": READY,
    "NotReady": NOT_READY,
    "AfterCallWork": AFTER_CALL_WORK,
    "AuxWork": AUX_WORK,
    "Offline": OFFLINE,
    "Lunch": LUNCH,
    "Training": TRAINING,
}
"""Every state by the name of the operation that asks for it."""
