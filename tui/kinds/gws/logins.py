"""Logins at Genesys Web Services: a feed for each."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import partial

from tui.config import SourceSettings
from tui.gws.line import line_to
from tui.gws.login import Login, server_of
from tui.kinds.kind import Made, SharedParts
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.source.port import Connect
from tui.source.retry_queue import Turns
from tui.tls import tls_of

_APART_S = 0.01


def gws_logins(sources: Sequence[SourceSettings], shared: SharedParts) -> Made:
    """Make a feed for each login; those of one server share what they learn of it.

    Args:
        sources: The logins.
        shared: What they are made from.

    Returns:
        The feeds.

    Raises:
        ConfigError: Certificates that cannot be used.
    """
    settings, board = shared.settings, shared.board
    feeds: list[Feed] = []
    connects: dict[str, Connect] = {}
    turns: defaultdict[str, Turns] = defaultdict(Turns)
    logins = Counter(server_of(source.url) for source in sources)
    for number, source in enumerate(sources):
        tls = tls_of(source, shared.passphrases.get(source.label))
        login = Login(source.url, source.user, shared.passwords[source.label], tls, settings.limits)
        pace = FeedSchedule(
            settings.resync_s,
            settings.refused_retry_s,
            number * _APART_S,
            resync_max_s=settings.resync_max_s,
            logins=logins[login.server],
            limits=settings.limits,
        )
        again = partial(shared.renew, source) if shared.renew is not None else None
        board.add_source(source.label, encrypted=source.encrypted)
        queue, now_s = turns[login.server], board.clock.now_s
        connect = line_to(login, now_s, source.cometd_path, queue, again, acts=shared.acts)
        connects[source.label] = connect
        feeds.append(Feed(source.label, connect, board, shared.journal, pace, queue))
    return Made(feeds, {feed.name: feed for feed in feeds}, connects)
