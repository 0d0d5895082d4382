"""The reactive store: every call and device by (source, id), the link of each source, and what changed."""

import logging
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from tui.live.clock import Clock
from tui.live.store.bare import Bare
from tui.live.store.call_reducer import CallReducer, CallReducerMemory
from tui.live.store.card import DISCONNECTED, UNSEEN, BoardCall, CallKey, Sight
from tui.live.store.link import SEES_NOTHING, Link, LinkState
from tui.live.store.monitored import can_monitor
from tui.live.store.outside import Lead, lead_of, number_of
from tui.live.store.privacy import OPEN, Privacy
from tui.live.store.snapshot_merge import MergeTerms
from tui.source.events import DeviceEvent, Event
from tui.source.models import Device, User
from tui.source.snapshot import Snapshot, SnapshotScope

_LOG = logging.getLogger(__name__)

_OF_CALLS = ("added", "changed", "ended", "removed")
_BECOMES = {("added", "changed"): "added", ("removed", "added"): "changed"}
"""What the first and the last of two changes of a call are as one, where that is not the last."""
REMOVED = "this login has been removed"
"""Why nothing is known of a source that is there no more."""
ENDED_FOR_S = 6.0
"""How long an ended call stays on the board by default, seconds."""


@dataclass(frozen=True, slots=True)
class BoardDevice:
    """A device, and since when its agent state is known: `state_since_s` is None if the change was not seen."""

    device: Device
    first_seen_s: float
    state_since_s: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One login as the board knows it.

    Attributes:
        name: Its name, unique on the board.
        link: How sure the board is of it.
        user: Whose login it is.
        devices: By id.
        heard_at_s: When the last word of the server came; None before the first.
        checked_at_s: When the whole state was asked for that is shown: what the server lost itself, no message tells.
        asked_for: How much was asked for; None where it is not known.
        encrypted: Whether nobody on the way to the server can read along.
        site: Where it belongs, if more than one place is shown; "" where nobody says.
    """

    name: str
    link: Link
    user: User = field(default_factory=User)
    devices: Mapping[str, BoardDevice] = field(default_factory=lambda: MappingProxyType({}))
    heard_at_s: float | None = None
    checked_at_s: float | None = None
    asked_for: SnapshotScope | None = None
    encrypted: bool = True
    site: str = ""

    @property
    def was_live(self) -> bool:
        """Whether it ever was: until then nobody can say how many calls it has."""
        return self.link.live or self.checked_at_s is not None or self.link.frozen_at_s is not None


def source_in(sources: Mapping[str, Source], name: str) -> Source:
    """Find a source, also for those who remember a call of one that has been removed.

    Args:
        sources: Of a board.
        name: Which.

    Returns:
        The source; where it is there no more, one that is not live and of which nothing is known.
    """
    return sources.get(name) or Source(name, Link(LinkState.STALE, 0.0, REMOVED))


@dataclass(frozen=True, slots=True)
class Changes:
    """One visible step: keys of calls, (source, id) of devices, names of sources.

    `anew`: nothing happened, but another moment is shown, or the same one with more or less of it masked.
    """

    added: tuple[CallKey, ...] = ()
    changed: tuple[CallKey, ...] = ()
    ended: tuple[CallKey, ...] = ()
    removed: tuple[CallKey, ...] = ()
    devices: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    anew: bool = False

    def __bool__(self) -> bool:
        """Whether anything changed at all."""
        return bool(self.added or self.changed or self.ended or self.removed or self.devices or self.links)


@dataclass(frozen=True, slots=True)
class BoardMemory:
    """Everything that a board knows between two steps; what it holds never changes, so that many cost little."""

    revision: int
    calls: Mapping[CallKey, BoardCall]
    sources: Mapping[str, Source]
    ledgers: Mapping[str, CallReducerMemory]

    def parts(self) -> Mapping[str, "SourcePart"]:
        """The same by source."""
        calls: dict[str, list[BoardCall]] = {name: [] for name in self.sources}
        for key, call in self.calls.items():
            calls[key.source].append(call)
        nothing = CallReducerMemory(MappingProxyType({}))
        return {
            name: SourcePart(source, tuple(calls[name]), self.ledgers.get(name, nothing))
            for name, source in self.sources.items()
        }


@dataclass(frozen=True, slots=True)
class SourcePart:
    """Everything that a board knows of one source between two steps; its times are those of that board's clock."""

    source: Source
    calls: tuple[BoardCall, ...] = ()
    ledger: CallReducerMemory = field(default_factory=lambda: CallReducerMemory(MappingProxyType({})))


Watcher = Callable[[Changes], None]


class Board:
    """What is known now. The feeds write; everyone else reads `calls` and `sources` and may `watch`.

    A reader sees whole steps only: every method that writes changes all it has to, then tells the watchers once.

    Attributes:
        ended_for_s: How long an ended call stays.
        country: By whose rules numbers without `+` are written from the next step of a call on; "" for none.
        calls: As they may be shown.
        sources: Likewise.
        bare: Calls and sources as they are, for what only counts, orders and matches: to mask ten thousand calls takes
            a second. What must not be shown cannot be read there.
    """

    def __init__(self, clock: Clock, *, ended_for_s: float = ENDED_FOR_S, country: str = "") -> None:
        """Start empty.

        Args:
            clock: Where times come from.
            ended_for_s: How long an ended call stays.
            country: By whose rules numbers without `+` are written, such as `DE`; "" for none.
        """
        self.clock = clock
        self.country = country
        self.revision = 0
        self._calls: dict[CallKey, BoardCall] = {}
        self._several: dict[CallKey, None] = {}
        self._sources: dict[str, Source] = {}
        self._ledgers: dict[str, CallReducer] = {}
        self._ending: dict[CallReducer, None] = {}
        self._numbers: Counter[str] = Counter()
        self._numbers_differ = False
        self._supervising: set[str] = set()
        self._links_revision = 0
        self.ended_for_s = ended_for_s
        self._watchers: list[Watcher] = []
        self._together: list[Changes] | None = None
        self.calls: Mapping[CallKey, BoardCall] = MappingProxyType(self._calls)
        self.sources: Mapping[str, Source] = MappingProxyType(self._sources)
        self.bare = Bare(self.calls, self.sources)

    def watch(self, on_change: Watcher) -> Callable[[], None]:
        """Be told of every step.

        Args:
            on_change: Called after each step, with what changed; what it raises is logged.

        Returns:
            A function that ends it; calling it again does nothing.
        """
        self._watchers.append(on_change)

        def unwatch() -> None:
            if on_change in self._watchers:
                self._watchers.remove(on_change)

        return unwatch

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one visible step of everything that is written within: many sources change in one moment.

        What is within must not wait. Its watchers are told once, and whose numbers are ours is looked up once.
        """
        if self._together is not None:
            yield
            return
        self._together = []
        try:
            yield
        finally:
            steps, self._together = self._together, None
            moved = self._lead_anew() if self._learnt() else ()
            self._tell(_as_one_step((*steps, Changes(changed=moved))))

    @property
    def links_revision(self) -> int:
        """Another number whenever any link is another, or a source came or went: what reads all of them need not."""
        return self._links_revision

    @property
    def supervising(self) -> Set[str]:
        """The sources of which a device can monitor, or does."""
        return self._supervising

    @property
    def privacy(self) -> Privacy:
        """What may be shown of personal data by whoever reads this board."""
        return OPEN

    def shown(self, key: CallKey) -> BoardCall:
        """A call as it may be shown, for who reads each of many once and keeps none.

        Args:
            key: A call of this board.
        """
        return self.calls[key]

    def shown_number(self, key: CallKey) -> str:
        """The number of the party outside as it may be shown, without making all the rest of the call.

        Args:
            key: A call of this board.

        Returns:
            "" where no number is told.
        """
        known = self._calls[key]
        return number_of(known.call, known.leading, known.country)

    def shown_entry(self, key: CallKey, name: str) -> object:
        """One entry of a call's attached data as it may be shown, without making all the rest of the call.

        Args:
            key: A call of this board.
            name: Key of the entry.

        Returns:
            Its value; None where there is none, or it is hidden.
        """
        data = self._calls[key].call.user_data
        return data.get(name) if isinstance(data, Mapping) else None

    def sure_until_s(self, source: str) -> float:
        """Up to when what is shown of a source is sure.

        Args:
            source: Its name.

        Returns:
            Now while the source is live, else the moment when it stopped being so; seconds of the board's clock.
        """
        frozen_s = self._sources[source].link.frozen_at_s
        return self.clock.now_s() if frozen_s is None else frozen_s

    def keys_of(self, name: str) -> Set[CallKey]:
        """The calls of a source, those that ended among them, without looking at those of others.

        Args:
            name: The source; one that is not there has none.
        """
        ledger = self._ledgers.get(name)
        return frozenset() if ledger is None else ledger.keys

    def monitored_of(self, name: str) -> Set[CallKey]:
        """The calls of a source that go on and are a supervisor's copies, without looking at the others.

        Args:
            name: The source; one that is not there has none.
        """
        ledger = self._ledgers.get(name)
        return frozenset() if ledger is None else ledger.monitored

    def part(self, name: str) -> SourcePart:
        """What is known of a source, for a board elsewhere; without what only a feed needs to go on.

        Args:
            name: The source.
        """
        return SourcePart(self._sources[name], tuple(self._calls[key] for key in sorted(self._ledgers[name].keys)))

    def going_on(self, name: str) -> int:
        """How many calls of a source go on.

        Args:
            name: The source.
        """
        return self._ledgers[name].going_on

    def weight(self, name: str) -> int:
        """Bytes of texts and attached data of the calls of a source.

        Args:
            name: The source.
        """
        return self._ledgers[name].weight

    def add_source(self, name: str, *, encrypted: bool = True) -> None:
        """Make room for a login, unless it is there; its link begins as connecting.

        Args:
            name: Its name, unique on this board.
            encrypted: Whether nobody on the way to the server can read along.
        """
        if name not in self._sources:
            self._ledgers[name] = CallReducer(name, self._calls, self._several)
            self._sources[name] = Source(name, Link(LinkState.CONNECTING, self.clock.now_s()), encrypted=encrypted)
            self._links_revision += 1
            self._tell(Changes(links=(name,)))

    def remove_source(self, name: str) -> None:
        """Forget a login with all its calls, in one step; nothing, if it is not there.

        Args:
            name: The source.
        """
        if name not in self._sources:
            return
        ledger = self._ledgers.pop(name)
        self._ending.pop(ledger, None)
        removed = tuple(ledger.keys)
        for key in removed:
            del self._calls[key]
            self._several.pop(key, None)
        source = self._sources.pop(name)
        self._links_revision += 1
        self._note_devices(name, source.devices, {})
        devices = tuple((name, device_id) for device_id in source.devices)
        moved = self._lead_anew() if self._learnt() else ()
        self._tell(Changes(changed=moved, removed=removed, devices=devices, links=(name,)))

    def adopt(self, name: str, part: SourcePart, *, fresh: bool = False) -> None:
        """Replace a login by what another board knew of it, in one step; it is added where it is not there.

        Calls that it lacks are removed and do not end here: how each ended, the other board knew before.

        Args:
            name: The source.
            part: From `BoardMemory.parts`, with times of this board's clock.
            fresh: Whether its calls of revision 0 are copies that nobody else has, which the step may number itself.

        Raises:
            ValueError: It is another source's, or some of its calls are.
        """
        if {name} != {part.source.name, *(call.key.source for call in part.calls)}:
            raise ValueError(f"this is not all of {name}")
        before = self._sources.get(name)
        ledger = self._ledgers.get(name)
        if ledger is None:
            ledger = self._ledgers[name] = CallReducer(name, self._calls, self._several)
        ledger.adopt(part.calls, part.ledger, fresh=fresh)
        self._sources[name] = part.source
        old, new = before.devices if before is not None else {}, part.source.devices
        devices = [] if old is new else [(name, key) for key in {**old, **new} if old.get(key) != new.get(key)]
        if devices:
            self._note_devices(name, old, new)
        links = () if before is not None and before.link == part.source.link else (name,)
        self._links_revision += bool(links) or before is None or before.encrypted is not part.source.encrypted
        self._close_step(ledger, devices, links)

    def hear(self, name: str, at_s: float) -> None:
        """Note that the server said something; tells nobody, since readers look when they draw.

        Args:
            name: The source.
            at_s: When, clock of the board; an earlier moment than is known already changes nothing.
        """
        source = self._sources[name]
        if source.heard_at_s is None or at_s > source.heard_at_s:
            self._sources[name] = replace(source, heard_at_s=at_s)

    def set_link(
        self,
        name: str,
        state: LinkState,
        why: str = "",
        *,
        since_s: float | None = None,
        sure_until_s: float | None = None,
    ) -> None:
        """Change the link of a source; from anything but live on, its calls stand still.

        Args:
            name: The source.
            state: The new state.
            why: Words for people.
            since_s: When it began, clock of the board; now, or when the same state began, if not given.
            sure_until_s: Up to when its calls were sure, where the state is not live; likewise, until now or until
                they stopped being sure before, if not given. A source that was never live has none that were.
        """
        if self._relink(name, state, why, since_s, sure_until_s):
            self._tell(Changes(links=(name,)))

    def begin_look(self, name: str) -> None:
        """Remember the calls of a source as they are when a snapshot is asked for.

        `replace` starts from there, so that events which are applied meanwhile, and replayed then, count once.

        Args:
            name: The source.
        """
        self._ledgers[name].begin_look()

    def prepare(self, name: str, snapshot: Snapshot, sight: Sight) -> Generator[None, None, None]:
        """Work out what `replace` will change, some calls at a time; until then nothing changes for any reader.

        Of ten thousand calls that takes a third of a second, and nothing else has its turn in one step.

        Args:
            name: The source, since whose `begin_look` the snapshot was asked for.
            snapshot: What the server has.
            sight: When the snapshot was made.

        Returns:
            What goes on with it; after each item others may have their turn. `replace` does what is left.
        """
        return self._ledgers[name].prepare(snapshot, self._terms(name, sight), self._lead_in(snapshot))

    def forget_prepared(self, name: str) -> None:
        """Let go of what `prepare` worked out and `replace` has not taken.

        Args:
            name: The source; one that is not there has nothing.
        """
        if name in self._ledgers:
            self._ledgers[name].forget_prepared()

    def replace(self, name: str, snapshot: Snapshot, sight: Sight, then: Iterable[Event] = ()) -> tuple[str, ...]:
        """Make the snapshot, and what was collected meanwhile, the truth of one source, and its link live: in one step.

        Args:
            name: The source.
            snapshot: What the server has.
            sight: When the snapshot was made.
            then: Events since the subscription, oldest first; `Released` among them wins.

        Returns:
            Contradictions between the two: reasons to look once more a few seconds later.
        """
        ledger = self._ledgers[name]
        ledger.take_snapshot(snapshot, self._terms(name, sight), self._lead_in(snapshot))
        devices = self._take_devices(name, snapshot.devices, sight.at_s, follows=False)
        devices += self._drop_other_devices(name, snapshot.devices)
        self._take_user(name, snapshot.user)
        checked_s = sight.at_s if sight.not_before_s is None else sight.not_before_s
        self._sources[name] = replace(self._sources[name], checked_at_s=checked_s, asked_for=sight.asked_for)
        devices += self._take_events(name, then, None)
        links = (name,) if self._relink(name, LinkState.LIVE, self._unseen(name)) else ()
        return self._close_step(ledger, devices, links)

    def apply(self, name: str, events: Iterable[Event]) -> tuple[str, ...]:
        """Take events of a source in order, in one step.

        Args:
            name: The source.
            events: Oldest first.

        Returns:
            Contradictions, as for `replace`.
        """
        missed_since_s = None if self._sources[name].link.live else self._missed_since_s(name)
        devices = self._take_events(name, events, missed_since_s)
        live = self._sources[name].link.live
        links = (name,) if live and self._relink(name, LinkState.LIVE, self._unseen(name)) else ()
        return self._close_step(self._ledgers[name], devices, links)

    def sweep(self) -> None:
        """Take away calls that ended long enough ago."""
        now_s = self.clock.now_s()
        # Of thousands of logins nearly none has an end to forget; the others are not even looked at.
        removed = [key for ledger in self._ending for key in ledger.sweep(now_s, self.ended_for_s)]
        self._ending = _with_ends(self._ending)
        self._tell(Changes(removed=tuple(removed)))

    def remember(self) -> BoardMemory:
        """Keep everything that is known; only between two steps."""
        ledgers = {name: ledger.remember() for name, ledger in self._ledgers.items()}
        return BoardMemory(self.revision, dict(self._calls), dict(self._sources), ledgers)

    def recall(self, memory: BoardMemory) -> None:
        """Be as it was, in one visible step, from which all goes on exactly as it did then.

        Args:
            memory: From `remember`, also of another board.
        """
        gone = tuple(key for key in self._calls if key not in memory.calls)
        links = tuple(memory.sources)
        # In place: the mappings that others read are views of these.
        self._several.clear()
        self._calls.clear()
        self._calls.update((key, self._at_home(known)) for key, known in memory.calls.items())
        self._sources.clear()
        self._sources.update(memory.sources)
        self._ledgers = {name: CallReducer(name, self._calls, self._several) for name in memory.sources}
        for name, ledger in self._ledgers.items():
            ledger.recall(memory.ledgers.get(name, CallReducerMemory({})))
        self._ending = _with_ends(self._ledgers.values())
        self._links_revision += 1
        self._numbers.clear()
        self._supervising.clear()
        for name, source in self._sources.items():
            self._note_devices(name, {}, source.devices)
        self._numbers_differ = False
        # The step is none of those that are counted: the same number always stands for the same copy of a call.
        self.revision = memory.revision - 1
        devices = tuple((name, device_id) for name, source in self._sources.items() for device_id in source.devices)
        self._tell(Changes(changed=tuple(self._calls), removed=gone, devices=devices, links=links, anew=True))

    def _at_home(self, known: BoardCall) -> BoardCall:
        return known if known.country == self.country else replace(known, country=self.country)

    def _missed_since_s(self, name: str) -> float:
        link = self._sources[name].link
        sure_s = self.sure_until_s(name)
        return sure_s if link.heard_until_s is None else min(sure_s, link.heard_until_s)

    def _terms(self, name: str, sight: Sight) -> MergeTerms:
        how = UNSEEN if self._sources[name].link.live else DISCONNECTED
        # What a copy that came then does not show was not missed later.
        return MergeTerms(sight, how, min(self._missed_since_s(name), sight.at_s))

    def _lead_in(self, snapshot: Snapshot) -> Callable[[BoardCall], Lead]:
        """Tells who is outside as `_lead` does once the devices of a snapshot are known, of calls with one party."""
        numbers = {device.id: device.phone_number for device in snapshot.devices}
        return lambda known: lead_of(known.call, numbers.get(known.call.device_id or "") or known.phone_number)

    def _unseen(self, name: str) -> str:
        return SEES_NOTHING if not self._sources[name].devices and self._ledgers[name].empty else ""

    def _take_user(self, name: str, user: User) -> None:
        source = self._sources[name]
        if not user.groups:
            # The smaller snapshot has none: they are a subresource of their own (API.md 3.2).
            user = user.model_copy(update={"groups": source.user.groups})
        self._sources[name] = replace(source, user=user)

    def _take_events(self, name: str, events: Iterable[Event], missed_since_s: float | None) -> list[tuple[str, str]]:
        ledger = self._ledgers[name]
        changed: list[tuple[str, str]] = []
        for event in events:
            if isinstance(event, DeviceEvent):
                follows = missed_since_s is None
                changed += self._take_devices(name, event.devices, event.received_s, follows=follows)
            else:
                ledger.take(event, missed_since_s)
        return changed

    def _take_devices(
        self, name: str, devices: Iterable[Device], at_s: float, *, follows: bool
    ) -> list[tuple[str, str]]:
        source = self._sources[name]
        known = dict(source.devices)
        changed = [device for device in devices if device.id not in known or known[device.id].device != device]
        for device in changed:
            known[device.id] = _see_device(known.get(device.id), device, at_s, follows=follows)
        if changed:
            self._sources[name] = replace(source, devices=MappingProxyType(known))
            self._note_devices(name, source.devices, known)
        return [(name, device.id) for device in changed]

    def _drop_other_devices(self, name: str, devices: Iterable[Device]) -> list[tuple[str, str]]:
        source = self._sources[name]
        gone = source.devices.keys() - {device.id for device in devices}
        if gone:
            left = {key: known for key, known in source.devices.items() if key not in gone}
            self._sources[name] = replace(source, devices=MappingProxyType(left))
            self._note_devices(name, source.devices, left)
        return [(name, device_id) for device_id in sorted(gone)]

    def _relink(
        self,
        name: str,
        state: LinkState,
        why: str,
        since_s: float | None = None,
        sure_until_s: float | None = None,
    ) -> bool:
        source = self._sources[name]
        old = source.link
        if (old.state, old.why, since_s, sure_until_s) == (state, why, None, None):
            return False
        now_s = self.clock.now_s()
        if since_s is None:
            since_s = old.since_s if old.state is state else now_s
        if state is LinkState.LIVE:
            link = Link(state, since_s, why)
        elif old.live:
            link = Link(state, since_s, why, now_s, source.heard_at_s)
        else:
            link = replace(old, state=state, since_s=since_s, why=why)
        if sure_until_s is not None and state is not LinkState.LIVE:
            link = replace(link, frozen_at_s=sure_until_s)
        if link == old:
            return False
        self._sources[name] = replace(source, link=link)
        self._links_revision += 1
        return True

    def _lead(self, known: BoardCall) -> Lead:
        device = self._sources[known.key.source].devices.get(known.call.device_id or "")
        own = (device.device.phone_number if device else "") or known.phone_number
        return lead_of(known.call, own, self._numbers)

    def _learnt(self) -> bool:
        """Whether other parties may turn out to be outside now; looked up later, where more is to come."""
        if self._together is not None:
            return False
        differ, self._numbers_differ = self._numbers_differ, False
        return differ

    def _note_devices(self, name: str, before: Mapping[str, BoardDevice], now: Mapping[str, BoardDevice]) -> None:
        """Count their numbers, and see whether any of them monitors, without looking at the other sources."""
        gone = [known.device.phone_number for key, known in before.items() if now.get(key) is not known]
        came = [known.device.phone_number for key, known in now.items() if before.get(key) is not known]
        for number in filter(None, came):
            self._numbers[number] += 1
            self._numbers_differ |= self._numbers[number] == 1 and number not in gone
        for number in filter(None, gone):
            self._numbers[number] -= 1
            if not self._numbers[number]:
                del self._numbers[number]
                self._numbers_differ = True
        if any(can_monitor(known.device) for known in now.values()):
            self._supervising.add(name)
        else:
            self._supervising.discard(name)

    def _lead_anew(self) -> tuple[CallKey, ...]:
        """Look again who is outside where there is a choice; the calls that are shown with another party now."""
        moved = [one for one in map(self._calls.__getitem__, self._several) if self._lead(one) != one.lead]
        for one in moved:
            self._calls[one.key] = replace(one, lead=self._lead(one), revision=self.revision + 1)
        return tuple(one.key for one in moved)

    def _close_step(
        self, ledger: CallReducer, devices: Iterable[tuple[str, str]], links: tuple[str, ...]
    ) -> tuple[str, ...]:
        learnt = bool(devices) and self._learnt()
        difference = ledger.close_step(self.revision + 1, self._lead, self.country)
        if ledger.knows_ends:
            self._ending[ledger] = None
        moved = self._lead_anew() if learnt else ()
        self._tell(
            Changes(
                difference.added,
                tuple(dict.fromkeys((*difference.changed, *moved))) if moved else difference.changed,
                difference.ended,
                difference.removed,
                tuple(dict.fromkeys(devices)),
                links,
            )
        )
        return difference.doubts

    def _tell(self, changes: Changes) -> None:
        if not changes:
            return
        if self._together is not None:
            self._together.append(changes)
            return
        self.revision += 1
        for watcher in tuple(self._watchers):
            try:
                watcher(changes)
            except Exception:  # a reader that breaks must stop neither the other readers nor the feed that wrote
                _LOG.exception("a watcher of the board failed")


def _with_ends(ledgers: Iterable[CallReducer]) -> dict[CallReducer, None]:
    return {ledger: None for ledger in ledgers if ledger.knows_ends}


def _as_one_step(steps: Iterable[Changes]) -> Changes:
    """What differs between before the first of some steps and after the last."""
    first: dict[CallKey, str] = {}
    last: dict[CallKey, str] = {}
    devices: dict[tuple[str, str], None] = {}
    links: dict[str, None] = {}
    for step in steps:
        devices.update(dict.fromkeys(step.devices))
        links.update(dict.fromkeys(step.links))
        for what in _OF_CALLS:
            for key in getattr(step, what):
                first.setdefault(key, what)
                last[key] = what
    calls: dict[str, list[CallKey]] = {what: [] for what in _OF_CALLS}
    for key, what in last.items():
        calls[_BECOMES.get((first[key], what), what)].append(key)
    return Changes(
        added=tuple(calls["added"]),
        changed=tuple(calls["changed"]),
        ended=tuple(calls["ended"]),
        removed=tuple(calls["removed"]),
        devices=tuple(devices),
        links=tuple(links),
    )


def _see_device(known: BoardDevice | None, device: Device, at_s: float, *, follows: bool) -> BoardDevice:
    if known is None:
        return BoardDevice(device, at_s)
    if known.device.user_state == device.user_state:
        return replace(known, device=device)
    return BoardDevice(device, at_s, at_s if follows else None)
