"""The steps below TLS: the way out, the name, the connection."""

import asyncio
import contextlib
import socket
import threading

from tui.doctor.proxy import port_of, proxy_for, shown
from tui.doctor.step import UNREACHABLE, Finding, fail
from tui.doctor.tunnel import close, reason
from tui.doctor.visit import Visit
from tui.source.errors import RefusedError
from tui.source.text import clean

NAME_S = 5.0


async def find_way(visit: Visit) -> Finding:
    """Which proxy is used, and whether its address can be."""
    advice = "Mend HTTPS_PROXY, HTTP_PROXY or ALL_PROXY: write it like http://proxy.example.com:3128."
    try:
        visit.proxy = proxy_for(visit.address)
        visit.begin()
    except (ValueError, RefusedError) as error:
        return fail(str(error), advice)
    return Finding(shown(visit.proxy) if visit.proxy is not None else "none")


async def resolve(visit: Visit) -> Finding:
    """What the name stands for."""
    host = visit.peer.hostname or ""
    try:
        async with asyncio.timeout(NAME_S):
            visit.addresses = await addresses_of(host, port_of(visit.peer))
    except TimeoutError:
        return fail(
            f"{clean(host)}: no answer within {NAME_S:.0f} s", "Check the DNS servers of this machine.", UNREACHABLE
        )
    except (OSError, UnicodeError) as error:
        words = f"{clean(host)}: {clean(getattr(error, 'strerror', None) or str(error))}"
        advice = "Check the spelling of url, the DNS servers of this machine, and whether a VPN is needed."
        return fail(words, advice, UNREACHABLE)
    return Finding(
        f"{clean(host)} is {', '.join(visit.addresses)}" if visit.addresses != [host] else "an address already"
    )


async def connect(visit: Visit) -> Finding:
    """Whether somebody listens there."""
    where = f"{clean(visit.peer.hostname or '')} port {port_of(visit.peer)}"
    try:
        _, writer = await asyncio.open_connection(visit.peer.hostname, port_of(visit.peer))
    except OSError as error:
        advice = "Check the port in url, whether the server runs, and the firewalls between."
        if visit.proxy is not None:
            advice = "Check the proxy's port and whether it runs; NO_PROXY excepts the server from it."
        return fail(f"{where}: {reason(error)}", advice, UNREACHABLE)
    local = writer.get_extra_info("sockname")
    await close(writer)
    return Finding(f"{where} answers, from {local[0]}")


async def addresses_of(host: str, port: int) -> list[str]:
    """Ask the system in a thread that nobody waits for: a resolver that hangs must not hold up the end.

    Args:
        host: A name, or an address already.
        port: Which is wanted there.

    Raises:
        OSError: There is no such name, or nobody to ask.
        UnicodeError: It cannot be one.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str] | None, error: Exception | None) -> None:
        if not answer.done():
            answer.set_exception(error) if error is not None else answer.set_result(found or [])

    def ask() -> None:
        found, failed = None, None
        try:
            found = list(
                dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            )
        except (OSError, UnicodeError) as error:
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    return await answer
