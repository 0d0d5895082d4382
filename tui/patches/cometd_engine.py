"""The protocol engine of the CometD library, imported without the HTTP library that it brings along.

All requests are ours (`http.py`), so nothing of aiohttp is ever called: the engine only names some of its types. They
are there as empty names while the engine is imported; that saves 9 MB and a fifth of the start. Where aiohttp is
imported already, or later by somebody else, it is the real one.
"""

import sys
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_HTTP = "aiohttp"
_TYPES = ("ClientSession", "Fingerprint", "ClientWebSocketResponse")


@contextmanager
def _without_http() -> "Iterator[None]":
    if _HTTP in sys.modules:
        yield
        return
    whole, sockets = ModuleType(_HTTP), ModuleType(f"{_HTTP}.client_ws")
    for names in (whole, sockets):
        names.__dict__.update(dict.fromkeys(_TYPES, object))
    whole.__dict__["client_ws"] = sockets
    stand_ins = {_HTTP: whole, sockets.__name__: sockets}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


with _without_http():
    from aiocometd.constants import ConnectionType, MetaChannel
    from aiocometd.exceptions import TransportError
    from aiocometd.extensions import Extension
    from aiocometd.transports.base import TransportBase
    from aiocometd.utils import is_event_message

__all__ = ["ConnectionType", "Extension", "MetaChannel", "TransportBase", "TransportError", "is_event_message"]
