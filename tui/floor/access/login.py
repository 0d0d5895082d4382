"""Where a floor is, and as whom one goes there."""

import base64
import binascii
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import SecretStr

from tui.floor.errors import FloorCredentialsError
from tui.floor.subjects import escape_login

_JWT = re.compile(r"-+BEGIN NATS USER JWT-+\s+([A-Za-z0-9_.-]+)\s+-+END NATS USER JWT-+")
_SEED = re.compile(r"-+BEGIN USER NKEY SEED-+\s+(SU[A-Z2-7]+)\s+-+END USER NKEY SEED-+")
_SEED_BYTES = 32
_PREFIX_BYTES = 2
_CHECKSUM_BYTES = 2


@dataclass(frozen=True, slots=True)
class FloorLogin:
    """A way to a NATS server.

    Attributes:
        urls: Its addresses, without credentials; those of a cluster are one server.
        user: Who asks, "" for nobody; it also names the subjects of the answers, which nobody else may hear.
        password: Of the user.
        credentials: What stands in a file of JWT and seed, in place of a password.
        tls: What certificates are verified with; None where no address wants any.
    """

    urls: tuple[str, ...]
    user: str = ""
    password: SecretStr | None = None
    credentials: SecretStr | None = None
    tls: ssl.SSLContext | None = None

    @property
    def encrypted(self) -> bool:
        """Whether nothing may be said before the certificate of the server was verified."""
        return any(urlsplit(url).scheme == "tls" for url in self.urls)

    @property
    def inbox(self) -> str:
        """Beginning of the subjects under which answers come."""
        return f"_INBOX_{escape_login(self.user)}" if self.user else "_INBOX"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may be in no word that is told."""
        given = self.password, *(self._parts if self.credentials is not None else ())
        return tuple(secret.get_secret_value() for secret in given if secret is not None)

    @property
    def token(self) -> SecretStr:
        """The JWT of the credentials.

        Raises:
            FloorCredentialsError: They hold none.
        """
        return self._parts[0]

    def signature(self) -> Callable[[str], bytes]:
        """Make what signs the number of a server with the seed of the credentials.

        Raises:
            FloorCredentialsError: They hold no seed, or nothing here can sign.
        """
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        except ImportError:
            raise FloorCredentialsError("credentials_file needs: pip install cryptography") from None
        key = Ed25519PrivateKey.from_private_bytes(_raw_seed(self._parts[1].get_secret_value()))
        return lambda nonce: base64.b64encode(key.sign(nonce.encode()))

    @property
    def _parts(self) -> tuple[SecretStr, SecretStr]:
        text = "" if self.credentials is None else self.credentials.get_secret_value()
        jwt, seed = _JWT.search(text), _SEED.search(text)
        if jwt is None or seed is None:
            raise FloorCredentialsError("credentials_file holds no JWT and seed of a user")
        return SecretStr(jwt[1]), SecretStr(seed[1])


def _raw_seed(seed: str) -> bytes:
    """The 32 bytes of a seed, which stands in base32 between what it is for and a checksum."""
    try:
        raw = base64.b32decode(seed + "=" * (-len(seed) % 8))
    except binascii.Error:
        raise FloorCredentialsError("the seed in credentials_file cannot be read") from None
    body, checksum = raw[:-_CHECKSUM_BYTES], raw[-_CHECKSUM_BYTES:]
    if len(body) != _PREFIX_BYTES + _SEED_BYTES or binascii.crc_hqx(body, 0).to_bytes(2, "little") != checksum:
        raise FloorCredentialsError("the seed in credentials_file cannot be read")
    return body[_PREFIX_BYTES:]
