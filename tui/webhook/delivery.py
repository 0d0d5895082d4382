"""One alarm on its way to a webhook, once."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from tui.gws.connections.requests import Request
from tui.gws.http import Reply, exchange, open_client
from tui.source.errors import BadReplyError, RetryableError, SourceError
from tui.source.limits import LoginLimits

ATTEMPT_S = 10.0
"""How long one attempt may take up to the end of the headers of its answer."""
_BODY_S = 5.0
_ANSWER = LoginLimits(answer_mb=1)
_MENDS = frozenset({408, 425, 429})
"""Statuses below 500 after which another attempt may succeed."""


class DeliveryError(Exception):
    """An attempt failed; the words hold nothing of address and secret.

    Attributes:
        may_mend: Whether another attempt may succeed.
        wait_s: How long the server wants to be left alone, seconds.
    """

    def __init__(self, words: str, *, may_mend: bool, wait_s: float = 0.0) -> None:
        """Keep beside the words what may be done."""
        super().__init__(words)
        self.may_mend = may_mend
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where alarms go.

    Attributes:
        url: The address.
        tls: What its certificate is verified with.
        header: Name of the header that carries the secret.
        secret: What it says; None leaves it out.
    """

    url: str = field(repr=False)
    tls: ssl.SSLContext
    header: str = "Authorization"
    secret: SecretStr | None = None


async def post(endpoint: Endpoint, body: bytes, number: str) -> None:
    """Post an alarm once: no redirect is followed, a proxy is asked as for a source.

    Args:
        endpoint: Where to.
        body: JSON.
        number: The same for each attempt of one alarm, by which a receiver knows one that it has already.

    Raises:
        DeliveryError: It was not taken, or nobody knows whether it was.
    """
    parts = urlsplit(endpoint.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"Content-Type": "application/json", "Idempotency-Key": number}
    if endpoint.secret is not None:
        headers[endpoint.header] = endpoint.secret.get_secret_value()
    request = Request(
        "POST", path, headers, body, wait_s=ATTEMPT_S, body_s=_BODY_S, limits=_ANSWER, has_secret_path=True
    )
    try:
        # A client of its own: no cookie of one answer goes with the next alarm.
        async with open_client(f"{parts.scheme}://{parts.netloc}", endpoint.tls) as client:
            _check(await exchange(client, request))
    except BadReplyError:
        # Its words may name the address that it leads to.
        words = "it answers with a redirect, a login page, or what cannot be read: see to the address"
        raise DeliveryError(words, may_mend=False) from None
    except RetryableError as error:
        raise DeliveryError(str(error), may_mend=True, wait_s=error.retry_after_s) from None
    except SourceError as error:
        raise DeliveryError(str(error), may_mend=False) from None


def _check(reply: Reply) -> None:
    if 200 <= reply.status < 300:
        return
    may_mend = reply.status >= 500 or reply.status in _MENDS
    raise DeliveryError(f"HTTP {reply.status}", may_mend=may_mend, wait_s=reply.retry_after_s)
