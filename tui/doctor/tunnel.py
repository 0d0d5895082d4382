"""A TLS connection to the server of its own, through the proxy where there is one; nothing is sent over it."""

import asyncio
import base64
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import unquote

from tui.doctor.proxy import port_of
from tui.doctor.visit import Visit
from tui.source.text import clean


class TunnelError(OSError):
    """The proxy does not let us through.

    Attributes:
        wants_login: Whether it wants user and password, or others than it was given.
    """

    def __init__(self, words: str, *, wants_login: bool) -> None:
        """Keep it beside the words."""
        super().__init__(words)
        self.wants_login = wants_login


@asynccontextmanager
async def tunnel(visit: Visit, context: ssl.SSLContext) -> AsyncIterator[ssl.SSLObject]:
    """Shake hands with the server as far as TLS goes.

    Args:
        visit: Where to, and through which proxy.
        context: What the certificate is verified with.

    Yields:
        What TLS knows of the connection.

    Raises:
        OSError: No connection; `ssl.SSLCertVerificationError` where the certificate does not verify.
        EOFError: The other side hung up.
    """
    reader, writer = await asyncio.open_connection(visit.peer.hostname, port_of(visit.peer))
    try:
        if visit.proxy is not None:
            await _ask_proxy(visit, reader, writer)
        await writer.start_tls(context, server_hostname=visit.address.hostname)
        yield writer.get_extra_info("ssl_object")
    finally:
        await close(writer)


async def _ask_proxy(visit: Visit, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    target = f"{visit.address.hostname}:{port_of(visit.address)}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if visit.proxy is not None and visit.proxy.username:
        said = f"{unquote(visit.proxy.username)}:{unquote(visit.proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(said.encode()).decode()}")
    writer.write("\r\n".join([*lines, "", ""]).encode())
    answer = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = answer.split(" ", 2)[1:2]
    if status != ["200"]:
        raise TunnelError(f"the proxy answers {clean(answer.splitlines()[0])}", wants_login=status == ["407"])


async def close(writer: asyncio.StreamWriter) -> None:
    """End a connection at once."""
    writer.transport.abort()
    # Not `wait_closed`: it waits for ever where TLS was cut off in its handshake.
    await asyncio.sleep(0)


def reason(error: Exception) -> str:
    """Why a connection failed, in words."""
    if isinstance(error, ssl.SSLError):
        return clean(error.reason or str(error))
    if isinstance(error, OSError) and error.errno:
        return clean(os.strerror(error.errno))
    return clean(str(error) or type(error).__name__)
