"""What `/metrics` tells a scraper of Prometheus that knows a token of its own."""

import logging
import time

from aiohttp import hdrs, web

from tui.serve.asker import address_of
from tui.serve.login_attempts import LoginAttempts
from tui.serve.settings import Serving
from tui.serve.shared_run import SharedRun
from tui.serve.tokens import Tokens, matching

_LOG = logging.getLogger(__name__)

METRICS = "/metrics"
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
"""The text format of Prometheus, which later ones and OpenMetrics scrapers read as well."""
_TOLD = 20
"""So many addresses of wrong tokens are told within a minute; of more, that there are many."""


class MetricsPage:
    """Answers scrapers; a token of the pages is none here, and the other way round."""

    def __init__(self, serving: Serving, tokens: Tokens, room: SharedRun) -> None:
        """Tell nothing yet.

        Args:
            serving: Whose word counts about who asks.
            tokens: What a scraper must know one of.
            room: What is told of.
        """
        self._serving = serving
        self._tokens = tokens
        self._room = room
        self._tries = LoginAttempts(time.monotonic)

    async def metrics(self, request: web.Request) -> web.Response:
        """`GET /metrics`: how what is shown is, and what it has seen."""
        refused = self._refusal(request)
        if refused is not None:
            return refused
        told = await self._room.metrics()
        body = f"{_is_up(told is not None)}{told or ''}".encode("utf-8", "replace")
        return web.Response(body=body, headers={hdrs.CONTENT_TYPE: TEXT_FORMAT})

    def _refusal(self, request: web.Request) -> web.Response | None:
        address = address_of(request, self._serving.proxies)
        wait_s = self._tries.wait_s(address)
        if wait_s:
            return web.Response(status=429, headers={hdrs.RETRY_AFTER: str(wait_s)})
        scheme, _, said = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
        if scheme.lower() == "bearer" and matching(said.strip(), self._tokens.now()):
            return None
        if said:
            self._tries.wrong(address)
            # Who has many addresses must not be able to write over all that the log holds.
            known = address if self._tries.addresses <= _TOLD else "many addresses"
            _LOG.warning("a wrong token for %s from %s", METRICS, known)
        return web.Response(status=401, headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="callboard"'})


def _is_up(is_up: bool) -> str:
    words = "Whether what is shown runs and answers."
    return f"# HELP callboard_up {words}\n# TYPE callboard_up gauge\ncallboard_up {int(is_up)}\n"
