"""The step of a webhook: whether somebody listens there whose certificate verifies. Nothing is posted to find out."""

import socket
import ssl
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from tui.config import ConfigError, WebhookSettings
from tui.doctor.proxy import port_of, proxy_for, shown
from tui.doctor.step import DoctorStep, Finding, Verdict, warn
from tui.doctor.tunnel import reason
from tui.source.text import clean
from tui.tls import tls_trusting

_CONNECT_S = 5.0


def look_at_webhook(webhook: WebhookSettings) -> Iterator[DoctorStep]:
    """Examine the way to a webhook.

    Args:
        webhook: What was set.

    Yields:
        One step; none where there is no webhook.
    """
    if webhook.url:
        begun_s = time.monotonic()
        found = _look(webhook)
        yield DoctorStep("webhook", found, time.monotonic() - begun_s)


def _look(webhook: WebhookSettings) -> Finding:
    # Only the host is told: what stands behind it may be a secret.
    address = urlsplit(webhook.url)
    where = f"{clean(address.hostname or '')} port {port_of(address)}"
    try:
        if (proxy := proxy_for(address)) is not None:
            return Finding(f"{where} by the proxy {shown(proxy)}, not examined", Verdict.SKIPPED)
        context = tls_trusting(webhook.ca_bundle) if address.scheme == "https" else None
        with socket.create_connection((address.hostname, port_of(address)), _CONNECT_S) as plain:
            if context is None:
                return Finding(f"{where} answers; plain http, which does not leave this machine")
            with context.wrap_socket(plain, server_hostname=address.hostname):
                return Finding(f"{where} answers, and its certificate verifies")
    except ssl.SSLCertVerificationError as error:
        words = f"{where}: the certificate does not verify: {clean(error.verify_message)}"
        return warn(words, "Let it be issued anew, or set ca_bundle of [webhook]: no alarm is posted else.")
    except (ConfigError, ValueError) as error:
        return warn(str(error), "Mend ca_bundle of [webhook], or the proxies of the environment.")
    except OSError as error:
        return warn(
            f"{where}: {reason(error)}", "Check url of [webhook]: alarms are lost until somebody listens there."
        )
