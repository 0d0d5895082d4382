"""What an agent does on a served desk is in the audit log with the page that did it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.serve.conftest import PROXIES, Site
from tests.serve.looking import Looking
from tests.serve.test_tokens import private
from tests.waiting import until
from tui.audit.chain import entry_of
from tui.audit.files import NAME
from tui.demo.centre.model import DeviceCall
from tui.demo.options import Options
from tui.demo.rest.resources import Scribe
from tui.demo.server import Simulator
from tui.serve.child import Program
from tui.serve.tokens import find_tokens

Start = Callable[..., Awaitable[Site]]


@asynccontextmanager
async def audited(site: Start, folder: Path) -> AsyncIterator[tuple[Simulator, Looking]]:
    """A desk in a page, and its simulator; the log is under the folder."""
    tokens = find_tokens(str(private(folder / "tokens", "night look night-night-night\nday act day-day-day-day\n")))
    async with Simulator(Options(agents=1, calls=0, rate_per_s=0)) as simulator:
        login = simulator.logins[0]
        environment = {
            **{name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")},
            "CALLBOARD_URL": simulator.url,
            "CALLBOARD_USER": login.user,
            "CALLBOARD_PASSWORD": login.password,
        }
        here = await site(program=Program(("desk",), environment), alone=True, tokens=tokens, proxies=PROXIES)
        await here.post("/login", token="day-day-day-day", X_Forwarded_For="198.51.100.7")
        page = Looking(await here.look("?columns=160&rows=45", X_Forwarded_For="198.51.100.7"))
        await page.sees("READY")
        yield simulator, page


def log_in(folder: Path) -> Path | None:
    return next((path for path in folder.rglob("*.jsonl") if path.name == NAME), None)


async def test_an_operation_names_the_page_and_its_token(site: Start, tmp_path: Path) -> None:
    async with audited(site, tmp_path) as (simulator, page):
        await page.say("keys", "b")
        await until(lambda: log_in(tmp_path))
    entry = entry_of(read(tmp_path).splitlines()[0])

    assert entry["command"] == "dnd_on"
    assert entry["login"] == simulator.logins[0].user
    assert entry["origin"] == {"kind": "page", "place": "198.51.100.7", "token": "day"}


async def test_digits_that_a_server_repeats_are_neither_in_the_page_nor_in_the_log(
    site: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Scribe.call

    def repeating(self: Scribe, leg: DeviceCall) -> dict[str, object]:
        data = {"LastDigits": leg.heard, "Typed": list(leg.heard)} if leg.heard else {}
        return {**plain(self, leg), "userData": {"AccountNumber": "90017", **data}, "extensions": data}

    monkeypatch.setattr(Scribe, "call", repeating)
    async with audited(site, tmp_path) as (simulator, page):
        simulator.control.start(simulator.logins[0].user)
        await page.sees("90017")
        await page.say("keys", "\r")
        await page.sees("TALKING")
        await page.say("keys", "d4711")
        await page.until(lambda: heard(simulator) == "4711", "digits at the server")
        # One operation at a time: a key that comes before the last is confirmed says so and does nothing.
        await page.until(lambda: "✓ DTMF" in page.text and "DTMF …" not in page.text, "confirmed digits")
        await page.say("keys", "\x1b")
        await page.until(lambda: "DTMF to" not in page.text, "end of the prompt")
        await page.say("keys", "h")
        await page.sees("LastDigits")
        await until(lambda: b'"hold"' in read(tmp_path))
        assert "4711" not in page.text
    text = read(tmp_path).decode()
    assert "dtmf" in text
    assert "4711" not in text


def heard(simulator: Simulator) -> str:
    return "".join(leg.heard for leg in simulator.centre.legs())


def read(folder: Path) -> bytes:
    found = log_in(folder)
    return b"" if found is None else found.read_bytes()
