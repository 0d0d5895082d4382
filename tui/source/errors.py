"""One tree of errors: what retrying can mend, what it cannot, and an operation that the server turned down.

SourceError
├── RetryableError            try again, later and later
│   ├── UnreachableError      no connection, or it broke, or it stayed silent
│   ├── ServerFaultError      HTTP 429 or 5xx
│   ├── BadReplyError         an answer that its API never gives (HTML, half a body)
│   │   ├── LimitError        more than is taken of one login: only its administrator, or ours, can change that
│   │   └── DoubtfulError     it may mean that the session is over: a firewall's page, a redirect, a login page
│   └── SessionLostError      the HTTP session is gone: log in again
│       └── SessionEndedError the server ended it and wants to be left alone for a while
├── RefusedError              the login was refused: retry slowly, say so
│   └── CertificateError      the server's certificate does not verify
└── OperationError            an operation was turned down: nothing was changed
"""


class SourceError(Exception):
    """Anything that a server or the way to it can do to us."""


class RetryableError(SourceError):
    """Trying again, later and later, can mend it.

    Attributes:
        retry_after_s: What the server asked for in `Retry-After`, seconds; 0.0 where it did not.
    """

    def __init__(self, message: str = "", retry_after_s: float = 0.0) -> None:
        """Keep the server's wish beside the words."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class UnreachableError(RetryableError):
    """No connection, a broken one, or silence beyond the deadline."""


class ServerFaultError(RetryableError):
    """HTTP 429 or 5xx without a readable envelope."""


class BadReplyError(RetryableError):
    """The answer is not one that API.md knows: wrong status, wrong shape, too large."""


class LimitError(BadReplyError):
    """More than is taken of one login, or in one answer; the words name the limit."""


class DoubtfulError(BadReplyError):
    """One of these is nothing, several on end may mean that the session is over."""


class SessionLostError(RetryableError):
    """401, or 403 where a session existed (API.md 4.6): a new login may mend it."""


class SessionEndedError(SessionLostError):
    """The server advised not to reconnect: this session is over, the credentials are not in doubt."""


class RefusedError(SourceError):
    """The server does not want this login; hammering it could lock the account."""


class CertificateError(RefusedError):
    """The server's TLS certificate does not verify."""


class OperationError(SourceError):
    """The envelope of an answer carried another `statusCode` than 0 (API.md 1.5).

    Attributes:
        status_code: The code, see the table of API.md 1.5.
    """

    def __init__(self, status_code: int, status_message: str) -> None:
        """Keep the number beside the words."""
        super().__init__(f"{status_code} {status_message}".strip())
        self.status_code = status_code
