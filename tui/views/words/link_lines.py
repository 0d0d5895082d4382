"""What a head says of all links, as it stands until a second has passed or a link is another."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.live.store.bare import BareSource
from tui.live.store.board import Source
from tui.views.words.link_words import (
    FOR_EVER,
    StaleLimits,
    Words,
    fresh_words,
    heard_words,
    link_words,
    trouble_words,
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
        lasting: Whether all sources are live: until a link is another, time changes `heard` and `fresh` alone.
    """

    links: tuple[Words, ...] = ()
    heard: str = ""
    fresh: str = ""
    trouble: Words | None = None
    known: bool = True
    lasting: bool = False


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
    return LinkLines(
        tuple(link_words(sources, now_s)),
        heard_words(sources, now_s),
        fresh_words(sources, now_s),
        trouble_words(sources, now_s, retry_key, patience),
        not sources or any(source.was_live for source in sources),
        all(source.link.live for source in sources),
    )


def later(lines: LinkLines, sources: Sequence[BareSource], now_s: float) -> LinkLines:
    """Say what a head says some seconds later, where all sources were live and no link is another.

    Args:
        lines: What it said, which is `lasting`.
        sources: All sources: of a thousand that are well, nothing is read but when they were heard.
        now_s: Now.
    """
    return replace(lines, heard=heard_words(sources, now_s), fresh=fresh_words(sources, now_s))
