"""One emoji in a large answer neither makes all of it wide in memory, nor hides what else it holds."""

from __future__ import annotations

import json

import pytest

from tui.gws import wide_text
from tui.gws.wide_text import escape_wide
from tui.source.errors import LimitError

EMOJI, RARE = "\U0001f600", "\U00020bb7"
TEXTS = [EMOJI, f"a{EMOJI}{RARE}b", "äЖ漢", "\x7f", "\ud83d", "\\", '"', "x" * 50] * 20


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide_text, "LARGE_BYTES", 100)


def test_the_same_json_is_read_without_wide_characters_beside_it() -> None:
    body = json.dumps(TEXTS, ensure_ascii=False).encode(errors="surrogatepass")
    narrow = escape_wide(body)
    assert json.loads(narrow.decode(errors="surrogatepass")) == TEXTS
    assert max(narrow.decode(errors="surrogatepass")) < "\U00010000"


def test_what_is_small_or_has_none_stays_the_same_object(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = json.dumps("äЖ漢" * 100, ensure_ascii=False).encode()
    assert escape_wide(plain) is plain
    monkeypatch.setattr(wide_text, "LARGE_BYTES", 1_000_000)
    wide = json.dumps(EMOJI * 100, ensure_ascii=False).encode()
    assert escape_wide(wide) is wide


@pytest.mark.parametrize(("charset", "text"), [("utf-16-be", "仰龍龍" * 50), ("gbk", "皤煙中" * 50)])
def test_the_same_bytes_in_another_charset_are_other_characters(charset: str, text: str) -> None:
    body = json.dumps(text, ensure_ascii=False).encode(charset)
    assert escape_wide(body, charset) is body


@pytest.mark.parametrize("wide", [EMOJI.encode(), b"\\ud83d\\ude00", b"\\uD83D"])
def test_one_beside_a_text_of_some_mb_is_refused(wide: bytes) -> None:
    with pytest.raises(LimitError, match="a text of more than 4 MB in an answer with characters such as emoji"):
        escape_wide(b'{"a":"' + b"a" * (5 << 20) + b'","b":"' + wide + b'"}')


def test_too_many_of_them_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wide_text, "MOST_WIDE", 99)
    escape_wide(json.dumps([EMOJI] * 99, ensure_ascii=False).encode())
    with pytest.raises(LimitError, match="more than 99 characters such as emoji"):
        escape_wide(json.dumps([EMOJI] * 100, ensure_ascii=False).encode())
