"""What may be counted holds nothing that a policy masks, and only the makers of operands reach more of it."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, get_type_hints

import pytest

from tests.privacy.test_canaries import CANARIES, NUMBER, SOURCE, fill
from tests.screens.centre import call, go_live
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tui.live.operations.parties import named_parties
from tui.live.store import bare
from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.journal import Journal
from tui.live.store.masked_board import MaskedBoard, masked_board
from tui.live.store.privacy import WALL, Privacy, Show
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Grouping, GroupRules
from tui.views.arrangement.grouping import group_of
from tui.views.words.call_words import who_of
from widgets.cards.density import Density

if TYPE_CHECKING:

    def mypy_refuses(board: Board, key: CallKey) -> None:
        """Each of these is an error; once it is none any more, mypy says that its comment is not needed."""
        known, source = board.bare.calls[key], board.bare.sources[key.source]
        who_of(known)  # type: ignore[arg-type]  # what draws takes what may be shown
        _ = known.call.ani  # type: ignore[attr-defined]  # a number
        _ = known.call.user_data  # type: ignore[attr-defined]  # attached data
        _ = known.unreadable  # type: ignore[attr-defined]  # words of the server
        _ = source.link.why  # type: ignore[attr-defined]  # words of the server
        _ = source.user.first_name  # type: ignore[attr-defined]  # a name


HIDDEN = Privacy(Show.HIDE, Show.HIDE, Show.HIDE)


def facts_of(one: object, kind: type) -> Iterator[tuple[str, object]]:
    """Everything that a type lets be read of an object, those types within it too."""
    for name, member in vars(kind).items():
        if not isinstance(member, property) or name.startswith("_"):
            continue
        inside = get_type_hints(member.fget, vars(bare))["return"]
        value = getattr(one, name)
        if getattr(inside, "_is_protocol", False):
            yield from ((f"{name}.{more}", fact) for more, fact in facts_of(value, inside))
        elif name == "devices":
            for key, known in value.items():
                yield from ((f"devices.{more}", (key, fact)) for more, fact in facts_of(known, bare.BareDevice))
        else:
            yield name, value


@pytest.mark.parametrize("policy", [WALL, HIDDEN])
def test_masking_changes_nothing_that_may_be_counted(board: Board, journal: Journal, policy: Privacy) -> None:
    fill(board, journal)
    board.set_link(SOURCE, board.sources[SOURCE].link.state, f"device {NUMBER} is gone")
    shown = masked_board(board, policy)

    for key, known in shown.bare.calls.items():
        facts = dict(facts_of(known, bare.BareCall))
        assert facts == dict(facts_of(shown.calls[key], bare.BareCall))
        assert "call.state" in facts
        assert not [fact for fact in facts.values() if any(canary in str(fact) for canary in CANARIES)]
    for name, source in shown.bare.sources.items():
        sums = dict(facts_of(source, bare.BareSource))
        assert sums == dict(facts_of(shown.sources[name], bare.BareSource))
        assert not [fact for fact in sums.values() if any(canary in str(fact) for canary in CANARIES)]


def test_a_party_is_named_exactly_and_shown_masked(board: Board, journal: Journal) -> None:
    fill(board, journal)
    party, *_ = named_parties(masked_board(board, WALL), CallKey(SOURCE, "c1"))

    assert (party.raw_number.text, party.shown.shown) == (NUMBER, "•••• 0143")
    with pytest.raises(LookupError):
        _ = party.shown.raw_number


def test_a_queue_is_named_as_it_may_be_shown(board: Board) -> None:
    data = {"Queue": f"Sales {NUMBER}", "Other": "Cards 1234"}
    go_live(board, "a", [call("c1", userData=data)])

    def queue(show: Show, key: str = "Queue") -> str:
        shown = masked_board(board, Privacy(Show.LAST4, Show.LAST4, Show.HIDE, ((key, show),)))
        return group_of(Grouping.QUEUE, GroupRules(key), shown, shown.bare.calls[CallKey("a", "c1")]).name

    assert queue(Show.SHOW) == "Sales •••• 0143"
    assert queue(Show.LAST4, "Other") == "•••• 1234"
    assert queue(Show.HIDE) == "queue unknown"


async def test_what_only_counts_masks_no_call(board: Board, journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [call(f"c{n}", "Held", duration=str(n), callUuid=f"u{n // 2}") for n in range(400)]
    go_live(board, "a", many, ["5001"])
    shown = masked_board(board, WALL)
    assert isinstance(shown, MaskedBoard)
    masked: set[CallKey] = set()
    lookup = type(shown.calls).__getitem__

    def note(mapping: Mapping[CallKey, BoardCall], key: CallKey) -> BoardCall:
        masked.update([key] if isinstance(key, CallKey) else [])
        return lookup(mapping, key)

    monkeypatch.setattr(type(shown.calls), "__getitem__", note)
    app = WallApp(shown, journal, WallOptions(density=Density.ROW))
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot, lambda: "HELD" in screen_text(app))
        for key in ("g", "g", "g", "c", "s", "a"):
            await pilot.press(key)
            await settle(pilot, lambda: "HELD" in screen_text(app))
    assert 0 < len(masked) < len(many) // 2
