"""What a head says of all links, as it stands until a second has passed or a link is another."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.live.store.bare import BareSource
from tui.live.store.board import Source
from tui.views.words.link_words import (
    FOR_EVER,
    AllLinks,
    StaleLimits,
    Words,
    all_links,
    in_one,
    live_ones,
    trouble_of_links,
    words_of_links,
    words_of_times,
)


@dataclass(frozen=True, slots=True)
class LinkLines:
    """Words about all sources: to make them takes a look at each.

    Attributes:
        links: How sure the board is; see `link_words`.
        heard: When the last word came; see `heard_words`.
        fresh: The same, and when the whole state was asked for; see `fresh_words`.
        trouble: What is wrong; see `trouble_words`.
        known: Whether any source was ever live, or there is none: until then nobody can say how many calls there are.
    """

    links: tuple[Words, ...] = ()
    heard: str = ""
    fresh: str = ""
    trouble: Words | None = None
    known: bool = True


def link_lines(
    sources: Sequence[Source], now_s: float, retry_key: str = "", patience: StaleLimits = FOR_EVER
) -> LinkLines:
    """Say all that a head says of the links.

    Args:
        sources: All sources.
        now_s: Now.
        retry_key: The key that tries again now; "" where there is none.
        patience: From when on somebody is warned.
    """
    return lines_of_links(all_links(sources), sources, now_s, retry_key, patience)


def lines_of_links(
    links: AllLinks, timed: Sequence[BareSource], now_s: float, retry_key: str = "", patience: StaleLimits = FOR_EVER
) -> LinkLines:
    """Say the same by an earlier look at all sources, since which no link has become another.

    Args:
        links: Of all sources.
        timed: The sources that are `timed`, as they are now.
        now_s: Now.
        retry_key: The key that tries again now; "" where there is none.
        patience: From when on somebody is warned.
    """
    counted = live_ones(timed) if links.live else timed
    heard, checked = words_of_times(counted, now_s)
    return LinkLines(
        tuple(words_of_links(links, now_s)),
        heard,
        in_one(heard, checked),
        trouble_of_links(links, now_s, retry_key, patience),
        not links.number or links.ever,
    )
