"""One tree of errors: what retrying can mend, what it cannot, and an operation that the server turned down.

GwsError
├── RetryableError            try again, later and later
│   ├── UnreachableError      no connection, or it broke, or it stayed silent
│   ├── ServerFaultError      HTTP 429 or 5xx
│   ├── BadReplyError         an answer that this API never gives (HTML, a redirect, half a body)
│   └── SessionLostError      the HTTP session is gone: log in again
├── RefusedError              credentials, or the advice to stay away: retry slowly, say so
│   └── CertificateError      the server's certificate does not verify
└── OperationError            `statusCode` other than 0: nothing was changed
"""


class GwsError(Exception):
    """Anything that a server or the way to it can do to us."""


class RetryableError(GwsError):
    """Trying again, later and later, can mend it."""


class UnreachableError(RetryableError):
    """No connection, a broken one, or silence beyond the deadline."""


class ServerFaultError(RetryableError):
    """HTTP 429 or 5xx without a readable envelope.

    Attributes:
        retry_after_s: What the server asked for in `Retry-After`, seconds; 0.0 where it did not.
    """

    def __init__(self, message: str, retry_after_s: float = 0.0) -> None:
        """Keep the server's wish beside the words."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class BadReplyError(RetryableError):
    """The answer is not one that gws-api.md knows: wrong status, wrong shape, too large."""


class SessionLostError(RetryableError):
    """401, or 403 where a session existed (gws-api.md 4.6): a new login may mend it."""


class RefusedError(GwsError):
    """The server does not want this login; hammering it could lock the account."""


class CertificateError(RefusedError):
    """The server's TLS certificate does not verify."""


class OperationError(GwsError):
    """The envelope of an answer carried another `statusCode` than 0 (gws-api.md 1.5).

    Attributes:
        status_code: The code, see the table of gws-api.md 1.5.
    """

    def __init__(self, status_code: int, status_message: str) -> None:
        """Keep the number beside the words."""
        super().__init__(f"{status_code} {status_message}".strip())
        self.status_code = status_code
