"""What a wall says when there is no call to show: why, how sure that is, what to do."""

from collections.abc import Sequence

from tui.live.publishers import Relay
from tui.live.store.board import Board, Source
from tui.views.words.durations import duration
from tui.views.words.link_words import Trust, fresh_words, trusted
from tui.views.words.role import Role
from tui.views.words.scope_words import scope_words

Saying = list[tuple[str, Role]]
"""Lines and what they mean."""


def empty_words(
    board: Board, query: str, hidden: int, retry_key: str, polled: int = 0, relays: Sequence[Relay] = ()
) -> Saying:
    """Say why nothing is shown.

    Args:
        board: What is known.
        query: The filter.
        hidden: How many calls the filter hides.
        retry_key: The key that tries again now; "" where there is none.
        polled: Agents of whom no more than the state is asked for.
        relays: Where others tell of their logins.

    Returns:
        One headline and what explains it.
    """
    if hidden:
        calls = "1 call is" if hidden == 1 else f"{hidden} calls are"
        return [(f"no call has “{query}”", Role.TEXT), (f"{calls} hidden · esc shows all", Role.DIM)]
    sources = tuple(board.sources.values())
    kinds = trusted(sources)
    if not kinds:
        return [("no source", Role.TEXT), ("the configuration names no login", Role.DIM)]
    unused = [relay for relay in relays if relay.link.live and not relay.count]
    if unused and len(sources) == len(unused):
        return _nobody(unused)
    worst = kinds[0]
    if worst.trust is Trust.LIVE:
        now_s = board.clock.now_s()
        return _none(sources, fresh_words(sources, now_s), polled)
    names = [f"{s.name}: {s.link.why}" if s.link.why else s.name for s in worst.sources]
    return _doubt(worst.trust, names, worst.age_s(board.clock.now_s()), retry_key)


def _nobody(relays: Sequence[Relay]) -> Saying:
    # That nobody publishes does not mean that there are no calls.
    return [
        ("◌ nobody publishes a login", Role.DIALING),
        *((relay.name, Role.DIM) for relay in relays),
        ("callboard collect does so for the logins of a file, callboard desk --publish for its own", Role.DIM),
    ]


def _none(sources: tuple[Source, ...], heard: str, polled: int) -> Saying:
    number = f"all {len(sources)} sources are live" if len(sources) > 1 else f"{sources[0].name} is live"
    scope = scope_words([source.name for source in sources], polled)
    shown = [(f"{number} · {heard}" if heard else number, Role.DIM), (scope, Role.DIM)]
    blind = [source for source in sources if source.link.blind]
    if not blind:
        return [("no calls", Role.TEXT), *shown]
    if len(blind) < len(sources):
        return [("no calls", Role.TEXT), *shown, (f"{len(blind)} of them: {blind[0].link.why}", Role.RINGING)]
    why = [(blind[0].link.why, Role.TEXT), ("it wants a device, and the feature api-voice", Role.DIM)]
    return [("no call can be seen", Role.RINGING), *why, *shown]


def _doubt(trust: Trust, names: list[str], age_s: float, retry_key: str) -> Saying:
    headline = {
        Trust.REFUSED: "refused",
        Trust.STALE: "no calls known, and not sure",
        Trust.CONNECTING: "connecting …",
        Trust.RECOVERING: "asking which calls there are …",
    }[trust]
    shown: Saying = [(f"{trust.mark} {headline}", trust.role)]
    shown += [(name, Role.DIM) for name in names[:5]]
    if len(names) > 5:
        shown.append((f"and {len(names) - 5} more", Role.DIM))
    if trust is Trust.STALE and not retry_key:
        shown.append((f"for {duration(age_s)}", Role.DIM))
    elif trust is Trust.STALE:
        shown.append((f"for {duration(age_s)} · it is tried again by itself · {retry_key} tries now", Role.DIM))
    elif trust is Trust.REFUSED and retry_key:
        tried = f"{retry_key} tries again now · it is tried again by itself, rarely"
        shown.append((f"check user and password · {tried}", Role.DIM))
    return shown
