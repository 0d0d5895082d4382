"""From an error of the network or the server to what it means in a step, and what to do about it."""

from collections.abc import Mapping

from tui.doctor.step import FAILED, REFUSED, UNREACHABLE, Finding, fail
from tui.doctor.visit import Visit
from tui.source.errors import (
    BadReplyError,
    CertificateError,
    DoubtfulError,
    GwsError,
    LimitError,
    RefusedError,
    ServerFaultError,
    SessionLostError,
    TransportRefusedError,
    UnreachableError,
)

_BY_ERROR: Mapping[type[GwsError], str] = {
    CertificateError: "Set ca_bundle to the certificate of the authority that signed the server's.",
    RefusedError: "Check what the server says with its people: trying again would not help.",
    TransportRefusedError: "Let the server's administrator allow the transport long-polling (CometD's "
    "allowedTransports; in Web Services the option group cometDSettings): cometd_path is right, CometD itself says no.",
    LimitError: "Raise the setting that it names, if this login really has so much; each megabyte takes some four.",
    DoubtfulError: "See what stands between (a firewall, a portal, single sign-on): it answers instead of the server.",
    SessionLostError: "The session was forgotten at once: cookies are lost, or the load balancer is not sticky.",
    UnreachableError: "See what stands between: a proxy or firewall that cuts connections, or a server that hangs.",
    ServerFaultError: "The server is in trouble, or a gateway before it: see its log, and try again later.",
    BadReplyError: "Check url: what answers there is no Web Services server, or speaks through something that is none.",
}
_OF_STEP: Mapping[tuple[str, type[GwsError]], str] = {
    ("login", RefusedError): "Check user and password, and whether the account is locked; each try may count.",
    (
        "poll",
        UnreachableError,
    ): "Something between ends requests that wait: its read timeout must be longer than the hold.",
    ("handshake", BadReplyError): "Check cometd_path: what answers there is no CometD server.",
}


def judged(name: str, error: GwsError, visit: Visit) -> Finding:
    """Say what an error means.

    Args:
        name: The step in which it came.
        error: What the client made of it.
        visit: Whose last answer tells more.

    Returns:
        A failure.
    """
    kind = next(kind for kind in (*_BY_ERROR, GwsError) if isinstance(error, kind))
    advice = _OF_STEP.get((name, kind)) or _BY_ERROR.get(kind, "See the log: callboard log path.")
    return fail(visit.privacy.text(str(error)) + _page(visit, error), advice, _code(error))


def _code(error: GwsError) -> int:
    if isinstance(error, RefusedError):
        return REFUSED
    return UNREACHABLE if isinstance(error, (UnreachableError, ServerFaultError)) else FAILED


def _page(visit: Visit, error: GwsError) -> str:
    """Whether the answer was a web page: a portal, an error page, another program."""
    last = visit.session.last
    is_page = last is not None and last.headers.get("content-type", "").lower().startswith("text/html")
    return ": an HTML page, such as a portal's" if is_page and isinstance(error, BadReplyError) else ""
