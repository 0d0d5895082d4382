"""Logging in and out, and who has."""

import logging
import math
import time

from aiohttp import web

from tui.serve.asker import address_of, is_secure
from tui.serve.browser_sessions import BrowserSession, BrowserSessions
from tui.serve.files import filled
from tui.serve.login_attempts import LoginAttempts
from tui.serve.settings import Serving
from tui.serve.tokens import TokenRole, is_loopback

_LOG = logging.getLogger(__name__)

EVERYBODY = BrowserSession("", TokenRole.ACT, "", math.inf)
"""What everybody has where no token is needed."""
WRONG = "That was not the token."
"""All that is told about it."""
_TOLD = 20
"""So many addresses of wrong tokens are told within a minute; of more, that there are many."""


class TokenLogin:
    """Lets in who knows the token; or everybody, where there is none."""

    def __init__(self, serving: Serving) -> None:
        """Hang a door.

        Args:
            serving: With or without a token.
        """
        self._serving = serving
        self._passes = BrowserSessions(serving.tokens, serving.stay_s, time.time) if serving.tokens else None
        self._tries = LoginAttempts(time.monotonic)

    def let_in(self, request: web.Request) -> BrowserSession | None:
        """The pass that a request comes with.

        Args:
            request: Any.

        Returns:
            A pass that holds; None where there is none but one is needed.
        """
        if self._passes is None:
            return EVERYBODY
        return self._passes.read(request.cookies.get(self._cookie(request), ""))

    def holds(self, held: BrowserSession) -> bool:
        """Whether a pass still holds: see `BrowserSessions.holds`."""
        return self._passes is None or self._passes.holds(held)

    def address(self, request: web.Request) -> str:
        """Where a request comes from."""
        return address_of(request, self._serving.proxies)

    def renew(self, request: web.Request, response: web.StreamResponse, held: BrowserSession) -> BrowserSession:
        """Let a pass hold from now on.

        Args:
            request: What was asked with it.
            response: The answer, not sent yet.
            held: The pass.

        Returns:
            The pass as it holds now.
        """
        if self._passes is not None:
            held = self._passes.renewed(held)
            secure = is_secure(request, self._serving.proxies)
            response.set_cookie(
                self._cookie(request),
                self._passes.sign(held),
                max_age=self._passes.stay_s,
                path="/",
                secure=secure,
                httponly=True,
                samesite="Strict",
            )
        return held

    async def show_form(self, request: web.Request) -> web.Response:
        """`GET /login`: ask for the token."""
        if self.let_in(request) is not None:
            raise web.HTTPSeeOther("/")
        return self._form(request)

    async def log_in(self, request: web.Request) -> web.Response:
        """`POST /login`: check the token."""
        token = str((await request.post()).get("token", ""))
        # From here on nothing is awaited: many tries at once are counted one by one.
        address = address_of(request, self._serving.proxies)
        wait_s = self._tries.wait_s(address)
        if wait_s:
            answer = self._form(request, f"Too many tries. Wait {wait_s} s.", status=429)
            answer.headers["Retry-After"] = str(wait_s)
            return answer
        held = EVERYBODY if self._passes is None else self._passes.log_in(token.strip())
        if held is None:
            self._tries.wrong(address)
            # Who has many addresses must not be able to write over all that the log holds.
            _LOG.warning("a wrong token from %s", address if self._tries.addresses <= _TOLD else "many addresses")
            return self._form(request, WRONG, status=401)
        self.write_down("login", address, held)
        answer = web.Response(status=303, headers={"Location": "/"})
        self.renew(request, answer, held)
        return answer

    async def log_out(self, request: web.Request) -> web.Response:
        """`POST /logout`: end the pass, in this browser and wherever it is used."""
        held = self.let_in(request)
        if held is not None and self._passes is not None:
            self._passes.end(held)
            self.write_down("logout", self.address(request), held)
        answer = web.Response(status=303, headers={"Location": "/login"})
        secure = is_secure(request, self._serving.proxies)
        answer.del_cookie(self._cookie(request), path="/", secure=secure, httponly=True, samesite="Strict")
        return answer

    def write_down(self, event: str, address: str, held: BrowserSession) -> None:
        """Put what a page did into the audit log.

        Args:
            event: `login`, `logout` or `takeover`.
            address: Where the page is.
            held: Its pass.
        """
        if (audit := self._serving.audit) is not None:
            audit.note(event, origin=audit.origin.page(address, held.token).fields()["origin"])

    def _cookie(self, request: web.Request) -> str:
        # Cookies do not know ports: two servers on one machine must not overwrite each other's.
        prefix = "__Host-" if is_secure(request, self._serving.proxies) else ""
        return f"{prefix}callboard-{self._serving.port}"

    def _form(self, request: web.Request, words: str = "", status: int = 200) -> web.Response:
        secure = is_secure(request, self._serving.proxies) or is_loopback(address_of(request, self._serving.proxies))
        plain = "" if secure else "This connection is not encrypted: others on the way can read the token."
        page = filled("login.html", title=self._serving.title, words=words, plain=plain)
        return web.Response(text=page, status=status, content_type="text/html")
