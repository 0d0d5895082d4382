"""Alarms that are posted to a webhook: a real server takes them, or does not."""

from __future__ import annotations

import json
import ssl
from collections.abc import AsyncIterator, Mapping
from itertools import count
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.gws.servers.connect_proxy import ConnectProxy
from tests.interop.private_ca import SERVER_NAME, make_private_ca
from tests.waiting import PATIENCE_S, until
from tests.webhook.receiver import HANG, Receiver
from tui.live.store.journal import Journal
from tui.tls import tls_trusting
from tui.webhook.alarm_webhook import WAITING, AlarmWebhook, DeliveryLimits
from tui.webhook.delivery import Endpoint

SECRET = "Bearer canary-of-the-webhook"
PATH = "/services/T000/canary-path?sig=canary-query"
SOON = DeliveryLimits(attempts=3, within_s=60.0, first_s=0.001)
NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = await Receiver().start()
    yield receiver
    await receiver.stop()


def alarm(**more: object) -> dict[str, object]:
    told = {"source": "floor", "call": f"c{next(NUMBERS)}", "what": "held", "who": "•••• 0143 \ud800"}
    return {**told, "seconds": 70, "at": "2026-01-05T12:00:00+00:00", **more}


def webhook(url: str, journal: Journal, limits: DeliveryLimits = SOON, ca_bundle: Path | None = None) -> AlarmWebhook:
    endpoint = Endpoint(url, tls_trusting(ca_bundle), "X-Alarm-Token", SecretStr(SECRET))
    return AlarmWebhook(endpoint, limits, journal)


def notes(journal: Journal) -> list[str]:
    found = [entry.words for entry in journal]
    assert "canary" not in "".join(found)
    return found


def calls(receiver: Receiver) -> list[object]:
    return [posted.alarm["call"] for posted in receiver.posted]


async def test_it_gets_what_on_alarm_reads_with_the_secret(
    receiver: Receiver, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    hook, first, second = webhook(receiver.url + PATH, journal), alarm(), alarm()
    hook(first)
    hook(second)
    # A screen that was built anew tells once more what goes on.
    hook({**first, "seconds": 75, "at": "2026-01-05T12:00:05+00:00"})
    hook(later := {**first, "seconds": 60, "at": "2026-01-05T13:00:00+00:00"})
    await until(lambda: len(receiver.posted) == 3)
    await hook.stop()

    assert [posted.alarm for posted in receiver.posted] == [shown(first), shown(second), shown(later)]
    assert {(posted.method, posted.path) for posted in receiver.posted} == {("POST", PATH)}
    for posted in receiver.posted:
        assert posted.headers["X-Alarm-Token"] == SECRET
        assert posted.headers["Content-Type"] == "application/json"
        assert "Cookie" not in posted.headers
    assert len({posted.headers["Idempotency-Key"] for posted in receiver.posted}) == 3
    assert notes(journal) == []
    # What libraries say at these levels reaches no log: see `tui.machine.logfile`.
    assert "canary" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("tui"))


def shown(told: Mapping[str, object]) -> Mapping[str, object]:
    return json.loads(json.dumps(told).replace("\\ud800", "?"))  # type: ignore[no-any-return]  # it was a mapping


async def test_what_may_mend_is_tried_again_with_the_same_number(receiver: Receiver, journal: Journal) -> None:
    receiver.answer(503, 429)
    hook = webhook(receiver.url, journal)
    hook(told := alarm())
    hook(after := alarm())
    await until(lambda: len(receiver.posted) == 4)
    await hook.stop()

    assert calls(receiver) == [told["call"]] * 3 + [after["call"]]
    numbers = [posted.headers["Idempotency-Key"] for posted in receiver.posted]
    assert len(set(numbers[:3])) == 1
    assert numbers[3] != numbers[0]
    assert notes(journal) == []


async def test_what_fails_is_told_once_with_a_count(receiver: Receiver, journal: Journal) -> None:
    """Of the first two nothing mends 404 and a redirect, of the third three attempts fail."""
    elsewhere = await Receiver().start()
    receiver.answer(404)
    receiver.answer(307, Location=f"{elsewhere.url}/canary-redirect", Set_Cookie="a=b")
    receiver.answer(500, 500, 500)
    hook = webhook(receiver.url, journal)
    for _ in range(4):
        hook(alarm())
    await until(lambda: len(receiver.posted) == 6)
    await until(lambda: len(notes(journal)) == 2)
    receiver.answer(400)
    hook(alarm())
    hook(alarm())
    await until(lambda: len(notes(journal)) == 4)
    await hook.stop()
    await elsewhere.stop()

    assert notes(journal) == [
        "webhook: an alarm was not delivered, others will be counted: HTTP 404",
        "webhook: alarms are delivered again; 3 were not",
        "webhook: an alarm was not delivered, others will be counted: HTTP 400",
        "webhook: alarms are delivered again; 1 was not",
    ]
    assert elsewhere.posted == []
    assert not any("Cookie" in posted.headers for posted in receiver.posted)


async def test_that_alarms_wait_is_told_after_the_third_attempt_and_in_the_log(
    receiver: Receiver, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answer(503, 503, 503)
    hook = webhook(receiver.url, journal, DeliveryLimits(attempts=8, within_s=PATIENCE_S, first_s=0.001))
    hook(alarm())
    hook(alarm())
    await until(lambda: len(notes(journal)) == 2 and len(receiver.posted) == 5)
    await hook.stop()

    waits = "webhook: alarms wait, and are tried again: HTTP 503 from the server"
    assert notes(journal) == [waits, "webhook: alarms are delivered again"]
    assert [record.getMessage() for record in caplog.records] == [waits]


async def test_neither_a_server_that_hangs_nor_a_flood_takes_more_than_its_share(
    receiver: Receiver, journal: Journal
) -> None:
    receiver.answer(*[HANG] * WAITING)
    hook = webhook(receiver.url, journal, DeliveryLimits(attempts=3, within_s=0.2))
    for _ in range(WAITING + 5):
        hook(alarm())
    # All of them were told within the same moment, and their time is over soon after that of the first.
    await until(lambda: hook.waiting == 0)
    await hook.stop()

    assert notes(journal) == [
        f"webhook: an alarm was not delivered, others will be counted: more than {WAITING} wait",
    ]
    assert hook.lost == WAITING + 5


async def test_what_the_server_wants_is_waited_for_if_there_is_time(receiver: Receiver, journal: Journal) -> None:
    receiver.answer(503, Retry_After="3600")
    receiver.answer(503, Retry_After="0")
    hook = webhook(receiver.url, journal)
    hook(alarm())
    hook(told := alarm())
    await until(lambda: len(receiver.posted) == 3)
    await until(lambda: len(notes(journal)) == 2)
    await hook.stop()

    assert calls(receiver)[1:] == [told["call"]] * 2
    assert notes(journal)[0].endswith("counted: HTTP 503 from the server")


async def test_a_certificate_that_does_not_hold_gets_nothing(tmp_path: Path, journal: Journal) -> None:
    ca = make_private_ca(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    receiver = await Receiver().start(context)
    doubtful, trusting = webhook(receiver.url, journal), webhook(receiver.url, journal, ca_bundle=ca.authority)
    doubtful(alarm())
    await until(lambda: len(notes(journal)) == 1)
    assert "counted: the certificate does not verify" in notes(journal)[0]
    assert receiver.posted == []
    trusting(alarm())
    await until(lambda: len(receiver.posted) == 1)
    await doubtful.stop()
    await trusting.stop()
    await receiver.stop()


async def test_proxies_are_asked_as_for_a_source(
    tmp_path: Path, journal: Journal, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ca = make_private_ca(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    far = await Receiver().start(context)
    async with ConnectProxy(int(far.url.rpartition(":")[2])) as proxy:
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        there = webhook(f"https://{SERVER_NAME}{PATH}", journal, ca_bundle=ca.authority)
        here = webhook(receiver.url + PATH, journal)
        there(alarm())
        here(alarm())
        await until(lambda: len(far.posted) == len(receiver.posted) == 1)
        await there.stop()
        await here.stop()
        assert proxy.asked == [f"CONNECT {SERVER_NAME}:443 HTTP/1.1"]
        assert not any("canary" in line for line in (*proxy.asked, *proxy.headers))
    await far.stop()
