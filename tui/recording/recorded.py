"""The board and the event log of a run that is recorded: they do what others do, and say so before."""

from collections.abc import Iterable

from tui.live.store.board import ENDED_FOR_S, Board, SourcePart
from tui.live.store.card import Sight
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import LinkState
from tui.recording.recorder import Recorder
from tui.source.events import Event
from tui.source.snapshot import Snapshot


class RecordedBoard(Board):
    """A board of which each step is written down, and happens in one moment."""

    def __init__(self, recorder: Recorder, *, ended_for_s: float = ENDED_FOR_S, country: str = "") -> None:
        """Start empty.

        Args:
            recorder: Writes down.
            ended_for_s: As for `Board`.
            country: As for `Board`.
        """
        super().__init__(recorder.clock, ended_for_s=ended_for_s, country=country)
        self._recorder = recorder

    def add_source(self, name: str, *, encrypted: bool = True) -> None:
        """See `Board`."""
        with self._recorder.step():
            self._recorder.put_step("add", lambda _: ({"source": name, "encrypted": encrypted},))
            super().add_source(name, encrypted=encrypted)

    def hear(self, name: str, at_s: float) -> None:
        """See `Board`."""
        known_s = self.sources[name].heard_at_s
        if known_s is None or at_s > known_s:
            with self._recorder.step():
                self._recorder.put_step("hear", lambda _: ({"source": name, "at": at_s},))
                super().hear(name, at_s)

    def remove_source(self, name: str) -> None:
        """See `Board`."""
        with self._recorder.step():
            self._recorder.put_step("remove", lambda _: ({"source": name},))
            super().remove_source(name)

    def adopt(self, name: str, part: SourcePart, *, fresh: bool = False) -> None:
        """See `Board`."""
        with self._recorder.step():
            self._recorder.put_step("adopt", lambda encoder: encoder.adopt(part))
            super().adopt(name, part, fresh=fresh)

    def set_link(
        self,
        name: str,
        state: LinkState,
        why: str = "",
        *,
        since_s: float | None = None,
        sure_until_s: float | None = None,
    ) -> None:
        """See `Board`."""
        with self._recorder.step():
            times = {"since_s": since_s, "sure_until_s": sure_until_s}
            told = {key: at_s for key, at_s in times.items() if at_s is not None}
            self._recorder.put_step("link", lambda encoder: ({**encoder.link(name, state.value, why), **told},))
            super().set_link(name, state, why, since_s=since_s, sure_until_s=sure_until_s)

    def begin_look(self, name: str) -> None:
        """See `Board`."""
        with self._recorder.step():
            self._recorder.put_step("look", lambda _: ({"source": name},))
            super().begin_look(name)

    def replace(self, name: str, snapshot: Snapshot, sight: Sight, then: Iterable[Event] = ()) -> tuple[str, ...]:
        """See `Board`."""
        events = tuple(then)
        # Ten thousand calls as they came are much to keep alive for nothing.
        kept = snapshot if self._recorder.keeps_raw else snapshot.model_copy(update={"raw": None})
        with self._recorder.step():
            self._recorder.put_step("replace", lambda encoder: encoder.replace(name, kept, sight, events))
            return super().replace(name, snapshot, sight, events)

    def apply(self, name: str, events: Iterable[Event]) -> tuple[str, ...]:
        """See `Board`."""
        taken = tuple(events)
        with self._recorder.step():
            self._recorder.put_step("apply", lambda encoder: encoder.apply(name, taken))
            return super().apply(name, taken)

    def sweep(self) -> None:
        """See `Board`."""
        ended_for_s = self.ended_for_s
        with self._recorder.step():
            self._recorder.put_step("sweep", lambda _: ({"ended_s": ended_for_s},))
            super().sweep()


class RecordedJournal(Journal):
    """An event log of which each line is written down."""

    def __init__(self, recorder: Recorder) -> None:
        """Start empty.

        Args:
            recorder: Writes down.
        """
        super().__init__(recorder.clock)
        self._recorder = recorder

    def note(self, source: str, kind: EntryKind, words: str) -> None:
        """See `Journal`."""
        with self._recorder.step():
            self._recorder.put_note(source, kind, words)
            super().note(source, kind, words)
