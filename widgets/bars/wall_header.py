"""The head of the wall as a widget."""

from collections.abc import Sequence
from math import floor

from textual.strip import Strip

from tui.live.publishers import Relay
from tui.live.store.board import Board
from tui.views import moment
from tui.views.attention.tally import Tally
from tui.views.words.call_words import who_of
from tui.views.words.durations import duration
from tui.views.words.link_lines import LinkLines, lines_of_links
from tui.views.words.link_words import FOR_EVER, StaleLimits, all_links
from tui.views.words.publisher_words import relay_words
from tui.views.words.scope_words import scope_title, scope_words
from widgets.bars.header_face import Headlines, header_face
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

FEW = 24
"""So many sources take no time worth saving."""


class WallHeader(StripLines):
    """Says how sure the board is, how many calls there are, and which is the longest."""

    DEFAULT_CSS = """
    WallHeader { height: 4; }
    """

    def __init__(self, board: Board, title: str, *, names_zone: bool = False, relays: Sequence[Relay] = ()) -> None:
        """Make the head.

        Args:
            board: Where the sources and calls are.
            title: What the wall is about; "" says whose calls are shown.
            names_zone: Whether the clock names its time zone.
            relays: Where others tell of their logins.
        """
        super().__init__()
        self._relays = relays
        self._retry_key = ""
        self._names_zone = names_zone
        self._board = board
        self._title = title
        self._tally = Tally()
        self._big = False
        self._banner = ""
        self._hour: tuple[int, ...] = ()
        self._patience = FOR_EVER
        self._polled = 0
        self._links = LinkLines()
        self._all = all_links(())
        self._revision = -1
        self._seen: object = None
        self._said: tuple[object, ...] = ()

    def call_it(self, title: str) -> None:
        """Say something else beside the name of the program.

        Args:
            title: What the wall is about; "" says whose calls are shown.
        """
        self._title = title

    def show(
        self,
        tally: Tally,
        *,
        big: bool,
        banner: str = "",
        hour: tuple[int, ...] = (),
        patience: StaleLimits = FOR_EVER,
        retry_key: str = "",
        polled: int = 0,
    ) -> None:
        """Say these numbers, and everything else as it is now.

        Args:
            tally: Numbers about the calls.
            big: Whether they are to be read from afar.
            banner: The worst alarm in words; "" for none.
            hour: The most calls at once, a number for some minutes each, oldest first.
            patience: For how long a source may not be live before somebody is warned.
            retry_key: The key that tries again now; "" where there is none.
            polled: Agents of whom no more than the state is asked for.
        """
        self._retry_key = retry_key
        self._polled = polled
        self._patience = patience
        self._banner = banner
        self._hour = hour
        self._tally = tally
        self._big = big
        said = self._basis()
        # With a change of one call all of it is asked for, and most of it says what it said.
        if said != self._said:
            self._said = said
            self.redraw()

    def _basis(self) -> tuple[object, ...]:
        """All that the head could say something else by: what is said for so many seconds changes with the second."""
        board, now_s, wall = self._board, moment.now_s(self._board), self._board.clock.wall()
        return (
            (self._title, self._big, self._banner, self._hour, self._patience, self._retry_key, self._polled),
            (self._tally, board.calls.get(self._tally.longest) if self._tally.longest else None),
            (now_s, wall.hour, wall.minute, board.privacy, board.links_revision, self._heard),
            tuple(relay_words(self._relays, now_s)),
        )

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        now_s = self._board.clock.now_s()
        view = Headlines(
            title=self._title or self._scope(),
            links=self._look_at_links(now_s),
            tally=self._tally,
            longest=self._longest(),
            wall=self._board.clock.wall(),
            big=self._big,
            banner=self._banner,
            hour=self._hour,
            zone=self._names_zone,
            relays=tuple(relay_words(self._relays, now_s)),
            relays_in_short=tuple(relay_words(self._relays, now_s, short=True)),
            scope=self._scope_beside() if self._title else "",
        )
        return header_face(view, palette_of(self.app), width, height)

    @property
    def _heard(self) -> tuple[int | None, ...]:
        """How long ago few sources were heard and looked at: a replay that stands still goes on within its second."""
        sources, now_s = self._board.sources.values(), self._board.clock.now_s()
        if len(sources) > FEW:
            return ()
        times = (at_s for source in sources for at_s in (source.heard_at_s, source.checked_at_s))
        return tuple(None if at_s is None else int(now_s - at_s) for at_s in times)

    def _look_at_links(self, now_s: float) -> LinkLines:
        """Look at all sources where a link is another, each second at those that are heard: there may be thousands."""
        revision, sources = self._board.links_revision, self._board.bare.sources
        if revision != self._revision:
            self._revision, self._all = revision, all_links(tuple(self._board.sources.values()))
        seen = (floor(now_s), self._heard, revision, self._retry_key, self._patience)
        if seen != self._seen:
            self._seen = seen
            timed = [sources[name] for name in (self._all.timed if len(sources) > FEW else sources)]
            self._links = lines_of_links(self._all, timed, now_s, self._retry_key, self._patience)
        return self._links

    def _scope(self) -> str:
        """Whose calls are shown: those that are published somewhere, or those of our own logins."""
        if self._relays:
            return " · ".join(relay.name for relay in self._relays)
        return scope_title([*self._board.sources], self._polled)

    def _scope_beside(self) -> str:
        if self._relays:
            return self._scope()
        return scope_words(tuple(self._board.sources), self._polled) if self._board.sources else ""

    def _longest(self) -> tuple[str, str]:
        key = self._tally.longest
        call = self._board.calls.get(key) if key else None
        if call is None:
            return "", ""
        age_s = call.age_s(moment.sure_s(self._board, self._board.sources[call.key.source]))
        return duration(age_s), call.key.source if len(self._board.sources) > 1 else who_of(call)
