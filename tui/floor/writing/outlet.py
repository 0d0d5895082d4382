"""A publisher that runs beside the feeds of a board: says how it is, at the foot and in the event log."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NoReturn

from tui.floor.writing.fencing import ClaimState
from tui.floor.writing.publisher import FloorPublisher
from tui.live.feeds.outlet import OutletWord
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import LinkState

_REFUSED = (LinkState.REFUSED.value, ClaimState.DENIED.value)


class FloorOutlet:
    """See `tui.live.feeds.outlet.Outlet`.

    Attributes:
        publisher: What publishes.
        name: What it is called in the event log.
        names: None of the board's sources is kept by it.
        on_word: See `tui.live.feeds.outlet.Outlet`.
    """

    def __init__(self, publisher: FloorPublisher, journal: Journal) -> None:
        """Publish nothing before `run`.

        Args:
            publisher: What publishes.
            journal: Where it is noted what became of it.
        """
        self.publisher = publisher
        self.name = "floor"
        self.names: frozenset[str] = frozenset()
        self._journal = journal
        self.on_word: list[Callable[[OutletWord], None]] = []
        publisher.on_change.append(self._note)

    @property
    def well(self) -> bool:
        """Whether everything is published, here or by others, that is not yet to come."""
        states = {claim.state for claim in self.publisher.claims.values()}
        return self.publisher.link.live and ClaimState.DENIED not in states

    @property
    def words(self) -> tuple[str, ...]:
        """How it is, the longest words first."""
        link, claims = self.publisher.link, self.publisher.claims.values()
        denied = [claim for claim in claims if claim.state is ClaimState.DENIED]
        if not link.live or denied:
            why = denied[0].why if link.live else link.why or "connecting"
            number = f" {len(denied)} of {len(claims)}" if link.live and len(claims) > 1 else ""
            return f"NOT PUBLISHED{number}: {why}", f"NOT PUBLISHED{number}"
        counts = Counter(claim.why or claim.state.value for claim in claims)
        if len(counts) == 1:
            return next(iter(counts)), "floor"
        return ", ".join(f"{number} {words}" for words, number in sorted(counts.items())), "floor"

    async def run(self) -> NoReturn:
        """Publish until cancelled."""
        await self.publisher.run()

    def retry(self) -> None:
        """Try again now."""
        self.publisher.retry()

    def check_silence(self) -> None:
        """It doubts by itself."""

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """It looks at nothing whole by itself."""

    def told(self) -> Iterator[OutletWord]:
        """How it is with everything."""
        return map(self._word, ("", *self.publisher.claims))

    def _word(self, name: str) -> OutletWord:
        if name:
            claim = self.publisher.claims[name]
            return OutletWord(name, claim.state.value, claim.why)
        return OutletWord("", self.publisher.link.state.value, self.publisher.link.why)

    def _note(self, name: str) -> None:
        word = self._word(name)
        kind = EntryKind.PROBLEM if word.state in _REFUSED else EntryKind.LINK
        self._journal.note(name, kind, f"floor: {word.state}{f', {word.why}' if word.why else ''}")
        for tell in tuple(self.on_word):
            tell(word)
