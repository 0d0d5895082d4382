"""The desk's sheets: which sections there are, and in which order."""

from collections.abc import Callable, Sequence

from tui.live.operations.permission import LINK_DOWN
from tui.live.reports.activity import Activity
from tui.live.store.journal import Journal
from tui.screens.desk.data_links import links_of
from tui.screens.desk.data_rows import data_rows
from tui.screens.desk.desk_keys import DAY, DISPOSITION, STATES
from tui.screens.desk.desk_parts import DeskParts
from tui.screens.desk.happenings import happenings
from tui.views.words.role import Role
from widgets.cards.detail_face import detail_face
from widgets.desk.data_face import data_face
from widgets.desk.desk_calls_face import calls_face
from widgets.desk.device_face import device_face
from widgets.desk.happened_face import happened_face
from widgets.desk.operations_face import (
    OperationView,
    impossible_operations_face,
    operations_face,
    possible_operations_face,
)
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.sections import MARGIN, air, heading
from widgets.drawing.spots import SheetLine, SheetSpan, indented, lay_pieces

_LEAST_HAPPENED = 5
_MOST_HAPPENED = 14
_MARGIN = 1


class DeskSheets:
    """Draws; remembers only where the selected call is, and what happened."""

    def __init__(
        self,
        parts: DeskParts,
        journal: Journal,
        palette: Callable[[], Palette],
        answer_keys: Callable[[], Sequence[str]],
    ) -> None:
        """Draw from these.

        Args:
            parts: What is known, and can be done.
            journal: What happened.
            palette: The colours now.
            answer_keys: The keys that answer now, the shortest way first.
        """
        self.selected = range(0)
        self._board = parts.board
        self._activity = Activity(parts.board)
        self._journal = journal
        self._operator = parts.operator
        self._calls = parts.calls
        self._sight = parts.sight
        self._options = parts.options
        self._dispositions = parts.dispositions
        self._palette = palette
        self._answer_keys = answer_keys

    def stop(self) -> None:
        """Listen to the board no more."""
        self._activity.stop()

    def left(self, width: int, height: int) -> list[SheetLine]:
        """Phones and calls.

        Args:
            width: Cells.
            height: Lines; the sheet may be longer.
        """
        del height
        return self._around(width, small=False)

    def right(self, width: int, height: int) -> list[SheetLine]:
        """The selected call, what can be done, what happened; arguments as for `left`."""
        palette = self._palette()
        lines = [*self._details(palette, width), *self._deeds(palette, width)]
        room = height - len(lines) - 2
        return [*lines, air(palette, width), *self._happened(palette, width, max(_LEAST_HAPPENED, room))]

    def only(self, width: int, height: int) -> list[SheetLine]:
        """Everything below each other, what is needed most first; arguments as for `left`."""
        del height
        palette = self._palette()
        *about_calls, (other_title, others) = self._titled()
        calls = [deed for _, deeds in about_calls for deed in deeds]
        lines = self._around(width, small=True)
        if about_calls:
            title = about_calls[0][0]
            lines += [heading(title, palette, width), *possible_operations_face(calls, palette, width)]
            lines += [air(palette, width), *self._details(palette, width, small=True)]
        elif not self._calls.placed:
            lines.append(air(palette, width))
        lines += [heading(other_title, palette, width), *possible_operations_face(others, palette, width)]
        if not about_calls:
            details = self._details(palette, width, small=True)
            lines += [_hint(palette, width), *([air(palette, width), *details] if details else [])]
        lines += [air(palette, width), *self._happened(palette, width, _LEAST_HAPPENED), air(palette, width)]
        if not any(deed.why for deed in (*calls, *others)):
            return lines
        return [
            *lines,
            heading("not now", palette, width),
            *impossible_operations_face([*calls, *others], palette, width),
        ]

    def _around(self, width: int, *, small: bool) -> list[SheetLine]:
        palette = self._palette()
        views = self._sight.devices()
        lines = [line for view in views for line in device_face(view, palette, width)]
        lines += [] if small and self._calls.placed else [air(palette, width)]
        cards = self._sight.cards(palette, next(iter(self._answer_keys()), ""))
        lines_of_cards, selected = calls_face(cards, palette, width - 2 * _MARGIN, small=small)
        self.selected = range(len(lines) + selected.start, len(lines) + selected.stop)
        margin = air(palette, _MARGIN).strip
        lines += [indented(card, margin) for card in lines_of_cards]
        return lines if cards else [*lines, self._nothing(palette, width)]

    def _nothing(self, palette: Palette, width: int) -> SheetLine:
        pen = pen_of(palette, Ground.BACKGROUND)
        links = [source.link for source in self._board.sources.values()]
        words = "no calls" if all(link.live for link in links) else "no calls known, and not sure"
        words = next((f"no call can be seen: {link.why}" for link in links if link.blind), words)
        return lay_pieces(width, pen.style(), [SheetSpan(f"{MARGIN}{words}", pen.style(Role.DIM))])

    def _details(self, palette: Palette, width: int, *, small: bool = False) -> list[SheetLine]:
        call = self._calls.call
        if call is None:
            return []
        sight, options = self._sight, self._options
        now_s, legs = sight.now_s(call), sight.legs_words(call)
        lines = detail_face(call, now_s, legs, palette, width, stale=sight.stale(call), small=small)
        wanted = "" if call.ended else options.disposition_key
        links = links_of(self._board, call.key, options.data_links)
        rows, hidden = data_rows(call.call, options.show_data, options.hide_data, wanted, links)
        deed = next((one for one in sight.call_deeds() if one.meaning == ("command", "update_data")), None)
        key = deed.key if deed and not deed.why else ""
        return [*lines, air(palette, width), *data_face(rows, hidden, key, palette, width), air(palette, width)]

    def _deeds(self, palette: Palette, width: int) -> list[SheetLine]:
        lines: list[SheetLine] = []
        for title, deeds in self._titled():
            why = _same(deeds)
            lines += [] if not lines else [air(palette, width)]
            lines.append(heading(title, palette, width, why))
            lines += operations_face(deeds, palette, width, why)
        return lines if self._goes_on else [*lines, _hint(palette, width)]

    @property
    def _goes_on(self) -> bool:
        """Whether there is a selected call with which anything could be done."""
        call = self._calls.call
        return call is not None and not call.ended

    def _titled(self) -> list[tuple[str, list[OperationView]]]:
        late = self._dispositions.late(self._calls.call) is not None
        calls = self._sight.call_deeds(own_keys=[("o", "disposition", DISPOSITION)], late=late)
        others = self._sight.other_deeds(own_keys=[("Y", "agent state, reason", STATES)])
        others += (
            [OperationView("H", "calls of the day", meaning=("own", DAY))] if self._options.day is not None else []
        )
        if not self._goes_on:
            # What needs a call stands in the help: two dozen greyed lines hide the few that matter.
            return [("what I can do now", [*others, *(deed for deed in calls if not deed.why)])]
        return [("what I can do", calls), ("phone and agent", others)]

    def _happened(self, palette: Palette, width: int, room: int) -> list[SheetLine]:
        most = min(room, _MOST_HAPPENED)
        happened = happenings(self._operator.operations.values(), self._activity, self._journal, self._board, most)
        return [heading("just now", palette, width), *happened_face(happened, palette, width)]


def _hint(palette: Palette, width: int) -> SheetLine:
    pen = pen_of(palette, Ground.BACKGROUND)
    words = f"{MARGIN}? shows what can be done with a call"
    return lay_pieces(width, pen.style(), [SheetSpan(words, pen.style(Role.DIM))])


def _same(deeds: Sequence[OperationView]) -> str:
    """The reason that greys all of them, or all that ask a server for something; "" where there is none."""
    reasons = {deed.why for deed in deeds}
    return LINK_DOWN if reasons == {LINK_DOWN, ""} else reasons.pop() if len(reasons) == 1 else ""
