"""What a server of pages is told, once."""

import ipaddress
from dataclasses import dataclass
from typing import TypeAlias

from tui.audit.log import AuditLog
from tui.serve.child import Program
from tui.serve.messages import Size
from tui.serve.tokens import Tokens

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Serving:
    """How pages are served, and of what.

    Attributes:
        program: What is shown.
        host: Address to listen on.
        port: Port to listen on; 0 is a free one.
        tokens: What a browser must know; None is nothing, which is for loopback alone.
        names: Names of this server that a browser may use, beside addresses and `localhost`.
        proxies: Whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
        max_viewers: So many pages at once.
        alone: Whether the keys of only one page at a time reach the run, because they act.
        again: Whether a run that was left is started again by itself.
        size: Columns and rows of what is shown; None is what fits into all windows.
        font_px: Size of the letters that the size of the terminal is counted with.
        stay_s: How long a log-in holds.
        title: What the pages are called.
        audit: Where it is written who logged in and out; nowhere if not given.
        scrape_tokens: What a scraper of `/metrics` must know; there is no such page if not given.
    """

    program: Program
    host: str = "127.0.0.1"
    port: int = 8080
    tokens: Tokens | None = None
    names: tuple[str, ...] = ()
    proxies: tuple[Network, ...] = ()
    max_viewers: int = 10
    alone: bool = False
    again: bool = True
    size: Size | None = None
    font_px: int = 16
    stay_s: int = 86_400
    title: str = "callboard"
    audit: AuditLog | None = None
    scrape_tokens: Tokens | None = None
