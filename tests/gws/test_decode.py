"""Whatever bytes come, decoding gives JSON values or one kind of error."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.gws import decode as decode_module
from tui.gws.decode import CUT, decode
from tui.gws.errors import BadReplyError

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(st.binary() | st.text().map(str.encode) | JSON.map(lambda value: json.dumps(value).encode()[:-1]))
def test_nothing_but_bad_reply_error_is_raised(body: bytes) -> None:
    with contextlib.suppress(BadReplyError):
        decode(body)


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


@pytest.mark.parametrize("body", [b"", b"<html>", b"{", b'{"a":}', b'"', b"\xff\xfe{\x00", b"[1,]", b"nul"])
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
