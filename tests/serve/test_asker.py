"""Who asks, behind proxies of every habit."""

from __future__ import annotations

import ipaddress

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from multidict import CIMultiDict

from tui.serve.asker import address_of, is_one_of, is_secure

PROXIES = (ipaddress.ip_network("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"))


@pytest.mark.parametrize(
    ("peer", "lines", "address"),
    [
        ("127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.1, 198.51.100.7"], "198.51.100.7"),
        # HAProxy's `option forwardfor` adds a line behind that of the browser.
        ("127.0.0.1", ["203.0.113.1", "198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["203.0.113.1", "198.51.100.7, 10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7", "10.1.2.3"], "198.51.100.7"),
        ("127.0.0.1", ["198.51.100.7:4711"], "198.51.100.7"),
        ("127.0.0.1", ["[2001:db8::7]:4711"], "2001:db8::7"),
        ("127.0.0.1", ["::ffff:198.51.100.7"], "198.51.100.7"),
        ("::ffff:127.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("127.0.0.1", ["unknown"], "unknown"),
        ("127.0.0.1", [""], "127.0.0.1"),
        ("192.0.2.9", ["198.51.100.7"], "192.0.2.9"),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_counts(peer: str, lines: list[str], address: str) -> None:
    assert address_of(asked(peer, "X-Forwarded-For", lines), PROXIES) == address


@pytest.mark.parametrize(
    ("peer", "lines", "secure"),
    [
        ("127.0.0.1", ["https"], True),
        ("127.0.0.1", ["https", "http"], False),
        ("127.0.0.1", ["http", "HTTPS"], True),
        ("127.0.0.1", ["https, http"], False),
        ("192.0.2.9", ["https"], False),
        ("127.0.0.1", [], False),
    ],
)
def test_what_the_nearest_proxy_says_of_encryption_counts(peer: str, lines: list[str], secure: bool) -> None:
    assert is_secure(asked(peer, "X-Forwarded-Proto", lines), PROXIES) == secure


def test_what_is_no_address_is_no_proxy() -> None:
    assert not is_one_of("somewhere", PROXIES)
    assert is_one_of("10.255.255.255", PROXIES)


def asked(peer: str, name: str, lines: list[str]) -> web.Request:
    headers = CIMultiDict((name, line) for line in lines)
    request = make_mocked_request("GET", "/", headers=headers).clone(remote=peer)
    assert isinstance(request, web.Request)
    return request
