"""Logging in and out, and who has."""

import logging
import time

from aiohttp import web

from tui.serve.asker import address_of, is_secure
from tui.serve.files import filled
from tui.serve.pass_key import PassKey
from tui.serve.settings import Serving
from tui.serve.token import is_loopback
from tui.serve.tries import Tries

_LOG = logging.getLogger(__name__)

WRONG = "That was not the token."
"""All that is told about it."""


class Door:
    """Lets in who knows the token; or everybody, where there is none."""

    def __init__(self, serving: Serving) -> None:
        """Hang a door.

        Args:
            serving: With or without a token.
        """
        self._serving = serving
        self._key = PassKey(serving.token, serving.stay_s, time.time) if serving.token else None
        self._tries = Tries(time.monotonic)

    def lets_in(self, request: web.Request) -> bool:
        """Whether a request comes with a pass that holds, or needs none.

        Args:
            request: Any.
        """
        return self._key is None or self._key.holds(request.cookies.get(self._cookie(request), ""))

    def renew(self, request: web.Request, response: web.StreamResponse) -> None:
        """Give whoever was let in a pass that holds from now on.

        Args:
            request: What it asked.
            response: The answer, not sent yet.
        """
        if self._key is not None:
            secure = is_secure(request, self._serving.proxies)
            response.set_cookie(
                self._cookie(request),
                self._key.sign(),
                max_age=self._key.stay_s,
                path="/",
                secure=secure,
                httponly=True,
                samesite="Strict",
            )

    async def show_form(self, request: web.Request) -> web.Response:
        """`GET /login`: ask for the token."""
        if self.lets_in(request):
            raise web.HTTPSeeOther("/")
        return self._form(request)

    async def log_in(self, request: web.Request) -> web.Response:
        """`POST /login`: check the token."""
        token = str((await request.post()).get("token", ""))
        # From here on nothing is awaited: many tries at once are counted one by one.
        address = address_of(request, self._serving.proxies)
        wait_s = self._tries.wait_s(address)
        if wait_s:
            answer = self._form(request, f"Too many tries. Wait {wait_s} seconds.", status=429)
            answer.headers["Retry-After"] = str(wait_s)
            return answer
        if self._key is not None and not self._key.fits(token.strip()):
            self._tries.wrong(address)
            _LOG.warning("a wrong token from %s", address)
            return self._form(request, WRONG, status=401)
        answer = web.Response(status=303, headers={"Location": "/"})
        self.renew(request, answer)
        return answer

    async def log_out(self, request: web.Request) -> web.Response:
        """`POST /logout`: take the pass away from this browser."""
        answer = web.Response(status=303, headers={"Location": "/login"})
        secure = is_secure(request, self._serving.proxies)
        answer.del_cookie(self._cookie(request), path="/", secure=secure, httponly=True, samesite="Strict")
        return answer

    def _cookie(self, request: web.Request) -> str:
        # Cookies do not know ports: two servers on one machine must not overwrite each other's.
        prefix = "__Host-" if is_secure(request, self._serving.proxies) else ""
        return f"{prefix}callboard-{self._serving.port}"

    def _form(self, request: web.Request, words: str = "", status: int = 200) -> web.Response:
        secure = is_secure(request, self._serving.proxies) or is_loopback(address_of(request, self._serving.proxies))
        plain = "" if secure else "This connection is not encrypted: others on the way can read the token."
        page = filled("login.html", title=self._serving.title, words=words, plain=plain)
        return web.Response(text=page, status=status, content_type="text/html")
