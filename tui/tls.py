"""What a source's certificates are verified with, and the certificate that it is shown."""

import os
import ssl
import sys
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from tui.config import ConfigError, SourceSettings
from tui.machine.pipes import is_pipe


class CertificateFiles(Protocol):
    """The files that settings name, of a source or of a floor."""

    @property
    def ca_bundle(self) -> Path | None:
        """Certificates of a private CA."""
        ...

    @property
    def client_cert(self) -> Path | None:
        """A certificate of ours."""
        ...

    @property
    def client_key(self) -> Path | None:
        """Its key."""
        ...


def tls_of(source: SourceSettings, passphrase: SecretStr | None = None) -> ssl.SSLContext:
    """Make the TLS of a source; sources with the same files share it.

    Args:
        source: The source.
        passphrase: Of its client key, where that is encrypted.

    Returns:
        A context that verifies certificates and names.

    Raises:
        ConfigError: A file that cannot be used.
    """
    if urlsplit(source.url).scheme == "http" and not (source.client_cert or source.ca_bundle):
        _refuse_pipes(source)
        return _trusting_nobody()
    return tls_with(source, passphrase)


def tls_with(files: CertificateFiles, passphrase: SecretStr | None = None) -> ssl.SSLContext:
    """Make TLS of files; see `tls_of`.

    Args:
        files: Which.
        passphrase: Of the client key, where that is encrypted.
    """
    _refuse_pipes(files)
    try:
        if files.client_cert is None:
            return _shared(files.ca_bundle)
        context = _fresh(files.ca_bundle)
    except OSError as error:
        raise ConfigError(f"{files.ca_bundle}: cannot be used as ca_bundle ({_why(error)})") from None
    _show(context, files.client_cert, files.client_key, passphrase)
    return context


def _refuse_pipes(files: CertificateFiles) -> None:
    system = os.environ.get("SSL_CERT_FILE")
    for path in (Path(system) if system else None, files.ca_bundle, files.client_cert, files.client_key):
        if path is not None and is_pipe(path):
            raise ConfigError(f"{path}: a pipe, where a certificate or a key has to be a file")


def tls_trusting(ca_bundle: Path | None) -> ssl.SSLContext:
    """Make the TLS of a server that is no source and wants no certificate of ours.

    Args:
        ca_bundle: Certificates of a private CA; None trusts what the system trusts.

    Returns:
        A context that verifies certificates and names.

    Raises:
        ConfigError: A file that cannot be used.
    """
    try:
        if ca_bundle is not None and is_pipe(ca_bundle):
            raise ConfigError(f"{ca_bundle}: a pipe, where a certificate has to be a file")
        return _shared(ca_bundle)
    except OSError as error:
        raise ConfigError(f"{ca_bundle}: cannot be used as ca_bundle ({_why(error)})") from None


def system_context(platform: str = sys.platform) -> ssl.SSLContext:
    """A context that trusts what the system trusts.

    OpenSSL reads the system's store itself on Linux and BSD, and the standard library hands it that of Windows; only
    the Keychain of macOS is known to neither. `truststore` would do on the others too, but it reads the store again
    for each connection, which 200 logins that come back at once would feel.

    Args:
        platform: As `sys.platform` names it.
    """
    if platform == "darwin":
        import truststore

        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return ssl.create_default_context()


@lru_cache(maxsize=1)
def _trusting_nobody() -> ssl.SSLContext:
    # Plain http asks for no certificates, and to read those of the system costs 2.5 MB and a tenth of the start.
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@lru_cache(maxsize=8)
def _shared(ca_bundle: Path | None) -> ssl.SSLContext:
    # One context for all sources: making one for each of 200 logins takes seconds and hundreds of megabytes.
    return _fresh(ca_bundle)


def _fresh(ca_bundle: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=ca_bundle) if ca_bundle else system_context()
    # A common name is no name of a server since RFC 9525; OpenSSL would take it where there is no other.
    context.hostname_checks_common_name = False
    return context


def _show(context: ssl.SSLContext, cert: Path, key: Path | None, passphrase: SecretStr | None) -> None:
    # A function, or OpenSSL itself would ask at the terminal, in the middle of the screen.
    given = passphrase.get_secret_value() if passphrase is not None else ""
    try:
        context.load_cert_chain(cert, key, lambda: given)
    except ssl.SSLError as error:
        hint = (
            "the passphrase is wrong"
            if passphrase is not None
            else "it needs a passphrase (callboard login --passphrase)"
        )
        raise ConfigError(f"{key or cert}: no usable key for client_cert, or {hint} ({_why(error)})") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{cert}: cannot be used as client_cert ({_why(error)})") from None


def _why(error: Exception) -> str:
    words = error.reason if isinstance(error, ssl.SSLError) else getattr(error, "strerror", None)
    return str(words or type(error).__name__)
