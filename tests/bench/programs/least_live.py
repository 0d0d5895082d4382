"""The least that shows live calls with the libraries of the project: what no wall on them can leave out.

    CALLBOARD_URL=… CALLBOARD_USER=… CALLBOARD_PASSWORD=… python -m tests.bench.programs.least_live

One request, its answer read into models with the fields of ours, a line for each call that fits. It masks nothing,
follows no changes, reads no configuration and believes every word; its calls are a list of models, and with the second
look the first one goes.
"""

import asyncio
import os

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel
from textual.app import App, ComposeResult
from textual.widgets import Static

_LINES = 20
_LOOK_S = 1.0


class _Wire(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class _Country(_Wire):
    name: str = ""
    code: str = ""
    calling_code: str = ""


class _Participant(_Wire):
    phone_number: str = ""
    digits: str = ""
    formatted_phone_number: str = ""
    e164_number: str = ""
    local_phone_number: str = ""
    location: str = ""
    country: _Country | None = None


class _Call(_Wire):
    id: str
    state: str = ""
    call_uuid: str = ""
    conn_id: str = ""
    call_type: str = ""
    device_uri: str = ""
    participants: tuple[_Participant, ...] = ()
    participants_info: tuple[_Participant, ...] = ()
    ani: str | None = None
    dnis: str | None = None
    capabilities: frozenset[str] = frozenset()
    user_data: dict[str, object] | None = None
    duration: int | None = None
    mute: str = ""
    recording_state: str | None = None
    supervisor_listening_in: bool = False
    monitored_user_muted: bool = False
    monitoring: bool = False
    parent_call_uri: str | None = None
    parent_call_path: str | None = None
    extensions: dict[str, object] | None = None
    previous_conn_id: str | None = None
    third_party_dn: str | None = None
    monitored_user_device_uri: str | None = None
    uri: str = ""
    path: str = ""


class _UserState(_Wire):
    id: str = ""
    display_name: str = ""
    state: str = ""
    work_mode: str = ""
    reason: str = ""


class _Device(_Wire):
    id: str
    device_state: str = ""
    user_state: _UserState = _UserState()
    phone_number: str = ""
    e164_number: str = ""
    description: str = ""
    do_not_disturb: str = ""
    voice_environment_uri: str = ""
    capabilities: frozenset[str] = frozenset()
    channels: tuple[str, ...] = ()


class _User(_Wire):
    id: str = ""
    user_name: str = ""
    first_name: str = ""
    last_name: str = ""
    roles: tuple[str, ...] = ()
    enabled: bool = True
    contact_center_id: str = ""
    devices: tuple[_Device, ...] = ()
    calls: tuple[_Call, ...] = ()


class _Answer(_Wire):
    status_code: int = 0
    user: _User


class LeastLive(App[None]):
    """A text that is first empty, and then the calls."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static("connecting", markup=False)

    def on_mount(self) -> None:
        """Ask."""
        self.run_worker(self._look())

    async def _look(self) -> None:
        auth = os.environ["CALLBOARD_USER"], os.environ["CALLBOARD_PASSWORD"]
        # The address is one of plain HTTP: no certificates are loaded for it.
        async with httpx.AsyncClient(base_url=os.environ["CALLBOARD_URL"], auth=auth, verify=False) as client:
            await self._ask(client)
            await asyncio.sleep(_LOOK_S)
            await self._ask(client)

    async def _ask(self, client: httpx.AsyncClient) -> None:
        answer = await client.get("/api/v2/me?subresources=*")
        self.calls = _Answer.model_validate_json(answer.content).user.calls
        lines = [f"{call.state} {call.participants[0].phone_number} {call.duration}" for call in self.calls[:_LINES]]
        self.query_one(Static).update("\n".join(["● live", *lines]))


if __name__ == "__main__":
    LeastLive().run()
