"""What may happen to a feed, and what it then does: the words between the feed and `tui.live.feeds.feed_phase`."""

from dataclasses import dataclass
from enum import Enum

from tui.live.store.journal import EntryKind
from tui.live.store.link import LinkState
from tui.source.errors import LimitError, SourceError
from tui.source.events import Closed, Gap, Lost


class FeedSignal(Enum):
    """Events that carry nothing.

    Attributes:
        OPENED: A stream was opened.
        LEFT: It was left.
        DUE: The moment of the next look has come.
        SERVICES_UP: The backends are up, as far as anybody can tell.
        REQUESTED: The whole state is about to be asked for; the answer may take several requests.
        OUTAGE_CHANGED: A backend of which one was down has another state: it may be up again.
        FLOODED: More messages came than are kept while the whole state is read.
        LOOK_WANTED: Somebody wants to be sure.
        TURN: Its turn to look again has come, or a person does not want to wait for that.
    """

    OPENED = "opened"
    LEFT = "left"
    DUE = "due"
    SERVICES_UP = "services_up"
    REQUESTED = "requested"
    OUTAGE_CHANGED = "outage_changed"
    FLOODED = "flooded"
    LOOK_WANTED = "look_wanted"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class SessionFailed:
    """A login failed, or a session is over and was left; `error` says why."""

    error: SourceError


@dataclass(frozen=True, slots=True)
class SnapshotRead:
    """An answer came, and is about to be shown.

    Attributes:
        at_s: When it came.
        again_s: Seconds from then to the next look.
    """

    at_s: float
    again_s: float


@dataclass(frozen=True, slots=True)
class Recovered:
    """The board shows the first answer since the source was not live; `words` say what it holds."""

    words: str


@dataclass(frozen=True, slots=True)
class OutageFound:
    """A look found a backend of this login down; `words` say which."""

    words: str


@dataclass(frozen=True, slots=True)
class OutageBegan:
    """A message told that a backend of this login is down; `words` say which."""

    words: str


@dataclass(frozen=True, slots=True)
class LookFailed:
    """There is no answer now; `error` says why, and trying again may mend it."""

    error: SourceError


@dataclass(frozen=True, slots=True)
class SessionRefused:
    """There is no answer, and none will come in this session; `error` says why."""

    error: SourceError


@dataclass(frozen=True, slots=True)
class Doubted:
    """Something contradicts what is shown; `words` are for the event log, none where others tell of it."""

    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitExceeded:
    """Messages brought more than is taken; `error` names the limit."""

    error: LimitError


FeedResult = (
    SessionFailed
    | SnapshotRead
    | Recovered
    | OutageFound
    | OutageBegan
    | LookFailed
    | SessionRefused
    | Doubted
    | LimitExceeded
)
FeedEvent = FeedSignal | Lost | Gap | Closed | FeedResult


@dataclass(frozen=True, slots=True)
class SetLink:
    """Show this link on the board."""

    state: LinkState
    why: str


@dataclass(frozen=True, slots=True)
class WriteNote:
    """Write this into the event log."""

    kind: EntryKind
    words: str


@dataclass(frozen=True, slots=True)
class WaitForTurn:
    """Count a failure, and wait for a turn to look again, at least for `least_s` seconds."""

    error: SourceError | None = None
    least_s: float = 0.0


class FeedAction(Enum):
    """Effects that carry nothing.

    Attributes:
        TELL_LAST_WORD: Let the board know when the server was heard last, before the link changes.
        WAKE: Let the loop look at the phase again.
        BEGIN_LOOK: Keep messages from now on, and let the board remember what it shows.
        FORGET_FAILURES: What failed before has nothing to do with what comes.
        FORGET_LOGINS: The session lasted: logins before it led somewhere.
        COME_BACK: The server answers, so the next attempt need not wait.
        RELEASE_OTHERS: All is well, for the other sources of this server too.
    """

    TELL_LAST_WORD = "tell last word"
    WAKE = "wake"
    BEGIN_LOOK = "begin look"
    FORGET_FAILURES = "forget failures"
    FORGET_LOGINS = "forget logins"
    COME_BACK = "come back"
    RELEASE_OTHERS = "release others"


Effect = SetLink | WriteNote | WaitForTurn | FeedAction
Effects = tuple[Effect, ...]
