"""Answers as servers and boxes on the way write them: read alike however they come in pieces, or refused."""

from __future__ import annotations

from collections.abc import Iterable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.gws.connections.answers import AnswerHead, AnswerParser
from tui.gws.connections.requests import written

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
ENDLESS = 101 * 1024


def read(pieces: Iterable[bytes], parser: AnswerParser | None = None) -> tuple[AnswerParser, bytes]:
    parser = parser or AnswerParser()
    parser.begin()
    for piece in pieces:
        parser.feed(piece)
    return parser, parser.take()


def singly(data: bytes) -> list[bytes]:
    return [data[place : place + 1] for place in range(len(data))]


@pytest.mark.parametrize(
    ("answer", "body", "reusable"),
    [
        (OK + b"Content-Length: 2\r\n\r\nok", b"ok", True),
        (OK + b"Content-Length:   2  \r\n\r\nok", b"ok", True),
        (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
        (b"HTTP/1.1 200 \xc3\xb6\r\nX: \xe4\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
        (CHUNKED + b"1\r\no\r\n1;a=b\r\nk\r\n0\r\nTrailer: x\r\n\r\n", b"ok", True),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nX: y\r\n\r\n" + CHUNKED + b"0\r\n\r\n", b"", True),
        (b"HTTP/1.1 204 Nothing\r\n\r\n", b"", True),
        (b"HTTP/1.1 304 Nothing\r\nContent-Length: 9\r\n\r\n", b"", True),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", b"ok", True),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
        (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok", b"ok", False),
        # What some servers write, and what is not to be trusted for another request.
        (b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok", b"ok", True),
        (CHUNKED + b"2  \r\nok\r\n0\r\n\r\n", b"ok", True),
        (OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", b"ok", False),
        # What nobody asked for.
        (OK + b"Content-Length: 2\r\n\r\nok!", b"ok", False),
        (OK + b"Content-Length: 2\r\n\r\nok" + CHUNKED + b"1\r\nx\r\n0\r\n\r\n", b"ok", False),
        (OK + b"Connection: close\r\nContent-Length: 2\r\n\r\nok!", b"ok", False),
    ],
)
def test_an_answer_is_the_same_however_it_comes(answer: bytes, body: bytes, reusable: bool) -> None:
    for pieces in ([answer], singly(answer)):
        parser, found = read(pieces)
        assert parser.head is not None
        assert (found, parser.complete, parser.reusable) == (body, True, reusable)
        assert b"Trailer" not in dict(parser.head.headers)


def test_the_head_is_told_as_it_came() -> None:
    parser, _ = read([b"HTTP/1.1 401 Who are you\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\nContent-Length: 0\r\n\r\n"])
    cookies = [(b"Set-Cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert parser.head == AnswerHead(401, b"Who are you", "1.1", [*cookies, (b"Content-Length", b"0")])
    assert "a=1" not in repr(parser.head)


def test_the_next_answer_has_nothing_of_the_last_one() -> None:
    parser, _ = read([OK + b"X-Old: 1\r\nContent-Length: 3\r\n\r\nold"])
    parser, body = read([CHUNKED, b"3\r\nnew\r\n0\r\n\r\n"], parser)
    assert parser.head is not None
    assert (parser.head.headers, body, parser.reusable) == ([(b"Transfer-Encoding", b"chunked")], b"new", True)


@pytest.mark.parametrize("head", [OK + b"\r\n", OK + b"Transfer-Encoding: identity\r\n\r\n"])
def test_without_a_length_the_end_of_the_connection_is_the_end(head: bytes) -> None:
    parser, body = read([head, b"al", b"l"])
    assert (body, parser.complete) == (b"all", False)
    parser.end()
    assert (parser.complete, parser.reusable) == (True, False)


@pytest.mark.parametrize("begun", [b"", OK, OK + b"Content-Length: 2\r\n\r\no", CHUNKED + b"2\r\nok\r\n"])
def test_an_answer_that_breaks_off_is_none(begun: bytes) -> None:
    parser, _ = read(filter(None, [begun]))
    with pytest.raises(httpx.RemoteProtocolError):
        parser.end()


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"<html>\r\n",
        b"HTTP/1.1 200 OK\r\nX: a\x00b\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        b"HTTP/1.1 101 Other\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        CHUNKED + b"x\r\n",
        CHUNKED + b"fffffffffffffffff\r\n",
    ],
)
def test_what_is_no_answer_is_refused_in_words_of_ours_or_none(answer: bytes) -> None:
    for pieces in ([answer], singly(answer)):
        with pytest.raises(httpx.RemoteProtocolError) as error:
            read(pieces)
        assert str(error.value).isascii()
        assert "\\x" not in str(error.value)


@pytest.mark.parametrize(
    ("begun", "more"),
    [
        (b"HTTP/1.1 200 ", b"O"),
        (OK + b"X: ", b"y"),
        (OK, b"X: y\r\n"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        (CHUNKED, b"0"),
        (CHUNKED + b"1;", b"a"),
        (CHUNKED + b"0\r\n", b"X: y\r\n"),
        (CHUNKED + b"0\r\nX: ", b"y"),
    ],
)
def test_what_does_not_end_is_not_read_for_ever(begun: bytes, more: bytes) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="does not end"):
        read([begun, *[more * (1024 // len(more))] * (2 * ENDLESS // 1024)] if begun else [more * 64] * ENDLESS)


def test_a_long_body_is_read_to_its_end() -> None:
    parser, body = read([CHUNKED, *[b"400\r\n" + b"x" * 1024 + b"\r\n"] * 1024, b"0\r\n\r\n"])
    assert (len(body), parser.complete) == (1024 * 1024, True)


_HEADS = (OK, b"HTTP/1.1 100 Continue\r\n", b"Content-Length: 3\r\n", b"Transfer-Encoding: chunked\r\n", b"X: \xff\r\n")
_BODIES = (b"\r\n", b"3\r\nabc\r\n", b"0\r\n\r\n", b"abc")
_ODD = (b"Connection: close\r\n", b"\n", b" folded\r\n", b"\x00")
_PARTS = st.sampled_from((*_HEADS, *_BODIES, *_ODD))


@given(st.lists(_PARTS | st.binary(max_size=4), max_size=12).map(b"".join), st.integers(1, 7))
def test_whatever_comes_is_read_alike_in_pieces_or_refused_in_one_way(data: bytes, size: int) -> None:
    found: list[tuple[bool, object]] = []
    for pieces in ([data] if data else [], [data[place : place + size] for place in range(0, len(data), size)]):
        parser = AnswerParser()
        try:
            _, body = read(pieces, parser)
            parser.end()
        except httpx.RemoteProtocolError:
            # What was complete before stays so; only in pieces it is known before the rest comes.
            found.append((parser.complete, None))
        else:
            found.append((parser.complete, (parser.head, body)))
    assert found[0] == found[1]


@pytest.mark.parametrize("value", ["a\r\nEvil: 1", "a\nb", "a\x00"])
def test_no_line_of_a_request_becomes_two(value: str) -> None:
    with pytest.raises(httpx.LocalProtocolError):
        written("GET", b"/api/v2/me", [(b"X-CSRF-TOKEN", value.encode())], b"")


def test_a_request_is_written_as_one_piece() -> None:
    headers = [(b"Host", b"h"), (b"Content-Length", b"2")]
    assert (
        written("POST", b"/a%20b?c", headers, b"\r\n")
        == b"POST /a%20b?c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n\r\n"
    )
