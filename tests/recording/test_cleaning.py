"""What is written: what the policy shows, never a credential; and what nobody knows, where everything may be shown."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from tests.privacy.test_canaries import CANARIES, DATA, NUMBER
from tests.recording.recorded_floor import open_floor, played
from tui.codec.cleaning import Cleaner
from tui.codec.secrets import RecordingRedaction
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, read_message
from tui.gws.snapshot_answer import read_snapshot
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import EntryKind
from tui.live.store.link import LinkState
from tui.live.store.privacy import MASK, OPEN, WALL, Privacy, Show
from tui.recording.decoding import read_events
from tui.source.events import Event
from tui.source.models import Call

SECRET = "hunter2-correct-horse"
CREDENTIALS: Mapping[str, Any] = {
    "password": "canary-1",
    "authToken": {"deep": "canary-2"},
    "Set-Cookie": "canary-3",
    "X-CSRF-Token": "canary-4",
    "sessionId": ["canary-5"],
    "Authorization": "canary-6",
}


def text_of(path: Path) -> str:
    return zlib.decompress(path.read_bytes(), 31).decode()


def call_message(call: Mapping[str, Any], **beside: object) -> dict[str, Any]:
    resource = {"id": "c1", "state": "Ringing", "duration": "0", "participants": [{"phoneNumber": NUMBER}], **call}
    return {"notificationType": "StatusChange", "call": resource, "phoneNumber": "5001", **beside}


def cleaned(privacy: Privacy, channel: str, data: object) -> tuple[str, tuple[Event, ...]]:
    """What is written of a message, and what is read of that again."""
    cleaner = Cleaner(privacy)
    written = json.dumps([cleaner.event(event) for event in read_message(channel, data, 5.0)])
    return written, read_events(json.loads(written))


@pytest.mark.parametrize("privacy", [WALL, Privacy(Show.HIDE, Show.HIDE, Show.HIDE)], ids=["wall", "hidden"])
async def test_no_canary_is_in_a_masked_recording(path: Path, privacy: Privacy) -> None:
    async with open_floor(path, privacy, agents=1, calls=0) as floor:
        board, (source, *_) = floor.parts.board, floor.parts.board.sources
        names = {"firstName": "Canary", "lastName": "Canary", "emailAddress": "canary@gws.example.com"}
        user = {"userName": source, **names}
        call = call_message({"userData": DATA, "ani": NUMBER, "extensions": {"A": NUMBER}, "new": NUMBER})["call"]
        device = {"id": "d1", "phoneNumber": "5001", "forwardTo": "+12025550199", "canaryDevice": "canary"}
        bad: dict[str, Any] = {"id": "bad", "participants": [NUMBER], "callUuid": None, "canary": 1, "state": {}}
        raw = {**user, "password": "canary", "calls": [call, {**bad, "id": None}], "devices": [device]}
        now_s = floor.clock.now_s()
        board.replace(source, read_snapshot({"user": raw}), Sight(now_s, now_s))
        beside = {"extensions": {"ANI": NUMBER}, "metrics": {"x": "canary"}, "y": NUMBER}
        message = call_message({"id": "c2", "userData": DATA}, **beside)
        board.apply(source, read_message(CALLS_TOPIC, message, now_s))
        board.apply(source, read_message(CALLS_TOPIC, {"messageType": f"New {NUMBER}"}, now_s))
        board.set_link(source, LinkState.STALE, f"Device '{NUMBER}' is not registered.")
        floor.parts.journal.note(source, EntryKind.PROBLEM, f"calling {NUMBER}")
        # A second file begins with the whole state, which has to be masked as well.
        floor.parts.recorder._begin_file()  # type: ignore[union-attr]  # it is recorded
    text = text_of(path) + text_of(path.with_name(f"{path.name}.1"))
    digits = "".join(character for character in text if character not in " ()-+./\n")
    assert [canary for canary in CANARIES if canary in text or canary in digits] == []
    assert "c2" in text


async def test_an_open_recording_has_it_all(path: Path) -> None:
    async with open_floor(path, OPEN, agents=1, calls=0) as floor:
        source = next(iter(floor.parts.board.sources))
        message = call_message({"userData": {"Account": "canary"}, "newField": {"deep": [1, "two"]}}, mood="bright")
        floor.parts.board.apply(source, read_message(CALLS_TOPIC, message, floor.clock.now_s()))
    assert all(word in text_of(path) for word in (NUMBER, "canary", '"newField":{"deep":[1,"two"]}', '"mood":"bright"'))
    player = played(path)
    assert player.board.calls[CallKey(source, "c1")].call.user_data == {"Account": "canary"}
    player.close()


@pytest.mark.parametrize("where", ["call", "userData", "extensions", "beside", "device"])
def test_a_credential_by_its_name_is_never_written(where: str) -> None:
    messages = {
        "call": call_message(CREDENTIALS),
        "userData": call_message({"userData": {"more": [CREDENTIALS], **CREDENTIALS}}),
        "extensions": call_message({}, extensions=CREDENTIALS, metrics={"a": CREDENTIALS}),
        "beside": call_message({}, **CREDENTIALS),
        "device": {"devices": [{"id": "d1", "phoneNumber": "5001", **CREDENTIALS}]},
    }
    written, _ = cleaned(OPEN, DEVICES_TOPIC if where == "device" else CALLS_TOPIC, messages[where])

    assert "canary" not in written
    assert json.dumps(MASK)[1:-1] in written


def texts_in(value: object) -> Iterator[str]:
    """Every text, and every name that is none of the wire's own."""
    if isinstance(value, dict):
        yield from (key for key in value if key not in Call.model_json_schema()["properties"] and key != "call")
        value = list(value.values())
    if isinstance(value, list):
        yield from (text for item in value for text in texts_in(item))
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("secret", [SECRET, 'quo"te\\back\n', "pässwörd", "12345678", "call"])
def test_a_password_is_taken_out_wherever_a_server_puts_it(secret: str) -> None:
    secrets: list[SecretStr] = []
    redact = RecordingRedaction(secrets)
    assert redact({"a": secret}) == {"a": secret}
    # It may have been renewed while it was recorded.
    secrets.append(SecretStr(secret))
    data = call_message({"userData": {secret: [f"x {secret} y", {"k": secret}]}, "ani": secret, "odd": secret})
    (event,) = read_message(CALLS_TOPIC, data, 5.0)
    written = redact(Cleaner(OPEN).event(event))
    everything = json.dumps(written)

    assert "x " in everything
    assert [text for text in texts_in(written) if secret in text] == []
    assert len(read_events([written])) == 1


def test_a_number_that_is_a_password_is_taken_out() -> None:
    assert RecordingRedaction([SecretStr("4711")])({"a": 4711, "b": 47110, "c": True}) == {
        "a": MASK,
        "b": 47110,
        "c": True,
    }


@pytest.mark.parametrize(
    "data", [{"call": {"state": "Ringing", "odd": "field"}}, {"messageType": "New", "odd": "field"}, 7]
)
def test_what_cannot_be_read_is_kept_where_everything_may_be_shown(data: object) -> None:
    (event,) = read_message(CALLS_TOPIC, data, 5.0)
    written, again = cleaned(OPEN, CALLS_TOPIC, data)

    assert again == (event,)
    assert ("odd" in written) == isinstance(data, dict)
    assert "odd" not in cleaned(WALL, CALLS_TOPIC, data)[0]


async def test_a_password_in_our_own_words_is_taken_out(path: Path) -> None:
    async with open_floor(path, OPEN, agents=1, calls=0) as floor:
        floor.parts.journal.note("", EntryKind.PROBLEM, f"careless {floor.simulator.password}")
        password = floor.simulator.password

    assert "careless" in text_of(path)
    assert password not in text_of(path)
