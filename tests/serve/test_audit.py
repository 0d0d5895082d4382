"""Who logs in to the pages, and out of them, is in the audit log."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.serve.conftest import PROXIES, Site
from tests.waiting import PATIENCE_S
from tui.audit.chain import entry_of
from tui.audit.files import NAME, AuditFiles
from tui.audit.log import AuditLog
from tui.audit.origin import AuditOrigin

Start = Callable[..., Awaitable[Site]]


async def test_logins_and_logouts_are_written_with_the_address_of_the_page(site: Start, tmp_path: Path) -> None:
    log = AuditLog(AuditFiles(tmp_path), AuditOrigin("serve", "wall", "script"))
    here = await site(audit=log, proxies=PROXIES)
    asked = {"X_Forwarded_For": "203.0.113.1, 198.51.100.7"}

    assert (await here.post("/login", token="a wrong one, of course", **asked)).status == 401
    assert (await here.post("/logout", **asked)).status == 303
    assert (await here.post("/login", **asked)).status == 303
    assert (await here.post("/logout", **asked)).status == 303
    log.close(PATIENCE_S)

    entries = [entry_of(line) for line in (tmp_path / NAME).read_bytes().splitlines()]
    assert [(entry["event"], entry["origin"]) for entry in entries] == [
        ("login", {"kind": "page", "place": "198.51.100.7"}),
        ("logout", {"kind": "page", "place": "198.51.100.7"}),
    ]
