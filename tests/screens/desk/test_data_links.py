"""Attached data lead to pages of the configuration: only whole values that may be seen, and in no picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.screens.desk import canned
from tests.screens.desk.canned import AGENT, ScriptedPoster
from tests.screens.desk.desk_app import DeskApp
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import OPEN, Privacy, Show
from tui.patches.changed_cells import forget, show_links
from tui.screens.desk.data_links import links_of
from tui.screens.desk.desk_options import DeskOptions
from tui.source.models import Call
from tui.source.reading import USER_DATA_TEXT_LIMIT
from tui.source.snapshot import read_call
from tui.terminal.links import link_to

HOST = "https://crm.example.com/"
TEMPLATES = {"CaseUrl": f"{HOST}first?u={{value}}", "Case*": f"{HOST}cases/{{value}}", "Caller": f"{HOST}?n={{value}}"}
KEY = CallKey(AGENT, "c1")
DATA: dict[str, object] = {
    "CaseId": "A/17 b",
    "CaseUrl": "https://evil.example/",
    "CaseNumber": 40217,
    "CaseHostile": "\x1b\\\x1b]8;;https://evil.example/\x07\x9c",
    "CaseUp": "..",
    "CaseNone": None,
    "CaseYes": True,
    "CaseEmpty": "",
    "CaseMany": ["1", "2"],
    "CaseNested": {"Id": "1"},
    "CaseLong": "9" * (USER_DATA_TEXT_LIMIT + 1),
    "Caller": "+12025550143",
    "Other": "1",
}


@pytest.fixture
def talking(board: Board) -> Board:
    canned.go_live(board)
    read = read_call({**canned.call("c1", "Established", "+12025550143").wire(), "userData": DATA})
    assert isinstance(read, Call)
    canned.tell(board, read)
    return board


@pytest.mark.parametrize(
    ("privacy", "shown"),
    [
        (OPEN, {"CaseId", "CaseUrl", "CaseNumber", "Caller"}),
        # Of a number of a party, and of all that is masked, no more is told by a link than is seen.
        (Privacy(numbers=Show.LAST4), {"CaseId", "CaseUrl", "CaseNumber"}),
        (Privacy(data=Show.LAST4, keys=(("CaseId", Show.SHOW),)), {"CaseId"}),
        (Privacy(data=Show.HIDE), set()),
    ],
)
def test_only_a_whole_value_that_is_seen_as_it_came_leads_somewhere(
    talking: Board, privacy: Privacy, shown: set[str]
) -> None:
    links = links_of(masked_board(talking, privacy), KEY, TEMPLATES)
    expected = {
        "CaseId": f"{HOST}cases/A%2F17%20b",
        "CaseUrl": f"{HOST}first?u=https%3A%2F%2Fevil.example%2F",
        "CaseNumber": f"{HOST}cases/40217",
        "Caller": f"{HOST}?n=%2B12025550143",
    }
    assert links == {key: link for key, link in expected.items() if key in shown}
    assert links_of(talking, KEY, {}) == {}
    assert links_of(talking, CallKey(AGENT, "gone"), TEMPLATES) == {}


async def test_they_are_drawn_where_the_terminal_knows_them_and_never_in_a_picture(
    talking: Board, journal: Journal
) -> None:
    app = DeskApp(
        talking, journal, Operator(talking, journal, {AGENT: ScriptedPoster()}), DeskOptions(data_links=TEMPLATES)
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()

        def links() -> Iterator[tuple[str, str]]:
            for strip in app.screen._compositor.render_strips():
                yield from ((text.strip(), style.link) for text, style, _ in strip if style and style.link)

        def sent() -> str:
            return app.screen._compositor.render_full_update().render_segments(app.console)

        assert ("A/17 b", f"{HOST}cases/A%2F17%20b") in list(links())
        assert len(list(links())) == 4
        assert "crm.example.com" not in app.export_screenshot()
        assert "\x1b]8" not in sent()

        show_links(app.console)
        forget(app.console)
        whole = sent()
        address = f"{HOST}cases/A%2F17%20b"
        assert f"{link_to(address)}A/17 b" in whole
        # Each link ends before anything else is written, and nothing follows the last one.
        sequences = re.findall(r"\x1b\]8;([^;]*);([^\x1b]*)\x1b\\", whole)
        assert [bool(leads) for _, leads in sequences] == [True, False] * 4
        assert "evil.example/\x07" not in whole
        # What stands is not sent again.
        assert "A/17 b" not in sent()
