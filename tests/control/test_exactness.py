"""What is sent never comes from what is shown: it is what came, or nothing is sent and words say why."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.control.exact_road import SOURCE, Road, call, open_road
from tests.examples import examples
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.attached import LINE_BREAK, UNSEEN
from tui.live.operations.operator import NotSentError
from tui.live.store.card import CallKey
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.masked_board import masked_call
from tui.live.store.privacy import OPEN, WALL, Privacy, Show
from tui.screens.desk.desk_options import DeskOptions
from tui.source.intent import Intent, Target
from tui.source.models import Call
from tui.source.raw import Digits, Raw, segment
from tui.source.reading import distinct
from tui.source.snapshot import read_call
from tui.source.text import clean
from tui.views.words.call_words import who_words
from widgets.drawing.line import fit

if TYPE_CHECKING:

    def mypy_refuses(raw: Raw, shown: str, journal: Journal) -> None:
        """Each of these is an error; once it is none any more, mypy says that its comment is not needed."""
        fit(raw, 10)  # type: ignore[arg-type]  # what came is not drawn
        clean(raw)  # type: ignore[arg-type]  # nor taken for what is shown, also where it would be cleaned first
        who_words(raw, None, 1)  # type: ignore[arg-type]  # nor said
        journal.note(SOURCE, EntryKind.OPERATION, raw)  # type: ignore[arg-type]  # nor noted
        Intent(Target.CALL, "Hold", shown)  # type: ignore[arg-type]  # what is shown is not sent
        segment(shown)  # type: ignore[arg-type]  # nor part of an address


MASKED = Privacy(Show.LAST4, Show.LAST4, Show.LAST4)
PRIVACY = st.sampled_from([OPEN, MASKED, WALL])
# All that JSON can carry: lone surrogates, controls, bidi, soft hyphens, marks, and what looks like our own marks.
ODD = st.text(st.sampled_from("ab \n\r\t\0\x1b␊…�\u00ad\u200b\u202e\u0301\u1100ﷺ•~/%?#{}.\ud800"), max_size=12)
TEXT = ODD | st.text(max_size=40) | st.integers(250, 3_000).map(lambda size: "L" * size + "x")
DATA = st.dictionaries(TEXT, TEXT | st.integers(-(10**30), 10**30) | st.booleans() | st.none(), min_size=1, max_size=4)


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


async def send(road: Road, command_id: str, id_: str, given_: Given) -> str:
    """Send as the desk does; why nothing was sent, or ""."""
    command = BY_ID[command_id]
    try:
        await road.operator.send(command, SOURCE, distinct(id_), command.fill(given_))
    except (NotSentError, ValueError) as error:
        return str(error)
    return ""


@settings(max_examples=examples(60), deadline=None)
@given(ids=st.lists(TEXT.filter(bool), min_size=1, max_size=4, unique=True))
def test_an_id_reaches_the_server_as_it_is_or_is_refused(runner: asyncio.Runner, ids: list[str]) -> None:
    async def road() -> None:
        async with open_road(*map(call, ids), privacy=OPEN, options=DeskOptions()) as road:
            assert len(road.board.calls) == len(ids)
            for id_ in ids:
                road.targets.clear()
                refused = await send(road, "hangup", id_, Given())
                reached = [unquote(target.removeprefix("/api/v2/me/calls/")) for target in road.targets]
                assert reached == ([] if refused else [id_])
                sayable = id_.isprintable() and id_.isascii() and id_ not in (".", "..") and len(id_) < 2_000
                assert not (refused and sayable)

    runner.run(road())


@pytest.mark.parametrize("id_", [".", "..", "\ud800", "I" * 3_000])
def test_an_id_that_no_address_can_hold_is_refused_in_words(runner: asyncio.Runner, id_: str) -> None:
    async def road() -> None:
        async with open_road(call(id_), privacy=OPEN, options=DeskOptions()) as road:
            assert "its id" in await send(road, "hangup", id_, Given())
            assert road.targets == []

    runner.run(road())


@settings(max_examples=examples(60), deadline=None)
@given(data=DATA, privacy=PRIVACY, hidden=st.booleans())
def test_a_changed_entry_is_what_it_was_and_the_letter(
    runner: asyncio.Runner, data: dict[str, object], privacy: Privacy, hidden: bool
) -> None:
    options = DeskOptions(hide_data=("a*",) if hidden else ())

    async def road() -> None:
        async with open_road(call("C1", userData=data), privacy=privacy, options=options) as road:
            known = road.shown.calls[CallKey(SOURCE, "C1")]
            for shown_key in known.call.user_data or {}:
                question = road.questions.value_of(known, shown_key)
                draft = question.steps[0].draft
                if draft.refused or shown_key.startswith("•••• hidden"):
                    continue
                road.bodies.clear()
                refused = await send(road, "update_data", "C1", question.given({"value": Raw(draft.text + "!")}))
                assert not refused
                ((key, value),) = road.bodies[0]["userData"].items()
                assert key in data
                if draft.note == UNSEEN:
                    assert value == "!"
                else:
                    old = data[key]
                    text = old if isinstance(old, str) else "" if old is None else str(old)
                    assert value == (text.lower() if isinstance(old, bool) else text) + "!"

    runner.run(road())


@settings(max_examples=examples(40), deadline=None)
@given(data=DATA, privacy=PRIVACY)
def test_the_very_entry_is_deleted(runner: asyncio.Runner, data: dict[str, object], privacy: Privacy) -> None:
    async def road() -> None:
        async with open_road(call("C1", userData=data), privacy=privacy, options=DeskOptions()) as road:
            question = road.questions.about(BY_ID["delete_pair"], road.shown.calls[CallKey(SOURCE, "C1")])
            assert question is not None
            for choice in question.steps[0].choices:
                road.bodies.clear()
                if not await send(road, "delete_pair", "C1", question.given({"key": choice.value})):
                    assert road.bodies[0]["key"] in data

    runner.run(road())


@settings(max_examples=examples(40), deadline=None)
@given(numbers=st.lists(TEXT, min_size=1, max_size=4), privacy=PRIVACY)
def test_the_very_party_is_removed(runner: asyncio.Runner, numbers: list[str], privacy: Privacy) -> None:
    async def road() -> None:
        parties = [{"phoneNumber": number} for number in numbers]
        async with open_road(call("C1", participants=parties), privacy=privacy, options=DeskOptions()) as road:
            question = road.questions.about(BY_ID["remove_party"], road.shown.calls[CallKey(SOURCE, "C1")])
            assert question is not None
            offered = [choice.value.text for choice in question.steps[0].choices]
            assert offered == [number for number in numbers if clean(number) and len(number) <= 2_048]
            for choice in question.steps[0].choices:
                road.bodies.clear()
                assert privacy is OPEN or choice.shown.startswith("••••")
                if not await send(road, "remove_party", "C1", question.given({"party": choice.value})):
                    assert road.bodies[0]["participant"] in numbers

    runner.run(road())


def test_what_may_not_be_seen_starts_empty_and_says_so(runner: asyncio.Runner) -> None:
    async def road() -> None:
        data = {"Note": "a secret of the customer", "Text": "one\ntwo", "Long": "L" * 3_000, "Nested": {"a": 1}}
        async with open_road(call("C1", userData=data), privacy=MASKED, options=DeskOptions()) as road:
            known = road.shown.calls[CallKey(SOURCE, "C1")]
            draft = road.questions.value_of(known, "Note").steps[0].draft
            assert (draft.text, draft.note) == ("", UNSEEN)
        async with open_road(call("C1", userData=data), privacy=OPEN, options=DeskOptions()) as road:
            known = road.shown.calls[CallKey(SOURCE, "C1")]
            draft = road.questions.value_of(known, "Text").steps[0].draft
            assert (draft.text, draft.note) == ("one␊two", LINE_BREAK)
            long = road.questions.value_of(known, "Long").steps[0].draft
            assert long.refused == "only the first 2,000 of its 3,000 characters are known here"
            assert road.questions.value_of(known, "Nested").steps[0].draft.refused

    runner.run(road())


def test_digits_are_sent_and_then_known_to_nobody(runner: asyncio.Runner) -> None:
    async def road() -> None:
        async with open_road(call("C1"), privacy=OPEN, options=DeskOptions()) as road:
            road.answer = {"statusCode": 2, "statusMessage": "cannot send 4929"}
            await send(road, "dtmf", "C1", Given(digits=Digits("4929")))
            assert road.bodies[0]["digits"] == "4929"
            (one,) = road.operator.operations.values()
            told = f"{one!r} {one.words} {[entry.words for entry in road.journal]} {Given(digits=Digits('4929'))!r}"
            assert "4929" not in told
            assert str(one.asked.parameters["digits"]) == "4 digits"

    runner.run(road())


@given(raw=st.fixed_dictionaries({"id": TEXT.filter(bool), "uri": TEXT, "userData": DATA}))
def test_a_masked_copy_gives_no_operands(raw: dict[str, object]) -> None:
    known = read_call({**raw, "participants": [{"phoneNumber": "+12025550143"}]})
    assert isinstance(known, Call)
    masked = masked_call(known, WALL)
    with pytest.raises(LookupError):
        list(masked.raw_data)
    with pytest.raises(LookupError):
        assert masked.parties[0].raw_number
    assert masked.raw_id == known.raw_id


@pytest.mark.parametrize(
    ("command_id", "so", "words"),
    [
        ("mute", {"mute": "On"}, "is muted"),
        ("unmute", {"mute": "Off"}, "is not muted"),
        ("hold", {"state": "Held"}, "is held"),
        ("record", {"recordingState": "Recording"}, "is recorded"),
    ],
)
def test_what_is_so_already_is_not_sent_again(
    runner: asyncio.Runner, command_id: str, so: dict[str, object], words: str
) -> None:
    async def road() -> None:
        offered = call("C1", capabilities=[BY_ID[command_id].operation], **so)
        async with open_road(offered, privacy=OPEN, options=DeskOptions()) as road:
            assert words in await send(road, command_id, "C1", Given())
            assert road.targets == []

    runner.run(road())


def test_most_calls_keep_nothing_twice() -> None:
    known = read_call(call("C1", userData={"Note": "plain", "Number": 5}))
    assert isinstance(known, Call)
    assert known.exact is None
    assert known.parties[0].came_as is None
