"""The links of all sources in few words: what is wrong comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from tui.live.store.bare import BareSource
from tui.live.store.board import Source
from tui.live.store.link import LinkState
from tui.views.words.durations import duration
from tui.views.words.role import Role

NOT_ENCRYPTED = "NOT ENCRYPTED"
"""Somebody on the way to the server can read the password, and everything else."""
CHECKED_FROM = 120
"""Cells from which a head says when the whole state was checked; a narrower one is read faster without."""
SEES_NOTHING = "SEES NOTHING"
"""A login without devices and calls: nobody can tell from it that there are no calls."""


class Trust(Enum):
    """How far a source can be trusted: mark, word, role; the worst first."""

    REFUSED = ("×", "refused", Role.ALARM)
    STALE = ("◐", "stale", Role.RINGING)
    CONNECTING = ("◌", "connecting", Role.DIALING)
    RECOVERING = ("◌", "recovering", Role.DIALING)
    LIVE = ("●", "live", Role.TALKING)

    @property
    def mark(self) -> str:
        """One cell."""
        return self.value[0]

    @property
    def word(self) -> str:
        """What is said."""
        return self.value[1]

    @property
    def role(self) -> Role:
        """What colours it."""
        return self.value[2]


class Words(NamedTuple):
    """A piece of text, what it means, and whether that has lasted so long that somebody is warned."""

    text: str
    role: Role
    warned: bool = False


class StaleLimits(NamedTuple):
    """For how many seconds a source may not be live before that is a warning, and an alarm; None for ever."""

    warn_s: float | None = None
    alarm_s: float | None = None

    def is_over(self, age_s: float) -> bool:
        """Whether a source has not been live for so long that it is a warning."""
        return self.warn_s is not None and age_s >= self.warn_s

    def words(self, age_s: float) -> str:
        """What a warning says: when it becomes an alarm; "" before it, and once the alarm says more."""
        if not self.is_over(age_s):
            return ""
        if self.alarm_s is None:
            return " (too long)"
        return f" (alarm at {duration(self.alarm_s)})" if age_s < self.alarm_s else ""


FOR_EVER = StaleLimits()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Sources that can be trusted alike; `first` is the one that has been so for longest, None of live ones."""

    trust: Trust
    sources: tuple[Source, ...]
    first: Source | None

    def age_s(self, now_s: float) -> float:
        """For how long the worst of them has been so; 0 of live ones, of which nobody asks."""
        return 0.0 if self.first is None else max(0.0, now_s - _began_s(self.first))


@dataclass(frozen=True, slots=True)
class AllLinks:
    """What one look at all sources finds: it stands until a link is another, however much time passes.

    Attributes:
        number: How many sources there are.
        kinds: Sorted by trust, the worst first; kinds without sources are left out.
        readable: How many of them somebody on the way can read.
        blind: Those that see nothing.
        timed: Names of those that are heard or looked at, or may be: none that others tell of and that are live.
        ever: Whether any was ever live.
    """

    number: int
    kinds: tuple[Trusted, ...]
    readable: int
    blind: tuple[Source, ...]
    timed: tuple[str, ...]
    ever: bool

    @property
    def live(self) -> bool:
        """Whether any of them is live."""
        return any(kind.trust is Trust.LIVE for kind in self.kinds)


def trust_of(source: Source) -> Trust:
    """How far one source can be trusted: with calls that stand still it is stale, whatever it is doing about it.

    Args:
        source: The source.

    Returns:
        One of five.
    """
    if source.link.state is LinkState.REFUSED:
        return Trust.REFUSED
    if source.link.live:
        return Trust.LIVE
    if source.link.frozen_at_s is not None or source.link.state is LinkState.STALE:
        return Trust.STALE
    return Trust.RECOVERING if source.link.state is LinkState.RECOVERING else Trust.CONNECTING


def trusted(sources: Iterable[Source]) -> tuple[Trusted, ...]:
    """Sort sources by trust.

    Args:
        sources: All of them.

    Returns:
        The worst first; kinds without sources are left out.
    """
    kinds: dict[Trust, list[Source]] = {trust: [] for trust in Trust}
    for source in sources:
        kinds[trust_of(source)].append(source)
    # For how long thousands have been live is asked by nobody.
    return tuple(
        Trusted(trust, tuple(alike), None if trust is Trust.LIVE else min(alike, key=_began_s))
        for trust, alike in kinds.items()
        if alike
    )


def all_links(sources: Sequence[Source]) -> AllLinks:
    """Look at all sources.

    Args:
        sources: All of them.
    """
    return AllLinks(
        number=len(sources),
        kinds=trusted(sources),
        readable=sum(not source.encrypted for source in sources),
        blind=tuple(source for source in sources if source.link.blind),
        timed=tuple(
            source.name
            for source in sources
            if source.heard_at_s is not None or source.checked_at_s is not None or not source.link.live
        ),
        ever=any(source.was_live for source in sources),
    )


def link_words(sources: Sequence[Source], now_s: float) -> list[Words]:
    """Say how sure the board is; see `words_of_links`.

    Args:
        sources: All sources.
        now_s: Now.
    """
    return words_of_links(all_links(sources), now_s)


def words_of_links(links: AllLinks, now_s: float) -> list[Words]:
    """Say how sure the board is.

    Args:
        links: Of all sources.
        now_s: Now.

    Returns:
        Such as `◐ 1 stale 0:12`, `● 23 live`, `2 NOT ENCRYPTED`; without numbers where there is only one source.
    """
    words: list[Words] = []
    several = links.number > 1
    for kind in links.kinds:
        number = f"{len(kind.sources)} " if several else ""
        age = "" if kind.trust is Trust.LIVE else f" {duration(kind.age_s(now_s))}"
        words.append(Words(f"{kind.trust.mark} {number}{kind.trust.word}{age}", kind.trust.role))
    if links.readable:
        words.append(Words(f"{links.readable} {NOT_ENCRYPTED}" if several else NOT_ENCRYPTED, Role.ALARM))
    if links.blind:
        words.append(Words(f"{len(links.blind)} {SEES_NOTHING}" if several else SEES_NOTHING, Role.RINGING))
    return words


def heard_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say when the last word came: of several sources, from the live one that has been silent longest.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `heard 3 s ago`; "" where nobody has said anything.
    """
    return words_of_times(live_ones(sources) or sources, now_s)[0]


def checked_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say when the whole state was last asked for: of several sources, that of the live one that waits longest.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `checked 9 s ago`; "" where nothing was ever found.
    """
    return words_of_times(live_ones(sources) or sources, now_s)[1]


def fresh_words(sources: Sequence[BareSource], now_s: float) -> str:
    """Say how fresh the board is: when the last word came, and when the whole state was last asked for.

    Args:
        sources: All sources.
        now_s: Now.

    Returns:
        Such as `heard 3 s ago · checked 9 s ago`; without what is not known.
    """
    return in_one(*words_of_times(live_ones(sources) or sources, now_s))


def live_ones(sources: Sequence[BareSource]) -> Sequence[BareSource]:
    """Those that are live.

    Args:
        sources: All sources.
    """
    return [source for source in sources if source.link.state is LinkState.LIVE]


def words_of_times(sources: Sequence[BareSource], now_s: float) -> tuple[str, str]:
    """Say both by one look at each: a wall of a thousand logins does so every second.

    Args:
        sources: Those that count.
        now_s: Now.

    Returns:
        See `heard_words` and `checked_words`.
    """
    heard = [at_s for source in sources if (at_s := source.heard_at_s) is not None]
    checked = [at_s for source in sources if (at_s := source.checked_at_s) is not None]
    return _ago("heard", heard, now_s), _ago("checked", checked, now_s)


def in_one(heard: str, checked: str) -> str:
    """Say both in one.

    Args:
        heard: See `heard_words`.
        checked: See `checked_words`.
    """
    return " · ".join(filter(None, (heard, checked)))


def trouble_words(
    sources: Sequence[Source], now_s: float, retry_key: str = "", patience: StaleLimits = FOR_EVER
) -> Words | None:
    """Say what is wrong with the worst source, and what a person can do; see `trouble_of_links`.

    Args:
        sources: All sources.
        now_s: Now.
        retry_key: The key that tries again now; "" where there is none.
        patience: From when on somebody is warned.
    """
    return trouble_of_links(all_links(sources), now_s, retry_key, patience)


def trouble_of_links(
    links: AllLinks, now_s: float, retry_key: str = "", patience: StaleLimits = FOR_EVER
) -> Words | None:
    """Say what is wrong with the worst source, and what a person can do.

    Args:
        links: Of all sources.
        now_s: Now.
        retry_key: The key that tries again now; "" where there is none.
        patience: From when on somebody is warned.

    Returns:
        One sentence, or None while every source is live and sees something.
    """
    worst = links.kinds[0] if links.kinds else None
    if worst is None or worst.first is None:
        return _blindness(links)
    others = sum(len(kind.sources) for kind in links.kinds if kind.trust is not Trust.LIVE) - 1
    name = f"{worst.first.name} " if links.number > 1 else ""
    why = f": {worst.first.link.why}" if worst.first.link.why else ""
    more = f" · {others} more not live" if others else ""
    advice = f" · {retry_key} tries again now" if retry_key and worst.trust in (Trust.REFUSED, Trust.STALE) else ""
    age_s = worst.age_s(now_s)
    age = f"{duration(age_s)}{patience.words(age_s)}"
    text = f"{worst.trust.mark} {name}{worst.trust.word} {age}{why}{more}{advice}"
    return Words(text, worst.trust.role, patience.is_over(age_s))


def _ago(what: str, times_s: Sequence[float], now_s: float) -> str:
    if not times_s:
        return ""
    age_s = max(0.0, now_s - min(times_s))
    return f"{what} {int(age_s)} s ago" if age_s < 60 else f"{what} {duration(age_s)} ago"


def _blindness(links: AllLinks) -> Words | None:
    if not links.blind:
        return None
    name = f"{links.blind[0].name} " if links.number > 1 else ""
    more = f" · {len(links.blind) - 1} more" if len(links.blind) > 1 else ""
    return Words(f"{Trust.LIVE.mark} {name}{Trust.LIVE.word}, but {links.blind[0].link.why}{more}", Role.RINGING)


def _began_s(source: Source) -> float:
    """When that began which the word says: a refusal later than its calls stopped being sure."""
    link = source.link
    return link.since_s if link.frozen_at_s is None or link.state is LinkState.REFUSED else link.frozen_at_s
