"""Whatever bytes come, decoding gives JSON values or one kind of error."""

from __future__ import annotations

import contextlib
import json
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.source import decode as decode_module
from tui.source.decode import CUT, decode
from tui.source.errors import BadReplyError

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.binary() | st.text().map(str.encode) | JSON.map(lambda value: json.dumps(value).encode()[:-1]))
def test_nothing_but_bad_reply_error_is_raised(body: bytes) -> None:
    with contextlib.suppress(BadReplyError):
        decode(body)


@given(st.binary() | st.text().map(lambda text: text.encode("utf-16")), st.text() | st.sampled_from(sorted(aliases)))
def test_nor_by_any_charset(body: bytes, charset: str) -> None:
    with contextlib.suppress(BadReplyError):
        decode(body, charset=charset)


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        *[
            (charset, charset)
            for charset in ("ISO-8859-1", "iso-8859-15", "Windows-1252", "utf-16", "UTF-16LE", "utf-32")
        ],
        *[("utf-8", charset) for charset in ("", "utf8", "UTF-8", "ISO-8859-1", "us-ascii", "utf-16", "x-none", "hex")],
        *[("utf-8-sig", charset) for charset in ("", "UTF-8", "latin1")],
    ],
)
def test_a_charset_that_is_declared_is_honoured_unless_it_is_a_lie(written: str, declared: str) -> None:
    body = json.dumps({"Name": "Jürgen Müller"}, ensure_ascii=False).encode(written)
    assert decode(body, charset=declared) == {"Name": "Jürgen Müller"}


@pytest.mark.parametrize("charset", ["shift_jis", "euc-jp", "iso-2022-jp", "gb18030", "big5"])
def test_so_is_one_of_many_bytes(charset: str) -> None:
    assert decode(json.dumps(["中文"], ensure_ascii=False).encode(charset), charset=charset) == ["中文"]


@given(JSON.filter(lambda value: "NaN" not in json.dumps(value) and "Infinity" not in json.dumps(value)))
def test_json_is_read_as_it_is(value: object) -> None:
    assert decode(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a":1,"a":2}', {"a": 2}),
        (b'\xef\xbb\xbf{"a":1}', {"a": 1}),
        (b'{"a":"\xff"}', {"a": "\ufffd"}),
        (b'["\\ud800"]', ["\ud800"]),
        (b'["raw \x1b and \x00"]', ["raw \x1b and \x00"]),
        (b"[NaN,Infinity,-Infinity]", ["NaN", "Infinity", "-Infinity"]),
        (b"[1e999]", [float("inf")]),
        (b"[" + b"9" * 5_000 + b",7]", ["9" * 5_000, 7]),
    ],
)
def test_odd_json_is_read(body: bytes, value: object) -> None:
    assert decode(body) == value


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b'{"a":}', b'"', b"\xff\xfe{\x00", b"[1,,]", b"[,]x", b"nul"])
def test_no_json_is_a_bad_reply(body: bytes) -> None:
    with pytest.raises(BadReplyError, match="not JSON"):
        decode(body)


@pytest.mark.parametrize("depth", [10_000, 200_000])
def test_what_is_nested_too_deep_is_cut_and_the_rest_is_kept(depth: int) -> None:
    deep = b"[" * depth + b"]" * depth
    body = b'{"before":[1,"}]{["],"deep":{"x":' + deep + b'},"after":{"quoted":"\\"[{"}}'
    read = decode(body)
    assert isinstance(read, dict)
    assert read["before"] == [1, "}]{["]
    assert read["after"] == {"quoted": '"[{'}
    # How deep a Python can read is its own affair; what it returns ends somewhere.
    deepest, levels = read["deep"]["x"], 0
    while deepest and isinstance(deepest, list):
        deepest, levels = deepest[0], levels + 1
    assert (deepest == CUT and levels < depth) or levels == depth - 1


def test_nesting_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for body in (b"[" * 100_000, b'{"a":' * 100_000, b"[" * 200_000 + b'"' + b"x" * 1_000_000):
        with pytest.raises(BadReplyError, match="nested too deep"):
            decode(body)
    monkeypatch.setattr(decode_module, "MAX_TOKENS", 1_000)
    with pytest.raises(BadReplyError, match="nested too deep"):
        decode(b"[" * 200_000 + b"]" * 200_000)


def test_commas_behind_the_last_item_are_no_reason_to_read_nothing() -> None:
    body = b'{"a": [1, 2, ], "b": ",]", "c": {"d": "\\",}",\n},}'
    assert decode(body) == {"a": [1, 2], "b": ",]", "c": {"d": '",}'}}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_mark_at_the_begin_tells_what_it_is(codec: str) -> None:
    assert decode('{"name": "Zoë"}'.encode(codec)) == {"name": "Zoë"}
