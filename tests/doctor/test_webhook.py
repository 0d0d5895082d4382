"""What doctor says of a webhook: whether it is there and its certificate verifies, and never more than its host."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest

from tests.interop.private_ca import make_private_ca
from tests.waiting import until
from tests.webhook.receiver import Receiver
from tui.config import WebhookSettings
from tui.doctor.step import Verdict
from tui.doctor.webhook import look_at_webhook


async def look(url: str, ca_bundle: Path | None = None) -> tuple[Verdict, str]:
    webhook = WebhookSettings(url=f"{url}/canary?sig=canary", ca_bundle=ca_bundle)
    (step,) = await asyncio.to_thread(lambda: list(look_at_webhook(webhook)))
    words = f"{step.found.detail} {step.found.advice}"
    assert "canary" not in words
    return step.found.verdict, words


async def test_a_webhook_is_examined_and_nothing_is_posted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ca = make_private_ca(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    safe, plain = await Receiver().start(context), await Receiver().start()

    assert list(look_at_webhook(WebhookSettings())) == []
    verdict, words = await look(safe.url, ca.authority)
    assert (verdict, "its certificate verifies" in words) == (Verdict.OK, True)
    verdict, words = await look(safe.url)
    assert (verdict, "the certificate does not verify" in words) == (Verdict.WARNING, True)
    verdict, words = await look(plain.url)
    assert (verdict, "does not leave this machine" in words) == (Verdict.OK, True)
    monkeypatch.setenv("HTTPS_PROXY", "http://user:canary@proxy.example.com:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    verdict, words = await look("https://hooks.example.com")
    assert (verdict, "by the proxy http://proxy.example.com:3128" in words) == (Verdict.SKIPPED, True)
    assert safe.posted == plain.posted == []
    # The servers have seen that the connections are gone.
    await until(lambda: safe.connections == plain.connections == 0)
    await safe.stop()
    await plain.stop()
    verdict, words = await look(plain.url)
    assert (verdict, "Connection refused" in words) == (Verdict.WARNING, True)
