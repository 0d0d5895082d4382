"""What a run writes, read from a stream."""

from __future__ import annotations

import asyncio

import pytest

from tui.serve.child import said_by
from tui.serve.packets import BEGIN, DATA, META, Packet, packets


async def read(*parts: bytes) -> list[Packet]:
    stream = asyncio.StreamReader()
    for part in parts:
        stream.feed_data(part)
    stream.feed_eof()
    return [packet async for packet in packets(stream)]


async def test_packets_follow_the_first_line_of_the_driver() -> None:
    assert await read(b"a word before\n", BEGIN, b"D\0\0\0\2hi", b"M\0\0", b"\0\0") == [(DATA, b"hi"), (META, b"")]


@pytest.mark.parametrize("rest", [b"D\0\0", b"D\0\0\0\5hi", b"D\xff\xff\xff\xffx", b""])
async def test_what_is_cut_short_or_too_large_ends_it(rest: bytes) -> None:
    assert await read(BEGIN, b"D\0\0\0\1x", rest) == [(DATA, b"x")]


async def test_a_program_that_is_none_of_ours_has_no_packets() -> None:
    assert await read(b"no such option\n") == []


@pytest.mark.parametrize("payload", [b"", b"[]", b"\xff", b'"x"', b"{", b'{"a":' * 100_000], ids=range(6))
def test_what_is_no_message_says_nothing(payload: bytes) -> None:
    assert said_by((META, payload)) == {}
