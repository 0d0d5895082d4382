from tests.screens.centre import BILLING, go_live
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from widgets.drawing.theme import palette_of
from widgets.lists.journal_face import entry_face
from widgets.lists.journal_view import JournalView


def note(journal: Journal, clock: FixedClock, number: int) -> None:
    for place in range(number):
        clock.advance(1.0)
        journal.note(BILLING, EntryKind.CALL if place % 2 else EntryKind.DEVICE, f"entry {place:03}")


async def test_the_log_opens_at_its_end_and_follows_it(
    wall_app: MakeWall, board: Board, journal: Journal, clock: FixedClock
) -> None:
    go_live(board, BILLING, [])
    note(journal, clock, 100)
    app = wall_app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot, lambda: "entry 099" in screen_text(app))
        assert "entry 000" not in screen_text(app)
        journal.note(BILLING, EntryKind.PROBLEM, "a frame that is no JSON")
        await settle(pilot, lambda: "! problem" in screen_text(app))
        journal.note(BILLING, EntryKind.PROBLEM, "a frame that is no JSON")
        await settle(pilot, lambda: "a frame that is no JSON  ×2" in screen_text(app))


async def test_scrolling_back_stops_following_and_the_end_resumes(
    wall_app: MakeWall, board: Board, journal: Journal, clock: FixedClock
) -> None:
    go_live(board, BILLING, [])
    note(journal, clock, 100)
    app = wall_app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot, lambda: "entry 099" in screen_text(app))
        await pilot.press("pageup")
        await settle(pilot, lambda: "entry 099" not in screen_text(app))
        journal.note(BILLING, EntryKind.LINK, "something new")
        await settle(pilot, lambda: "101 of 101 · stands still" in screen_text(app))
        assert "something new" not in screen_text(app)
        await pilot.press("end")
        await settle(pilot, lambda: "something new" in screen_text(app))
        journal.note(BILLING, EntryKind.LINK, "something newer")
        await settle(pilot, lambda: "something newer" in screen_text(app))


async def test_one_kind_can_be_shown_alone(
    wall_app: MakeWall, board: Board, journal: Journal, clock: FixedClock
) -> None:
    go_live(board, BILLING, [])
    note(journal, clock, 6)
    app = wall_app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot, lambda: "entry 005" in screen_text(app))
        await pilot.press("f")
        assert "kind: link" in screen_text(app)
        await pilot.press("f")
        await settle(pilot, lambda: "3 of 6" in screen_text(app))
        assert "entry 001" in screen_text(app)
        assert "entry 000" not in screen_text(app)


async def test_long_entries_go_on_in_the_next_line(
    wall_app: MakeWall, board: Board, journal: Journal, clock: FixedClock
) -> None:
    go_live(board, BILLING, [])
    clock.advance(1.0)
    journal.note(BILLING, EntryKind.PROBLEM, "word " * 40 + "last")
    app = wall_app()
    async with app.run_test(size=(60, 24)) as pilot:
        await pilot.press("e")
        await settle(pilot, lambda: "last" in screen_text(app))
        assert screen_text(app).count("word") == 40


async def test_what_is_kept_of_the_lines_is_what_would_be_read_again(wall_app: MakeWall, clock: FixedClock) -> None:
    kept = Journal(clock, 8)
    app = wall_app()
    async with app.run_test(size=(60, 60)) as pilot:
        await app.mount(view := JournalView(kept))
        await settle(pilot, lambda: view.virtual_size.width == view.scrollable_content_region.width > 0)

        def is_as_read_again() -> bool:
            view.follow()
            width = view.scrollable_content_region.width
            wanted = [line.text for entry in kept for line in entry_face(entry, palette_of(app), width)]
            return [view.render_line(y).text for y in range(view.virtual_size.height)] == wanted

        for number in (1, 3, 5, 8, 20):
            note(kept, clock, number)
            assert is_as_read_again()
        for words in ("word " * 20, "the same", "the same", "the same"):
            kept.note(BILLING, EntryKind.PROBLEM, words)
            assert is_as_read_again()
        before = list(kept)
        kept.hide(lambda words: words.replace("entry", "masked"))
        assert is_as_read_again()
        kept.recall(before[:5])
        assert is_as_read_again()
        kept.recall([before[0], *before[2:5]])
        assert is_as_read_again()
        kept.recall(before[2:7])
        assert is_as_read_again()
        kept.recall([])
        assert is_as_read_again()
