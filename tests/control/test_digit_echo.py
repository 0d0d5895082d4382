"""What a server repeats of DTMF digits, in any field of the call and its consultations, reaches nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.control.bench import SOURCE, Bench, able, virtual
from tests.live.resources import call, device, message, snapshot
from tui.live.commands.filling import Given
from tui.live.digits.digit_echo import DigitEcho
from tui.live.digits.withholding import HIDDEN
from tui.live.operations.attached import UNSEEN, Attached, draft_of
from tui.source.events import CallEvent, DeviceEvent, ErrorEvent, UnreadableEvent
from tui.source.models import Call, Device
from tui.source.raw import Digits, Raw, RawObject
from tui.source.snapshot import Snapshot

PIN = "4929"
KNOWN: dict[str, Any] = {
    "dnis": "5550180",
    "ani": "+12025550143",
    "user_data": {"AccountNumber": "90017", "Limit": 1500, "Note": "call 5550199"},
    "capabilities": ["SendDtmf", "UpdateUserData", "InitiateConference", "Hold"],
}

ECHOES: dict[str, dict[str, Any]] = {
    "a new entry": {"user_data": {"LastDigits": PIN}},
    "an entry that changes": {"user_data": {"AccountNumber": PIN}},
    "a number": {"user_data": {"Collected": int(PIN)}},
    "a list": {"user_data": {"Collected": list(PIN)}},
    "an object": {"user_data": {"Collected": {"first": PIN[:2], "then": {"last": PIN[2:]}}}},
    "with spaces": {"user_data": {"Collected": " ".join(PIN)}},
    "in other digits": {"user_data": {"Collected": "٤٩٢٩"}},
    "within words": {"user_data": {"Note": f"entered {PIN}#"}},
    "a key": {"user_data": {PIN: "digits"}},
    "a key and its value": {"user_data": {PIN[:2]: PIN[2:]}},
    "an entry for each": {"user_data": dict(zip("abcd", PIN, strict=True))},
    "extensions": {"extensions": {"DTMFDigits": PIN}},
    "dnis": {"dnis": f"5550180,{PIN}"},
    "third party": {"third_party_dn": PIN},
    "a party": {"participants": [{"phoneNumber": PIN}]},
    "where a party is": {"participants": [{"phoneNumber": "+12025550143", "location": f"IVR {PIN}"}]},
    "an unknown field": {"case": [PIN]},
    "an unknown word": {"mute": f"On {PIN}", "recording_state": PIN},
    "a capability": {"capabilities": [f"Digits{PIN}"]},
}


def is_told(resource: Call) -> bool:
    text = repr((resource.wire(), resource.exact))
    # Also one after the other, whatever stands between them.
    plain = "".join(character for character in text if character.isalnum())
    return any(row in both for row in (PIN, "٤٩٢٩") for both in (text, plain)) or f"'{PIN[:2]}'" in text


async def sent(bench: Bench, digits: str = PIN) -> None:
    bench.show(able("a", "Established", **KNOWN))
    await bench.ask("dtmf", given=Given(digits=Digits(digits)))
    await bench.sending


def without_digits(echo: DigitEcho, found: Snapshot) -> Snapshot:
    """The whole state without them, with nobody to have a turn between."""
    steps = echo.snapshot(SOURCE, found)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            kept: Snapshot = done.value
            return kept


@virtual
@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
async def test_an_echo_is_withheld_in_messages_and_snapshots(echo: dict[str, Any]) -> None:
    bench = Bench()
    await sent(bench)
    repeated = call("a", "Established", **{**KNOWN, **echo})
    told = bench.operator.echo.event(SOURCE, message(1.0, repeated, "DtmfSent", raw={"call": echo}))
    assert isinstance(told, CallEvent)
    assert not is_told(told.call)
    assert told.raw is None
    seen = without_digits(bench.operator.echo, snapshot(repeated, call("b")))
    assert seen.calls == (told.call, call("b"))


@virtual
async def test_what_was_there_before_and_what_the_desk_writes_stays() -> None:
    bench = Bench()
    await sent(bench)
    same = call("a", "Held", **KNOWN)
    assert without_digits(bench.operator.echo, snapshot(same)).calls == (same,)
    await bench.ask("update_data", given=Given(data=RawObject({"Ticket": "88123", "Amount": 4711})))
    await bench.sending
    written = call("a", "Established", **{**KNOWN, "user_data": {"Ticket": "88123", "Amount": 4711, "Other": "88123"}})
    (kept,) = without_digits(bench.operator.echo, snapshot(written)).calls
    assert kept.user_data == {"Ticket": "88123", "Amount": 4711, "Other": HIDDEN}


@virtual
async def test_a_party_that_was_called_from_here_is_no_echo() -> None:
    bench = Bench()
    await sent(bench)
    parties: dict[str, Any] = {"participants": [{"phoneNumber": "+12025550143"}, {"phoneNumber": "5003"}]}
    joined = call("a", "Established", **{**KNOWN, **parties})
    (hidden,) = without_digits(bench.operator.echo, snapshot(joined)).calls
    assert [party.number for party in hidden.parties] == ["+12025550143", HIDDEN]
    assert not hidden.parties[1].sendable
    await bench.ask("conference", given=Given(number=Raw("5003")))
    await bench.sending
    (kept,) = without_digits(bench.operator.echo, snapshot(joined)).calls
    assert kept == joined


@virtual
async def test_digits_that_are_typed_one_by_one_are_no_less_secret() -> None:
    bench = Bench()
    bench.show(able("a", "Established", **KNOWN))
    for digit in PIN:
        await bench.ask("dtmf", given=Given(digits=Digits(digit)))
        await bench.sending
    repeated = call("a", "Established", **{**KNOWN, "user_data": {"Last": PIN[-1], "AccountNumber": "90017"}})
    (kept,) = without_digits(bench.operator.echo, snapshot(repeated)).calls
    assert kept.user_data == {"Last": HIDDEN, "AccountNumber": "90017"}


@virtual
async def test_a_consultation_is_given_the_same_data() -> None:
    bench = Bench()
    await sent(bench)
    consult = call(
        "c", "Dialing", call_type="Consult", parent_call_path="/calls/a", dnis="5003", user_data={"LastDigits": PIN}
    )
    (kept,) = without_digits(bench.operator.echo, snapshot(consult)).calls
    assert (kept.user_data, kept.dnis) == ({"LastDigits": HIDDEN}, "5003")


@virtual
async def test_words_and_what_cannot_be_read_lose_the_rows() -> None:
    bench = Bench()
    await sent(bench)
    error = bench.operator.echo.event(SOURCE, ErrorEvent(1.0, "a", f"cannot send {PIN} on 55"))
    assert error == ErrorEvent(1.0, "a", f"cannot send {HIDDEN} on 55")
    unreadable = bench.operator.echo.event(SOURCE, UnreadableEvent(1.0, "/v2/me/calls", f"no {PIN}", raw={"x": PIN}))
    assert isinstance(unreadable, UnreadableEvent)
    assert (unreadable.why, unreadable.raw) == (f"no {HIDDEN}", None)


@virtual
async def test_a_value_that_is_withheld_is_replaced_and_never_edited() -> None:
    bench = Bench()
    await sent(bench)
    repeated = call("a", "Established", **{**KNOWN, "user_data": {"LastDigits": PIN, PIN: "x"}})
    (kept,) = without_digits(bench.operator.echo, snapshot(repeated)).calls
    assert kept.user_data == {"LastDigits": HIDDEN, HIDDEN: HIDDEN}
    entries = dict(kept.raw_data)
    assert entries["LastDigits"].key == Raw("LastDigits")
    assert entries[HIDDEN].key is None
    draft = draft_of(Attached("LastDigits", HIDDEN, entries["LastDigits"], seen=True))
    assert (draft.text, draft.note) == ("", UNSEEN)


@virtual
async def test_other_calls_and_other_logins_are_left_alone() -> None:
    bench = Bench()
    await sent(bench)
    other = call("b", "Established", user_data={"Order": "4929"})
    assert without_digits(bench.operator.echo, snapshot(other)).calls == (other,)
    same_id = message(1.0, call("a", "Established", **{**KNOWN, "user_data": {"Order": "4929"}}))
    assert bench.operator.echo.event("somebody else", same_id) is same_id


@virtual
async def test_a_device_repeats_nothing_and_keeps_what_it_is_known_by() -> None:
    bench = Bench()
    await sent(bench)
    fields = {"description": f"heard {PIN}", "forwardTo": PIN, "dynamicPhoneNumber": PIN, "capabilities": [f"x{PIN}"]}
    told = {"id": "d1", "phoneNumber": "5001", "userState": {"state": "Ready", "reason": PIN}, **fields}
    repeated = Device.model_validate(told)
    event = bench.operator.echo.event(SOURCE, DeviceEvent(1.0, (repeated,), raw={"devices": [told]}))
    assert isinstance(event, DeviceEvent)
    (kept,) = event.devices
    assert PIN not in repr(kept.wire())
    assert (kept.phone_number, kept.user_state.state, event.raw) == ("5001", "Ready", None)
    seen = without_digits(bench.operator.echo, snapshot(call("a"), devices=(repeated, device("d2", number="5002"))))
    assert seen.devices == (kept, device("d2", number="5002"))


@virtual
async def test_a_number_that_calls_are_forwarded_to_from_here_is_no_echo() -> None:
    bench = Bench()
    await sent(bench)
    bench.board.apply(SOURCE, [DeviceEvent(1.0, (able_device(),))])
    await bench.ask("forward", "d1", given=Given(number=Raw("5003")))
    await bench.sending
    forwarded = able_device(forwardTo="5003")
    assert bench.operator.echo.event(SOURCE, DeviceEvent(2.0, (forwarded,))) == DeviceEvent(2.0, (forwarded,))
    elsewhere = able_device(forwardTo="5004")
    event = bench.operator.echo.event(SOURCE, DeviceEvent(2.0, (elsewhere,)))
    assert isinstance(event, DeviceEvent)
    assert event.devices[0].forward_to == HIDDEN


def able_device(**fields: object) -> Device:
    known = {"id": "d1", "phoneNumber": "5001", "deviceState": "Active", "userState": {"state": "Ready"}}
    return Device.model_validate({**known, "capabilities": ["ForwardCallsOn"], **fields})


@virtual
# Nobody tells how many digits there were: a party is one.
@pytest.mark.parametrize("name", [name for name in ECHOES if name != "a party"])
async def test_digits_that_somebody_else_sends_are_withheld_from_then_on(name: str) -> None:
    echo = ECHOES[name]
    bench = Bench()
    bench.show(able("a", "Established", **KNOWN))
    repeated = call("a", "Established", **{**KNOWN, **echo})
    told = bench.operator.echo.event(SOURCE, message(1.0, repeated, "DtmfSent", raw={"call": echo}))
    assert isinstance(told, CallEvent)
    assert not is_told(told.call)
    assert told.raw is None
    assert without_digits(bench.operator.echo, snapshot(repeated)).calls == (told.call,)


@virtual
async def test_the_message_about_our_own_digits_is_about_nobody_elses() -> None:
    bench = Bench()
    bench.show(able("a", "Established", **KNOWN))
    await bench.ask("dtmf", given=Given(digits=Digits(PIN)))
    told = message(1.0, call("a", "Established", **KNOWN), "DtmfSent", metrics={"eventProcessing": {"id": 1}})
    later = call("a", "Established", **{**KNOWN, "user_data": {"Step": "2"}})
    for _ in range(2):
        bench.operator.take_event(SOURCE, bench.operator.echo.event(SOURCE, told))
    assert without_digits(bench.operator.echo, snapshot(later)).calls == (later,)
    bench.operator.echo.event(SOURCE, message(2.0, later, "DtmfSent", metrics={"eventProcessing": {"id": 2}}))
    (kept,) = without_digits(bench.operator.echo, snapshot(later)).calls
    assert kept.user_data == {"Step": HIDDEN}
    await bench.sending


NAMED = [
    {"CollectedDigits": PIN},
    {"LAST_COLLECTED_DIGIT": PIN[0]},
    {"DTMFDigits": int(PIN)},
    {"ivr.dtmf": list(PIN)},
    {"IVR": {"steps": [{"DtmfInput": PIN}]}},
]


@virtual
@pytest.mark.parametrize("data", NAMED, ids=str)
async def test_what_calls_itself_dtmf_digits_is_withheld_whoever_pressed_them(data: dict[str, Any]) -> None:
    bench = Bench()
    echo = bench.operator.echo
    whole = {**data, "AccountNumber": "90017", "DtmfMode": "on"}
    repeated = call("a", "Established", user_data=whole, extensions=data)
    told = echo.event(SOURCE, message(1.0, repeated, extensions=data, raw={"call": {"userData": data}}))
    assert isinstance(told, CallEvent)
    (key,) = data
    assert told.call.user_data == {key: HIDDEN, "AccountNumber": "90017", "DtmfMode": "on"}
    assert told.extensions == told.call.extensions == {key: HIDDEN}
    assert told.raw is None
    raw = {"calls": [{"id": "a", "userData": data}]}
    seen = without_digits(echo, snapshot(repeated).model_copy(update={"raw": raw}))
    assert (seen.calls, seen.raw) == ((told.call,), None)
    entries = dict(told.call.raw_data)
    assert draft_of(Attached(key, HIDDEN, entries[key], seen=True)).note == UNSEEN


@virtual
@pytest.mark.parametrize("place", [0, 130, 199])
@pytest.mark.parametrize("part", ["calls", "devices"])
async def test_of_many_that_came_one_that_names_digits_is_enough(part: str, place: int) -> None:
    echo = Bench().operator.echo
    came: dict[str, list[dict[str, Any]]] = {"calls": [], "devices": []}
    came[part] = [{"id": f"c{number}"} for number in range(200)]
    many = snapshot(*(call(f"c{number}") for number in range(200))).model_copy(update={"raw": came})
    assert without_digits(echo, many) is many
    came[part][place]["userData"] = {"DTMFDigits": PIN}
    assert without_digits(echo, many).raw is None
    assert without_digits(echo, many).calls == many.calls


@virtual
async def test_what_holds_no_digits_is_the_same_object() -> None:
    echo = Bench().operator.echo
    plain = message(1.0, call("a", "Established", **KNOWN), raw={"call": {}})
    whole = snapshot(plain.call)
    assert echo.event(SOURCE, plain) is plain
    assert without_digits(echo, whole) is whole


@virtual
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("heard 4 9 2 9 here", "heard • here"),
        ("heard 4-9-2-9", "heard •"),
        ("heard '4', '9', '2', '9'", "heard '•'"),
        ("device 5001 heard 1 of 2", "device 5001 heard 1 of 2"),
    ],
)
async def test_rows_are_found_whatever_separates_them(words: str, shown: str) -> None:
    bench = Bench()
    await sent(bench)
    event = bench.operator.echo.event(SOURCE, ErrorEvent(1.0, "a", words))
    assert event == ErrorEvent(1.0, "a", shown)
