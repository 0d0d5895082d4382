"""All logins of a floor on a board: each as its publisher knows it, and as sure as everything on the way says."""

from collections.abc import Iterable, Mapping, Set
from fnmatch import fnmatchcase
from typing import NamedTuple

from tui.floor.known_login import KnownLogin
from tui.floor.known_publisher import Failure, KnownPublisher
from tui.floor.placing import PlacedLogin
from tui.floor.reading import FloorReading
from tui.floor.session import StoredMessage
from tui.floor.subjects import LoginKey
from tui.floor.values import LoginValue
from tui.live.store.board import Board, SourcePart
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import Link, LinkState

MOST_LOGINS = 50_000
"""More than any wall can show; who may write any key could write more."""
_HOME = "main"
"""The site whose logins are called what they are."""


class ReadLogin(NamedTuple):
    """A value that was read.

    Attributes:
        known: Whose it is.
        value: What it says; None where it cannot be read.
        message: As it came.
    """

    known: KnownLogin
    value: LoginValue | None
    message: StoredMessage


class ShownLogins:
    """The logins.

    Attributes:
        lost: Why nothing can be sure; None while the session of the wall is live.
        shown: Names of those that are on the board.
    """

    def __init__(
        self, reading: FloorReading, publishers: Mapping[str, KnownPublisher], board: Board, journal: Journal
    ) -> None:
        """Know of none yet.

        Args:
            reading: What is read.
            publishers: Who is heard.
            board: Where they are shown.
            journal: Where is noted what happens.
        """
        self.lost: Failure | None = Failure(LinkState.CONNECTING, "", None)
        self._reading = reading
        self._publishers = publishers
        self._board = board
        self._journal = journal
        self._logins: dict[str, KnownLogin] = {}
        self._keys: dict[LoginKey, str] = {}
        self._of: dict[str, set[str]] = {}
        self._shown: set[str] = set()
        self._refused: set[str] = set()
        self._said: set[str] = set()
        self._sites: set[str] = set()
        self.shown: Set[str] = self._shown

    @property
    def publishers(self) -> int:
        """How many publishers have logins."""
        return len(self._of)

    @property
    def sites(self) -> int:
        """At how many sites there are logins."""
        return len(self._sites)

    def sites_of(self, names: Iterable[str]) -> tuple[str, ...]:
        """Where some logins are."""
        return tuple(sorted({self._logins[name].key.site for name in names}))

    def of(self, publisher: str) -> list[str]:
        """The logins of a publisher that are on the board."""
        return [name for name in self._of.get(publisher, ()) if name in self._shown]

    def has(self, publisher: str) -> bool:
        """Whether a login of a publisher is on the board."""
        return any(name in self._shown for name in self._of.get(publisher, ()))

    def begin(self) -> None:
        """Read all of them anew: what is known of one is sure again when its own publisher's value is there."""
        self.lost = None
        for known in self._logins.values():
            known.is_read = False

    def relink_all(self) -> None:
        """Look at the links of all of them again."""
        for name in self._shown:
            self._relink(self._logins[name])

    def show_unread(self) -> None:
        """Bring those up to what is known of which nothing came since `begin`."""
        self.show(name for name, known in self._logins.items() if not known.is_read)

    def show(self, names: Iterable[str]) -> None:
        """Bring what the board shows of some logins up to what is known of them.

        Args:
            names: Which.
        """
        for name in names:
            self._show(self._logins[name])

    def read(self, key: LoginKey, message: StoredMessage) -> ReadLogin | None:
        """Read a value; it does not count before it is taken.

        Args:
            key: Whose.
            message: What it said.

        Returns:
            What `take` takes; None where it is of no login that can be shown.
        """
        known = self._known(key)
        return None if known is None else ReadLogin(known, known.read(message), message)

    def take(self, read: ReadLogin, stored_s: float) -> str:
        """Take a value.

        Args:
            read: From `read`.
            stored_s: When it was stored at the latest, clock of the board.

        Returns:
            The name of the login, which is to be shown.
        """
        known, value = read.known, read.value
        if value is None:
            self.say_once(f"{known.name}: {known.fault}")
        elif known.is_fenced_off(value) and not self._takes_over(known, value):
            known.refused = value
            self._refused.add(known.name)
        else:
            self._count(known, value, stored_s)
        return known.name

    def touched_by(self, publisher: KnownPublisher) -> set[str]:
        """The logins that stand otherwise with this publisher, those among them that it has now.

        Args:
            publisher: One of which another beat came.
        """
        names = set(self._of.get(publisher.name, ()))
        for name in tuple(self._refused):
            known = self._logins[name]
            value = known.refused
            if value is None:
                self._refused.discard(name)
            elif value.signature.publisher == publisher.name and self._takes_over(known, value):
                self._count(known, value, known.stored_s)
                names.add(name)
        return names

    def look_at(self, publisher: KnownPublisher) -> None:
        """Make stale what was heard of last too long ago, and take away what was not put again.

        Args:
            publisher: Whose logins.
        """
        now_s = self._board.clock.now_s()
        for name in self.of(publisher.name):
            known = self._logins[name]
            if known.refused is not None and self._takes_over(known, known.refused):
                self._count(known, known.refused, known.stored_s)
                self._show(known)
            elif publisher.is_over(known.session, now_s):
                known.over = True
                self._remove(known, f"not published by {publisher.name} any more")
            else:
                self._relink(known)

    def say_once(self, words: str) -> None:
        """Note what is wrong with what somebody wrote, who may write it again and again.

        Args:
            words: For people.
        """
        if words not in self._said and len(self._said) < 1_000:
            self._said.add(words)
            self._journal.note("", EntryKind.PROBLEM, words)

    # Which value counts

    def _known(self, key: LoginKey) -> KnownLogin | None:
        if key not in self._keys:
            is_plain = len(self._reading.sites) == 1 or key.site == _HOME
            # A login of our own is shown as we see it ourselves, beside what is published of it.
            is_plain = is_plain and key.login not in self._board.sources
            name = key.login if is_plain else f"{key.login}@{key.site}"
            if len(self._logins) >= MOST_LOGINS:
                self.say_once(f"more than {MOST_LOGINS:,} logins: the others are not shown")
                return None
            if name in self._board.sources or name in self._logins:
                self.say_once(f"{name} is there twice, and shown once")
                return None
            self._keys[key] = name
            self._sites.add(key.site)
            self._logins[name] = KnownLogin(key, name)
        return self._logins[self._keys[key]]

    def _takes_over(self, known: KnownLogin, value: LoginValue) -> bool:
        """Whether a lower fence counts.

        After a lost store nobody may know the higher one any more, and somebody else may have written what stood there.
        Who is heard wrote upon what stands there now, so that it is the newest all the same. While the one that had the
        login may yet come back and put it, that is not decided.
        """
        now_s = self._board.clock.now_s()
        ours, theirs = self._publishers.get(known.publisher), self._publishers.get(value.signature.publisher)
        if theirs is None or not theirs.speaks(value.signature.session, now_s):
            return False
        if ours is None:
            return True
        return not ours.speaks(known.session, now_s) if ours is theirs else ours.has_left(known.session, now_s)

    def _count(self, known: KnownLogin, value: LoginValue, stored_s: float) -> None:
        mine = self._of.get(value.signature.publisher)
        if mine is None or known.name not in mine:
            self._forget(known)
            self._of.setdefault(value.signature.publisher, set()).add(known.name)
        known.take(value, stored_s)

    # What is shown of it

    def _show(self, known: KnownLogin) -> None:
        value = known.value
        if (value is not None and value.part is None) or known.over or not self._is_wanted(value):
            self._remove(known, "is published no more")
        elif value is None:
            self._board.add_source(known.name, encrypted=self._reading.encrypted)
            self._shown.add(known.name)
            self._relink(known)
        else:
            self._place(known, value)

    def _place(self, known: KnownLogin, value: LoginValue) -> None:
        by_s, before = self._by_s(known, value), known.placed
        if before is not None and before.value is value and before.by_s == by_s:
            self._relink(known)
            return
        known.placed = PlacedLogin(value, by_s, before)
        self._adopt(known, known.placed)

    def _adopt(self, known: KnownLogin, placed: PlacedLogin) -> None:
        board, now_s = self._board, self._board.clock.now_s()
        shown = {key: board.calls[key] for key in board.keys_of(known.name)}
        sure_s = self._sure_s(known)
        if known.failed_s is not None:
            known.failed_s = max(known.failed_s, min(placed.made_at_s, now_s))
        source = placed.source(self._link(known), known.key.site, encrypted=self._reading.encrypted)
        calls = placed.calls_beside(shown, sure_s, now_s, board.ended_for_s)
        board.adopt(known.name, SourcePart(source, calls), fresh=True)
        self._shown.add(known.name)

    def _sure_s(self, known: KnownLogin) -> float:
        """Until when the calls that are shown were sure."""
        session, known.was = known.was, ""
        if known.name not in self._board.sources:
            return self._board.clock.now_s()
        sure_s = self._board.sure_until_s(known.name)
        publisher = self._publishers.get(known.publisher)
        last_s = publisher.last_heard_s(session) if publisher is not None else None
        return sure_s if last_s is None else min(sure_s, last_s)

    def _relink(self, known: KnownLogin) -> None:
        link, before = self._link(known), self._board.sources[known.name].link
        if link != before:
            times = {"since_s": link.since_s, "sure_until_s": link.frozen_at_s}
            self._board.set_link(known.name, link.state, link.why, **times)

    def _link(self, known: KnownLogin) -> Link:
        now_s, placed = self._board.clock.now_s(), known.placed
        failure = self._failure(known, now_s)
        own = placed.link if placed is not None else None
        if failure is None and own is not None:
            known.failed_s = None
            return own
        if failure is None:
            failure = Failure(LinkState.RECOVERING, "", None)
        if known.failed_s is None:
            made_s = now_s if placed is None else placed.made_at_s
            known.failed_s = min(now_s, max(made_s, failure.at_s or made_s))
        frozen_s = known.failed_s if own is None or own.live else own.frozen_at_s
        return Link(failure.state, known.failed_s, failure.why, None if own is None else frozen_s)

    def _failure(self, known: KnownLogin, now_s: float) -> Failure | None:
        if self.lost is not None:
            return self.lost
        publisher = self._publishers.get(known.publisher)
        if known.fault:
            return Failure(LinkState.STALE, known.fault, None if publisher is None else publisher.heard_at_s)
        if publisher is None:
            return Failure(LinkState.STALE, f"nothing heard of {known.publisher}", None)
        return publisher.failure(known.session, now_s) or self._overwriting(known, publisher)

    def _overwriting(self, known: KnownLogin, publisher: KnownPublisher) -> Failure | None:
        """Whether somebody else wrote where what counts was, which may not have been the last word of its publisher."""
        if known.is_read:
            return None
        words = f"what {publisher.name} published is overwritten"
        by = f" by {known.refused.signature.publisher}" if known.refused is not None else ""
        return Failure(LinkState.STALE, words + by, publisher.last_heard_s(known.session))

    def _by_s(self, known: KnownLogin, value: LoginValue) -> float:
        """What is added to the times of a value, whose publisher may have another clock by now."""
        publisher, before = self._publishers.get(known.publisher), known.placed
        is_current = publisher is not None and publisher.is_of(known.session)
        if publisher is not None and is_current and publisher.offset.taken_s is not None:
            return publisher.offset.taken_s
        if before is not None and before.value.signature[:2] == value.signature[:2]:
            return before.by_s
        return known.stored_s - value.now_s

    def _is_wanted(self, value: LoginValue | None) -> bool:
        part = value.part if value is not None else None
        if not self._reading.only or part is None:
            return True
        groups = [group.name for group in part.source.user.groups]
        return any(fnmatchcase(group, pattern) for group in groups for pattern in self._reading.only)

    def _remove(self, known: KnownLogin, why: str) -> None:
        if known.name in self._shown:
            self._shown.discard(known.name)
            self._board.remove_source(known.name)
            self._journal.note(known.name, EntryKind.LINK, why)
            self._forget(known)
        known.placed = None

    def _forget(self, known: KnownLogin) -> None:
        mine = self._of.get(known.publisher)
        if mine is not None:
            mine.discard(known.name)
            if not mine:
                del self._of[known.publisher]
