"""One exchange over HTTP: deadlines, size limit, no redirects, and every failure as one of our errors."""

import asyncio
import contextlib
import errno
import logging
import re
import ssl
from codecs import BOM_UTF8
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.request import getproxies

import httpx

from tui.gws.connections.client import Answer, Client
from tui.gws.connections.direct import CONNECT_S, KEPT_S, MOST_AT_ONCE, MOST_KEPT
from tui.gws.connections.direct_client import DirectClient
from tui.gws.connections.headers import AnswerHeaders
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.connections.requests import Request
from tui.gws.retry_after import seconds_asked_for
from tui.gws.unpacking import ACCEPTED, Unpacker
from tui.source.errors import (
    BadReplyError,
    CertificateError,
    DoubtfulError,
    LimitError,
    RefusedError,
    ServerFaultError,
    UnreachableError,
)
from tui.source.limits import LoginLimits
from tui.source.origin import is_loopback
from tui.source.text import clean

_LOG = logging.getLogger(__name__)

_PROXIES = frozenset({"http", "https", "all"})
_MOST_COOKIES = 50
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_PASSWORD_FIELD = re.compile(rb"<input[^>]{1,200}type=[\"']?password", re.IGNORECASE)
_PAGE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers, and the whole decompressed body."""

    status: int
    headers: AnswerHeaders = field(repr=False)
    body: bytes = field(repr=False)
    reason: str = field(default="", repr=False)

    def take_body(self) -> bytes:
        """Give the body away: it may be large, and whoever reads it need not have it twice."""
        body = self.body
        object.__setattr__(self, "body", b"")
        return body

    @property
    def is_redirect(self) -> bool:
        """Whether the server wants us elsewhere."""
        return 300 <= self.status < 400

    @property
    def is_fault(self) -> bool:
        """Whether the server itself is in trouble, or wants to be left alone."""
        return self.status >= 500 or self.status == 429

    @property
    def is_json(self) -> bool:
        """Whether the body looks like an object or a list, whatever its type claims to be."""
        return self.body[:64].removeprefix(BOM_UTF8).lstrip()[:1] in (b"{", b"[")

    @property
    def is_login_page(self) -> bool:
        """Whether it is a page of something that wants people to log in there."""
        return not self.is_json and _PASSWORD_FIELD.search(self.body, 0, _PAGE_BYTES) is not None

    @property
    def charset(self) -> str:
        """What the answer says its characters are; "" where it does not."""
        declared = _CHARSET.search(self.headers.get("content-type", ""))
        return declared[1] if declared else ""

    @property
    def retry_after_s(self) -> float:
        """What `Retry-After` asks for, seconds, as a number or a date; 0.0 where it asks for nothing."""
        return seconds_asked_for(self.headers.get_list("retry-after"), self.headers.get("date", ""))


def open_client(origin: str, tls: ssl.SSLContext | bool) -> Client:
    """Make the one client of a source: its own cookie jar, no redirects, proxies from the environment.

    Proxies are those of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, as httpx reads them; a server on this
    machine is never asked for through a proxy, to which its password would be readable.

    Args:
        origin: Scheme, host and port, with the context path if there is one.
        tls: What to verify certificates with.

    Returns:
        The client; close it with `aclose`.

    Raises:
        RefusedError: The origin, or the proxy of the environment, cannot be used.
    """
    try:
        base = _base(origin)
    except httpx.InvalidURL:
        raise RefusedError("the address is not usable: check url") from None
    headers = {"Accept": "application/json", "Accept-Encoding": ACCEPTED, "User-Agent": "callboard"}
    if is_loopback(origin) or not _PROXIES & getproxies().keys():
        # What knows the way through proxies takes three times as long for each request.
        return DirectClient(base, _context(tls), headers)
    limits = httpx.Limits(max_connections=MOST_AT_ONCE, max_keepalive_connections=MOST_KEPT, keepalive_expiry=KEPT_S)
    timeout = httpx.Timeout(None, connect=CONNECT_S)
    try:
        return ProxiedClient(
            httpx.AsyncClient(
                base_url=origin, verify=tls, limits=limits, timeout=timeout, headers=headers, follow_redirects=False
            )
        )
    except ImportError:
        raise RefusedError("the proxy of the environment speaks SOCKS, which needs the package httpx[socks]") from None
    except (ValueError, httpx.InvalidURL):
        # Not raised from it: the words hold the address, which may hold a password.
        raise RefusedError("the proxy of the environment has no usable address (HTTPS_PROXY, ALL_PROXY)") from None


def _context(tls: ssl.SSLContext | bool) -> ssl.SSLContext:
    return tls if isinstance(tls, ssl.SSLContext) else httpx.create_ssl_context(verify=tls)


async def exchange(client: Client, request: Request) -> Reply:
    """Send one request once and read its answer.

    Args:
        client: The client of the source.
        request: What to send.

    Returns:
        The answer, of any status but a redirect or a server's fault.

    Raises:
        UnreachableError: No connection, a broken one, or the deadline passed.
        CertificateError: The certificate does not verify.
        ServerFaultError: 429 or 5xx whose body is not JSON.
        DoubtfulError: A redirect, a login page, or 403 with a page: something in between, or the end of the session.
        BadReplyError: A body that is not to be decompressed.
        LimitError: A body beyond the limits.
    """
    try:
        reply = await _exchange(client, request)
    except TimeoutError as error:
        raise UnreachableError(f"no answer within {request.wait_s:.0f} s") from error
    except httpx.ConnectError as error:
        raise _connect_error(error) from error
    except (httpx.InvalidURL, UnicodeError, OverflowError) as error:
        # OverflowError: a port beyond 65535, of the proxy of the environment.
        raise BadReplyError("the address, or that of the proxy, is not usable") from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise UnreachableError(_words(error)) from error
    # The query may hold numbers and names that were searched for.
    path = "[hidden]" if request.has_secret_path else request.path.partition("?")[0]
    size = len(reply.body)
    _LOG.debug("%s %s: %d, %d bytes", request.method, path, reply.status, size)
    if "set-cookie" in reply.headers:
        _tidy_cookies(client)
    _check(reply)
    return reply


@lru_cache(maxsize=32)
def _base(origin: str) -> httpx.URL:
    """What httpx makes of an address: the logins of one server have the same."""
    url = httpx.URL(origin)
    return url if url.raw_path.endswith(b"/") else url.copy_with(raw_path=url.raw_path + b"/")


async def _exchange(client: Client, request: Request) -> Reply:
    started_s = asyncio.get_running_loop().time()
    async with asyncio.timeout(request.wait_s) as deadline:
        answer = await client.ask(request)
        try:
            answered_s = asyncio.get_running_loop().time()
            if answered_s + request.body_s > started_s + request.wait_s:
                deadline.reschedule(answered_s + request.body_s)
            return Reply(answer.status, answer.headers, await _read_body(answer, request.limits), answer.reason)
        finally:
            await answer.aclose()


async def _read_body(answer: Answer, limits: LoginLimits) -> bytes:
    """Read the body, never more of it than may be."""
    unpacker = Unpacker(answer.headers.get("content-encoding"))
    most = limits.answer_bytes
    body, came = bytearray(), 0
    while part := await answer.read():
        came += len(part)
        body += unpacker.unpack(part, most + 1 - len(body))
        # Compressed nothing is something on the way.
        if max(came, len(body)) > most:
            raise LimitError(f"the answer is larger than {limits.answer_mb} MB: max_answer_mb")
    return bytes(body)


def _tidy_cookies(client: Client) -> None:
    # Cookies are ASCII by their standard; httpx takes others and then cannot send a single request.
    kept = list(client.cookies.jar)
    odd = [cookie for cookie in kept if not f"{cookie.name}{cookie.value}".isascii()]
    # A server that names its cookie anew with each answer must not fill the headers: the first and the last count.
    half = _MOST_COOKIES // 2
    for cookie in (*odd, *(kept[half:-half] if len(kept) > _MOST_COOKIES else ())):
        with contextlib.suppress(KeyError):
            client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)


def _check(reply: Reply) -> None:
    if reply.is_redirect:
        target = clean(reply.headers.get("location", ""))
        raise DoubtfulError(f"redirected to {target or 'nowhere'}: check the URL")
    if reply.is_fault and not reply.is_json:
        raise ServerFaultError(f"HTTP {reply.status} from the server", reply.retry_after_s)
    if reply.status == 403 and reply.body.strip() and not reply.is_json:
        raise DoubtfulError(
            "HTTP 403 with a page that is not of this API: something in between blocks it, such as a firewall",
            reply.retry_after_s,
        )
    if reply.is_login_page and reply.status != 401:
        raise DoubtfulError("a login page of another program: check the URL")


def _connect_error(error: httpx.ConnectError) -> UnreachableError | CertificateError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateError(f"the certificate does not verify: {clean(cause.verify_message)}")
        if isinstance(cause, OSError) and cause.errno in (errno.EMFILE, errno.ENFILE):
            return UnreachableError(_NO_FILES)
        cause = cause.__cause__ or cause.__context__
    return UnreachableError(_words(error))


def _words(error: Exception) -> str:
    # The protocol library quotes what it could not read.
    told = str(error).partition(": bytearray(")[0]
    # And tells of its own states where the other side has closed the connection: nothing that a person could use.
    told = "" if told.startswith("can't handle event type") else told
    return clean(f"{_KINDS.get(type(error).__name__, type(error).__name__)}: {told}".removesuffix(": "))


_NO_FILES = "this machine is out of file descriptors: see ulimit -n, or LimitNOFILE of the service"
_KINDS = {
    "ConnectError": "cannot connect",
    "ConnectTimeout": "cannot connect in time",
    "ReadError": "the connection broke",
    "WriteError": "the connection broke",
    "RemoteProtocolError": "the connection broke",
    "CloseError": "the connection broke",
    "ProxyError": "the proxy of the environment",
}
