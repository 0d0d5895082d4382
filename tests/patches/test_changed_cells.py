"""What is sent, replayed by a terminal that we did not write, is the picture that Textual has."""

from __future__ import annotations

import random
from typing import cast

import pyte
from rich.segment import Segment
from rich.style import Style
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from tests.hostile.terminal import UNKNOWN_TO_PYTE
from tests.patches.sent import Sent
from tui.patches.changed_cells import draw_whole, forget, send_changed_cells

COLUMNS, ROWS = 40, 10
_LETTERS = "aaaabcdé│●─0123456789     "
_STRANGE = ["漢", "字", "e\u0301", "🙂", "ก\u0e48"]
"""One letter each; a mark goes with its letter."""
_STYLES = [Style.parse(words) for words in ("red", "bold red on blue", "#a0b0c0 on #101820", "reverse", "underline")]


class Cells(Widget):
    """Cells of which any may change."""

    DEFAULT_CSS = "Cells { height: 1fr; }"

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.asked = 0
        self._dice = dice
        self._lines = [self._line() for _ in range(ROWS)]

    def render_line(self, y: int) -> Strip:
        self.asked += 1
        return self._lines[y].crop_extend(0, self.size.width, _STYLES[0])

    def change(self) -> None:
        """Change a few lines or none, and let Textual draw more than that again."""
        for y in self._dice.sample(range(ROWS), self._dice.randrange(4)):
            self._lines[y] = self._line() if self._dice.random() < 0.3 else self._touched(self._lines[y])
        self.refresh(*(Region(0, y, self.size.width, 1) for y in range(ROWS)))

    def _touched(self, line: Strip) -> Strip:
        at = self._dice.randrange(COLUMNS - 2)
        piece = Strip([Segment(self._dice.choice("12xé●"), self._dice.choice(_STYLES))])
        return Strip.join([line.crop(0, at), piece, line.crop(at + 1)])

    def _line(self) -> Strip:
        letters = [*_LETTERS, *(_STRANGE if self._dice.random() < 0.3 else [])]
        words = ["".join(self._dice.choices(letters, k=self._dice.randrange(1, 9))) for _ in range(8)]
        return Strip([Segment(word, self._dice.choice(_STYLES)) for word in words])


class Over(Screen[None]):
    """Stands above a part of what is beneath."""

    CSS = "Over { background: transparent; } Over Cells { width: 20; height: 4; margin: 2; }"

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        send_changed_cells(self)
        self.cells = Cells(dice)

    def compose(self) -> list[Cells]:
        return [self.cells]


class Beneath(Over):
    """Two widgets, which share lines."""

    CSS = "Beneath { layout: horizontal; } Beneath Cells { width: 1fr; }"

    def __init__(self, dice: random.Random) -> None:
        super().__init__(dice)
        self.others = Cells(dice)

    def compose(self) -> list[Cells]:
        return [self.cells, self.others]


async def test_a_terminal_shows_what_textual_drew_after_any_changes() -> None:
    dice = random.Random(14)
    app: App[None] = App(driver_class=Sent)
    async with app.run_test(headless=False, size=(COLUMNS, ROWS)) as pilot:
        driver = cast(Sent, app._driver)
        terminal = pyte.Screen(COLUMNS, ROWS)
        stream = pyte.Stream(terminal)
        beneath = Beneath(dice)
        await app.push_screen(beneath)
        for turn in range(180):
            if turn % 60 == 20:
                await app.push_screen(Over(dice))
            elif turn % 60 == 40:
                await app.pop_screen()
            elif turn % 60 == 50:
                # The terminal loses what it showed, and is drawn anew, as after a stop or a picture that was left out.
                terminal.reset()
                forget(app.console)
                app.screen.refresh(layout=True)
            elif turn % 60 == 55:
                columns, rows = COLUMNS + turn // 60 - 2, ROWS
                terminal.resize(rows, columns)
                await pilot.resize_terminal(columns, rows)
            cells = [beneath.cells, beneath.others, *([app.screen.cells] if isinstance(app.screen, Over) else [])]
            if turn % 7 == 3:
                with app.batch_update():
                    dice.choice(cells).change()
                    await pilot.pause()
                    dice.choice(cells).change()
            dice.choice(cells).change()
            await pilot.pause()
            stream.feed(_known("".join(driver.sent)))
            driver.sent.clear()
            assert _shown(terminal) == _shown(_drawn(app)), (turn, _differences(terminal, _drawn(app)))


async def test_in_a_batch_nothing_is_drawn_and_all_of_it_afterwards() -> None:
    app: App[None] = App(driver_class=Sent)
    async with app.run_test(headless=False, size=(COLUMNS, ROWS)) as pilot:
        driver, terminal = cast(Sent, app._driver), pyte.Screen(COLUMNS, ROWS)
        stream = pyte.Stream(terminal)
        driver.sent.clear()
        with app.batch_update():
            beneath = Beneath(random.Random(7))
            await app.push_screen(beneath)
            await pilot.pause()
            assert (beneath.cells.asked, beneath.cells.size) == (0, Size(COLUMNS // 2, ROWS))
        beneath.refresh()
        await pilot.pause()
        stream.feed(_known("".join(driver.sent)))
        assert beneath.cells.asked > 0
        assert _shown(terminal) == _shown(_drawn(app))


async def test_what_stands_already_is_not_sent_again() -> None:
    app: App[None] = App(driver_class=Sent)
    async with app.run_test(headless=False, size=(COLUMNS, ROWS)) as pilot:
        driver = cast(Sent, app._driver)
        beneath = Beneath(random.Random(1))
        cells = beneath.cells
        cells._lines = [Strip([Segment("5550100 talking 0:01", _STYLES[0])])] * ROWS
        await app.push_screen(beneath)
        await pilot.pause()
        driver.sent.clear()

        cells._lines = [*cells._lines[:3], Strip([Segment("5550100 talking 0:02", _STYLES[0])]), *cells._lines[4:]]
        cells.refresh()
        await pilot.pause()
        assert "".join(driver.sent).partition("m")[2].partition("\x1b")[0] == "2"
        assert len("".join(driver.sent)) < 60

        driver.sent.clear()
        draw_whole(app)
        await pilot.pause()
        assert "".join(driver.sent).count("talking") == ROWS


async def test_beneath_another_screen_only_what_changed_is_sent() -> None:
    app: App[None] = App(driver_class=Sent)
    async with app.run_test(headless=False, size=(COLUMNS, ROWS)) as pilot:
        driver = cast(Sent, app._driver)
        beneath = Beneath(random.Random(1))
        beneath.cells._lines = [Strip([Segment("5550100 talking 0:01", _STYLES[0])])] * ROWS
        await app.push_screen(beneath)
        await app.push_screen(Over(random.Random(2)))
        await pilot.pause()
        driver.sent.clear()

        beneath.cells._lines = [Strip([Segment("5550100 talking 0:02", _STYLES[0])])] * ROWS
        beneath.cells.refresh()
        await pilot.pause()
        sent = "".join(driver.sent)
        assert "2" in sent
        assert "talking" not in sent


def _drawn(app: App[None]) -> pyte.Screen:
    """What Textual itself would send of the whole."""
    size = Size(*app.size)
    compositor = app.screen._compositor
    simplified = compositor.render_full_update(simplify=True)
    shown = pyte.Screen(size.width, size.height)
    pyte.Stream(shown).feed(_known(LayoutUpdate(simplified.strips, size.region).render_segments(app.console)))
    return shown


def _shown(screen: pyte.Screen) -> list[list[pyte.screens.Char]]:
    return [[screen.buffer[y][x] for x in range(screen.columns)] for y in range(screen.lines)]


def _known(text: str) -> str:
    return UNKNOWN_TO_PYTE.sub(b"", text.encode()).decode()


def _differences(left: pyte.Screen, right: pyte.Screen) -> list[str]:
    pairs = zip(left.display, right.display, strict=True)
    return [f"{y}: {one!r} is not {other!r}" for y, (one, other) in enumerate(pairs) if one != other]
