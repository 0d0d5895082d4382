"""What is told of certificates: of good ones, and of those that do not verify, to whom nothing is sent."""

from __future__ import annotations

import datetime
import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.doctor.patient import go_through, verdicts, words
from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.interop.private_ca import PrivateCa, make_private_ca
from tui.doctor import certificate
from tui.doctor.step import exit_code


@pytest.fixture
async def secure(private_ca: PrivateCa) -> AsyncIterator[ScriptedServer]:
    server = await ScriptedServer().start(_context(private_ca))
    server.cometd.holds = False
    yield server
    await server.stop()


async def test_a_certificate_that_a_private_authority_vouches_for(
    secure: ScriptedServer, private_ca: PrivateCa, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = await go_through(secure.url, USER, PASSWORD, ca_bundle=private_ca.authority)
    assert re.search(
        r"warning: TLSv1\.\d, for 127.0.0.1, issued by Callboard test authority, 1 day left", words(steps["tls"])
    )
    assert "verified by the test's trust" in words(steps["tls"])

    monkeypatch.setattr(certificate, "EXPIRES_SOON_DAYS", 0)
    assert (await go_through(secure.url, USER, PASSWORD, ca_bundle=private_ca.authority))["tls"].found.advice == ""


async def test_a_certificate_that_nobody_vouches_for(secure: ScriptedServer) -> None:
    steps = await go_through(secure.url, USER, PASSWORD)

    assert verdicts(steps)["FAILED"] == ["tls"]
    assert "for 127.0.0.1, issued by Callboard test authority" in words(steps["tls"])
    assert "set ca_bundle" in words(steps["tls"])
    assert exit_code(steps.values()) == 3
    assert secure.asked == []


async def test_a_certificate_for_another_name(secure: ScriptedServer, private_ca: PrivateCa) -> None:
    url = secure.url.replace("127.0.0.1", "localhost")
    steps = await go_through(url, USER, PASSWORD, ca_bundle=private_ca.authority)

    assert "Use the name in url that the certificate is for." in words(steps["tls"])
    assert "for 127.0.0.1" in words(steps["tls"])
    assert secure.asked == []


async def test_a_certificate_that_has_expired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class LongAgo(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> LongAgo:
            return cls(2020, 1, 1, tzinfo=tz)

    monkeypatch.setattr(datetime, "datetime", LongAgo)
    files = make_private_ca(tmp_path)
    monkeypatch.undo()
    monkeypatch.setenv("NO_PROXY", "*")
    server = await ScriptedServer().start(_context(files))
    steps = await go_through(server.url, USER, PASSWORD, ca_bundle=files.authority)
    await server.stop()

    assert re.search("expired.*renewed.*clock of this machine", words(steps["tls"]))


async def test_a_common_name_alone_is_no_name(tmp_path: Path) -> None:
    files = make_private_ca(tmp_path, only_common_name="localhost")
    server = await ScriptedServer().start(_context(files))
    steps = await go_through(server.url.replace("127.0.0.1", "localhost"), USER, PASSWORD, ca_bundle=files.authority)
    await server.stop()

    assert "without a subjectAltName" in words(steps["tls"])
    assert "issued anew with a subjectAltName" in words(steps["tls"])
    assert exit_code(steps.values()) == 3
    assert server.asked == [], "no credentials were sent"


def _context(files: PrivateCa) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(files.cert, files.key)
    return context
