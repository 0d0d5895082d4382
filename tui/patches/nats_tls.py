"""A client of NATS that says nothing before the certificate of the server was verified, where that is wanted."""

from nats.aio.transport import TcpTransport
from nats.errors import Error

from tui.patches.nats_headers import HeaderTolerantClient


class EncryptingClient(HeaderTolerantClient):
    """Takes `tls://` for an order.

    Attributes:
        must_encrypt: Whether a server without TLS is told nothing.
    """

    must_encrypt = False

    def _connect_command(self) -> bytes:
        # The library sends user and password readably to a server that offers no TLS, whatever the address says: who
        # sits between would only have to leave `tls_required` out.
        if self.must_encrypt and not _is_encrypted(self._transport):
            raise Error("the server offers no TLS")
        return super()._connect_command()


def _is_encrypted(transport: object) -> bool:
    writer = transport._io_writer if isinstance(transport, TcpTransport) else None
    return writer is not None and writer.get_extra_info("ssl_object") is not None
