"""One exchange over HTTP: deadlines, size limit, no redirects, and every failure as one of our errors."""

import asyncio
import logging
import ssl
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from tui.gws.errors import BadReplyError, CertificateError, RefusedError, ServerFaultError, UnreachableError
from tui.gws.origin import is_loopback
from tui.gws.text import clean

_LOG = logging.getLogger(__name__)

MAX_BODY_BYTES = 64 * 1024 * 1024
"""Largest body that is read, after decompression: 10,000 calls are some 15 MB."""

REQUEST_S = 10.0
"""Deadline of an ordinary request up to the end of its headers."""

BODY_S = 30.0
"""Deadline for the rest of an answer that has begun."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, headers, and the whole decompressed body."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)

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
    def retry_after_s(self) -> float:
        """What `Retry-After` asks for, seconds; 0.0 where it is absent or a date."""
        wish = self.headers.get("retry-after", "")
        return float(wish) if wish.isascii() and wish.isdigit() and len(wish) < 6 else 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What to send: `path` is relative to the origin.

    Attributes:
        wait_s: Deadline for the headers of the answer, and for its end where `body_s` is less, seconds.
        body_s: How long the rest of an answer that has begun may take, seconds.
    """

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    content: bytes | None = field(default=None, repr=False)
    auth: httpx.BasicAuth | None = field(default=None, repr=False)
    wait_s: float = REQUEST_S
    body_s: float = BODY_S


def open_client(origin: str, tls: ssl.SSLContext | bool) -> httpx.AsyncClient:
    """Make the one client of a source: its own cookie jar, no redirects, proxies from the environment.

    Proxies are those of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, as httpx reads them; a server on this
    machine is never asked for through a proxy, to which its password would be readable.

    Args:
        origin: Scheme, host and port, with the context path if there is one.
        tls: What to verify certificates with.

    Returns:
        The client; close it with `aclose`.

    Raises:
        RefusedError: The proxy of the environment cannot be used.
    """
    limits = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=60.0)
    timeout = httpx.Timeout(None, connect=5.0)
    headers = {"Accept": "application/json", "User-Agent": "callboard"}
    try:
        return httpx.AsyncClient(
            base_url=origin,
            verify=tls,
            limits=limits,
            timeout=timeout,
            headers=headers,
            follow_redirects=False,
            trust_env=not is_loopback(origin),
        )
    except ImportError:
        raise RefusedError("the proxy of the environment speaks SOCKS, which needs the package httpx[socks]") from None
    except (ValueError, httpx.InvalidURL):
        # Not raised from it: the words hold the address, which may hold a password.
        raise RefusedError("the proxy of the environment has no usable address (HTTPS_PROXY, ALL_PROXY)") from None


async def exchange(client: httpx.AsyncClient, request: Request) -> Reply:
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
        BadReplyError: A redirect, or a body beyond `MAX_BODY_BYTES` or not to be decompressed.
    """
    try:
        reply = await _exchange(client, request)
    except TimeoutError as error:
        raise UnreachableError(f"no answer within {request.wait_s:.0f} s") from error
    except httpx.ConnectError as error:
        raise _connect_error(error) from error
    except httpx.DecodingError as error:
        raise BadReplyError("the answer is compressed wrongly") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise BadReplyError("the address is not usable") from error
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise UnreachableError(_words(error)) from error
    # The query may hold numbers and names that were searched for.
    path, size = request.path.partition("?")[0], len(reply.body)
    _LOG.debug("%s %s: %d, %d bytes", request.method, path, reply.status, size)
    _drop_unsendable_cookies(client)
    _check(reply)
    return reply


async def _exchange(client: httpx.AsyncClient, request: Request) -> Reply:
    # httpx reads "no argument" as "the client's default", which None is not.
    auth = request.auth or httpx.USE_CLIENT_DEFAULT
    started_s = asyncio.get_running_loop().time()
    async with asyncio.timeout(request.wait_s) as deadline:
        stream = client.stream(
            request.method, request.path, content=request.content, headers=dict(request.headers), auth=auth
        )
        async with stream as response:
            answered_s = asyncio.get_running_loop().time()
            deadline.reschedule(max(answered_s + request.body_s, started_s + request.wait_s))
            body = bytearray()
            async for part in response.aiter_bytes():
                body += part
                if len(body) > MAX_BODY_BYTES:
                    raise BadReplyError(f"the answer is larger than {MAX_BODY_BYTES >> 20} MB")
            return Reply(response.status_code, response.headers, bytes(body))


def _drop_unsendable_cookies(client: httpx.AsyncClient) -> None:
    # Cookies are ASCII by their standard; httpx takes others and then cannot send a single request.
    for cookie in list(client.cookies.jar):
        if not f"{cookie.name}{cookie.value}".isascii():
            client.cookies.jar.clear(cookie.domain, cookie.path, cookie.name)


def _check(reply: Reply) -> None:
    if reply.is_redirect:
        target = clean(reply.headers.get("location", ""))
        raise BadReplyError(f"redirected to {target or 'nowhere'}: check the URL")
    if reply.is_fault and not reply.is_json:
        raise ServerFaultError(f"HTTP {reply.status} from the server", reply.retry_after_s)


def _connect_error(error: httpx.ConnectError) -> UnreachableError | CertificateError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateError(f"the certificate does not verify: {clean(cause.verify_message)}")
        cause = cause.__cause__ or cause.__context__
    return UnreachableError(_words(error))


def _words(error: Exception) -> str:
    return clean(f"{_KINDS.get(type(error).__name__, type(error).__name__)}: {error}".removesuffix(": "))


_KINDS = {
    "ConnectError": "cannot connect",
    "ConnectTimeout": "cannot connect in time",
    "ReadError": "the connection broke",
    "WriteError": "the connection broke",
    "RemoteProtocolError": "the connection broke",
    "CloseError": "the connection broke",
    "ProxyError": "the proxy of the environment",
}
