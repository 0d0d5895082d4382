"""The step of TLS: which certificate the server shows, and what vouches for it."""

import ssl
import time
from collections.abc import Mapping
from typing import Any

from tui.doctor.step import REFUSED, UNREACHABLE, Finding, fail, warn
from tui.doctor.tunnel import TunnelError, reason, tunnel
from tui.doctor.visit import Visit
from tui.language.count_words import count_of
from tui.source.text import clean

EXPIRES_SOON_DAYS = 14
_DAY_S = 86400.0
_UNNAMED = "without a subjectAltName"


async def check_tls(visit: Visit) -> Finding:
    """Which certificate the server shows, and what vouches for it."""
    if visit.address.scheme == "http":
        return _plain(visit)
    try:
        async with tunnel(visit, visit.tls) as tls:
            return judged_certificate(tls, visit.trust)
    except ssl.SSLCertVerificationError as error:
        return await _unverified(visit, clean(error.verify_message))
    except TunnelError as error:
        return fail(reason(error), _advice_on_proxy(visit, error), UNREACHABLE)
    except (OSError, EOFError) as error:
        advice = "Check that this port speaks TLS: url begins with https, and another port may be the one for it."
        return fail(reason(error), advice, UNREACHABLE)


def _advice_on_proxy(visit: Visit, error: TunnelError) -> str:
    if not error.wants_login:
        return (
            "Ask the proxy's people whether it lets through to this host and port; NO_PROXY excepts the server from it."
        )
    if visit.proxy is not None and visit.proxy.username:
        return "Check user and password in HTTPS_PROXY (or ALL_PROXY): the proxy does not take them."
    return "Write user and password for the proxy into HTTPS_PROXY (or ALL_PROXY), as http://USER:PASSWORD@HOST:PORT."


def _plain(visit: Visit) -> Finding:
    if visit.source.allow_http:
        words = "PLAIN HTTP, allowed by allow_http: password and calls are readable on the way"
        return warn(words, "Use https as soon as the server has it.")
    return Finding("plain http, which does not leave this machine")


def judged_certificate(tls: ssl.SSLObject, trust: str) -> Finding:
    """What is to be said of a certificate that verifies.

    Args:
        tls: A connection over which it was shown.
        trust: What verified it, for people.
    """
    certificate: Mapping[str, Any] = tls.getpeercert() or {}
    left_days = (ssl.cert_time_to_seconds(certificate["notAfter"]) - time.time()) / _DAY_S
    words = f"{tls.version()}, {_who(certificate)}, {count_of(round(left_days), 'day')} left, verified by {trust}"
    if left_days < EXPIRES_SOON_DAYS:
        return warn(words, "Let the server's certificate be renewed: a wall refuses it when it has expired.")
    return Finding(words)


async def _unverified(visit: Visit, why: str) -> Finding:
    presented = await _presented(visit)
    words = f"the certificate does not verify: {why} ({presented}; asked {visit.trust})"
    if _UNNAMED in presented and "expired" not in why:
        advice = "Let it be issued anew with a subjectAltName: a common name is no name of a server any more."
    else:
        advice = advice_for_certificate(why)
    return fail(words, advice, REFUSED)


def advice_for_certificate(why: str) -> str:
    """What to do about a certificate that does not verify.

    Args:
        why: What OpenSSL says of it.
    """
    if "expired" in why:
        return "Let the server's certificate be renewed; check the clock of this machine."
    if "match" in why:
        return "Use the name in url that the certificate is for."
    return "Get the certificate of the authority that signed it from the server's people, and set ca_bundle."


async def _presented(visit: Visit) -> str:
    """Who the certificate that does not verify claims to be; nothing is sent to whoever shows it."""
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    try:
        async with tunnel(visit, blind) as tls:
            der = tls.getpeercert(binary_form=True) or b""
        # The library reads only what it has verified, so it is asked to trust this one certificate, for one look.
        looking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        looking.check_hostname = False
        looking.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        looking.load_verify_locations(cadata=der)
        async with tunnel(visit, looking) as tls:
            return _who(tls.getpeercert() or {})
    except (OSError, EOFError):
        return "which cannot be read"


def _who(certificate: Mapping[str, Any]) -> str:
    unnamed = "" if certificate.get("subjectAltName") else f", {_UNNAMED}"
    return f"for {_name(certificate.get('subject', ()))}, issued by {_name(certificate.get('issuer', ()))}{unnamed}"


def _name(parts: Any) -> str:  # noqa: ANN401 - nested tuples of the ssl module
    found = {key: value for part in parts for key, value in part}
    return clean(found.get("commonName") or found.get("organizationName") or "nobody named")
