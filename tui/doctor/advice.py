"""From an error of the network or the server to what it means in a step, and what to do about it."""

from collections.abc import Mapping

from tui.doctor.step import FAILED, REFUSED, UNREACHABLE, Finding, fail
from tui.doctor.visit import Visit
from tui.source.errors import (
    BadReplyError,
    CertificateError,
    DoubtfulError,
    LimitError,
    RefusedError,
    ServerFaultError,
    SessionLostError,
    SourceError,
    UnreachableError,
)

Advice = Mapping[type[SourceError] | tuple[str, type[SourceError]], str]
"""By class of error, or where it means more in one step, by the step and that."""
_USUAL: Advice = {
    CertificateError: "Set ca_bundle to the certificate of the authority that signed the server's.",
    RefusedError: "Check what the server says with its people: trying again would not help.",
    LimitError: "Raise the setting that it names, if this login really has so much; each megabyte takes some four.",
    DoubtfulError: "See what stands between (a firewall, a portal, single sign-on): it answers instead of the server.",
    SessionLostError: "The session was forgotten at once: cookies are lost, or the load balancer is not sticky.",
    UnreachableError: "See what stands between: a proxy or firewall that cuts connections, or a server that hangs.",
    ServerFaultError: "The server is in trouble, or a gateway before it: see its log, and try again later.",
    BadReplyError: "Check url: what answers there is no server of this kind, or speaks through something that is none.",
    ("login", RefusedError): "Check user and password, and whether the account is locked; each try may count.",
}


def judged(name: str, error: SourceError, visit: Visit, advice: Advice) -> Finding:
    """Say what an error means.

    Args:
        name: The step in which it came.
        error: What the client made of it.
        visit: Whose last answer tells more.
        advice: What its kind of source says to it.

    Returns:
        A failure.
    """
    known: Advice = {**_USUAL, **advice}
    keys = (key for kind in type(error).__mro__ for key in ((name, kind), kind))
    todo = next((known[key] for key in keys if key in known), "See the log: callboard log path.")
    return fail(visit.privacy.text(str(error)) + _page(visit, error), todo, _code(error))


def _code(error: SourceError) -> int:
    if isinstance(error, RefusedError):
        return REFUSED
    return UNREACHABLE if isinstance(error, (UnreachableError, ServerFaultError)) else FAILED


def _page(visit: Visit, error: SourceError) -> str:
    is_page = isinstance(error, BadReplyError) and visit.is_answered_by_page
    return ": an HTML page, such as a portal's" if is_page else ""
