"""Publishers in words: how many there are and which of them is missed, in a head; each of them on a line of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.live.publishers import Publisher, Relay
from tui.views.words.durations import duration
from tui.views.words.link_words import Trust
from tui.views.words.marks import ALARM_MARK
from tui.views.words.natural_order import natural
from tui.views.words.role import Role


@dataclass(frozen=True, slots=True)
class PublisherLine:
    """What is said of one publisher; see `Publisher`.

    Attributes:
        mark: One cell.
        role: What it means.
        name: Its name.
        site: Where its logins are; "" where all are at one place.
        kind: What it is, with the version of its program.
        logins: How many of its logins are live, of how many.
        beat: When it was heard, and how often it wants to be.
        lag: How long its last beat was on its way.
        why: What is wrong with it.
    """

    mark: str
    role: Role
    name: str
    site: str
    kind: str
    logins: str
    beat: str
    lag: str
    why: str


def relay_words(relays: Sequence[Relay], now_s: float, *, short: bool = False) -> list[tuple[str, Role]]:
    """Say how many publishers there are, and which of them is missed.

    Args:
        relays: Where they publish.
        now_s: Now.
        short: Whether there is only room for what is wrong.

    Returns:
        Such as `12 publishers` and `! c3 stale 0:09`; nothing where all logins are our own.
    """
    silent = [(name, since_s) for relay in relays for name, since_s in relay.silent]
    words: list[tuple[str, Role]] = []
    if silent:
        name = silent[0][0] if len(silent) == 1 else f"{len(silent)} publishers"
        since_s = min(since_s for _, since_s in silent)
        words.append((f"{ALARM_MARK} {name} stale {duration(max(0.0, now_s - since_s))}", Role.RINGING))
    number = sum(relay.count for relay in relays)
    if number and not short:
        sites = sum(relay.sites for relay in relays)
        where = f"{sites} sites, " if sites > 1 else ""
        words.append((f"{where}{number} publisher{'s' if number > 1 else ''}", Role.DIM))
    return words


def publisher_lines(publishers: Iterable[Publisher], now_s: float) -> list[PublisherLine]:
    """Say how each publisher is.

    Args:
        publishers: All of them.
        now_s: Now.

    Returns:
        Those with whom something is wrong first, then by name.
    """
    known = sorted(publishers, key=lambda one: (not one.why, natural(one.name)))
    sites = {site for one in known for site in one.sites}
    return [_line(one, now_s, ", ".join(one.sites) if len(sites) > 1 else "") for one in known]


def _line(one: Publisher, now_s: float, site: str) -> PublisherLine:
    trust = Trust.STALE if one.why else Trust.LIVE
    beat = "not heard yet"
    if one.heard_at_s is not None:
        ago_s = max(0.0, now_s - one.heard_at_s)
        beat = f"{f'{ago_s:.0f} s' if ago_s < 60 else duration(ago_s)} ago, every {one.beat_s:g} s"
    age = "" if one.since_s is None or not one.why else f" for {duration(max(0.0, now_s - one.since_s))}"
    says = f" ({one.says} said)" if one.says != one.logins and one.heard_at_s is not None else ""
    return PublisherLine(
        trust.mark,
        trust.role,
        one.name,
        site,
        " ".join(filter(None, (one.kind, one.program))),
        f"{one.live} of {one.logins} live{says}",
        beat,
        "" if one.behind_s is None else _lag(one.behind_s),
        f"{one.why}{age}",
    )


def _lag(behind_s: float) -> str:
    return f"{behind_s * 1000:.0f} ms" if behind_s < 1 else f"{behind_s:.1f} s"
