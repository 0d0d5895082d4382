"""What holds for every request: the name that it came by, and what its answer forbids the browser."""

from collections.abc import Mapping

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from tui.serve.asker import is_own_origin, is_secure, is_served_name
from tui.serve.connections import Connections
from tui.serve.settings import Serving

HEALTH = "/healthz"
"""Asked by probes, without a token."""
ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "callboard",
}


def guard(serving: Serving, connections: Connections) -> Middleware:
    """Make the middleware of a server.

    Args:
        serving: Its names and proxies.
        connections: Are told that a request has come.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        connections.took_request(request)
        # Not `request.host`, which is the machine's own name where none was said.
        named = is_served_name(request.headers.get(hdrs.HOST, ""), serving.names)
        if not (named or _is_nameless_probe(request)):
            return web.Response(status=421, text="This server has another name: see --name.\n")
        if _acts(request) and not is_own_origin(request, secure=is_secure(request, serving.proxies)):
            return web.Response(status=403, text="Only the pages of this server may do that.\n")
        return await handler(request)

    return middleware


async def forbid(request: web.Request, response: web.StreamResponse) -> None:
    """Say in an answer what the browser must not do with it; a signal of every answer, errors included.

    Args:
        request: The request.
        response: Its answer, not sent yet.
    """
    response.headers.update(ALWAYS)
    if not isinstance(response, web.WebSocketResponse):
        response.force_close()
        # Its headers were made before this is called.
        response.headers["Connection"] = "close"
    # Sockets are named one by one: not every browser takes 'self' for them. The terminal puts styles into the page.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"connect-src 'self' ws://{request.host} wss://{request.host}; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _is_nameless_probe(request: web.Request) -> bool:
    # Some probes name no host at all, as HTTP/1.0 allows; a browser always does.
    return request.path == HEALTH and hdrs.HOST not in request.headers


def _acts(request: web.Request) -> bool:
    # A WebSocket begins as a GET, from any page that likes to.
    return request.method not in ("GET", "HEAD") or hdrs.UPGRADE in request.headers
