"""Bytes to JSON values, whatever the bytes are: never recurses without bound, never runs away."""

import codecs
import contextlib
import json
import re
from collections.abc import Callable
from typing import Any

from tui.source.errors import BadReplyError

MAX_DEPTH = 64
"""Containers inside containers that are left in a document which is nested too deep to read."""

CUT = "…"
MAX_TOKENS = 2_000_000
"""Strings and brackets that are looked at for cutting: about a second, more than 10,000 calls have."""

UTF_8 = "utf-8"
# Not every codec of Python reads text, and some that do take their time or run away.
_CODECS = re.compile(
    r"ascii|iso8859-\d+|cp125\d|koi8-[rut]|mac-roman|utf-(16|32)(-[lb]e)?|shift_jis|cp932|euc_(jp|kr)|iso2022_jp|"
    r"big5|gbk|gb2312|gb18030"
)

_DIGITS = 40
# Possessive: keeping ways back would cost 100 bytes for each character of a string.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)
_TRAILING = re.compile(r'"(?:[^"\\]++|\\.)*+"?|,(?=\s*+[\]}])', re.DOTALL)
_MENDED = 4_000_000
"""Characters of a document that is read once more without trailing commas."""

Hook = Callable[[dict[str, Any]], object]
"""Turns each object into something else as soon as it is complete, the inner ones first."""


def decode(body: bytes, hook: Hook | None = None, charset: str = "") -> object:
    """Read one JSON document as a tolerant reader must.

    JSON is UTF-8, or UTF-16 where it begins with its mark; commas may stand behind the last item. Another charset that
    is declared counts where the bytes agree: what is valid UTF-8 beyond ASCII was declared wrongly. What cannot be read
    becomes U+FFFD, control characters may stand in strings, NaN and integers that Python refuses stay text, and the
    last of duplicate keys counts. Where nesting is too deep to read, what lies deeper than `MAX_DEPTH` becomes `CUT`,
    so that one such value does not cost the rest of the document.

    Args:
        body: The bytes of an HTTP body.
        hook: What to make of objects.
        charset: What the answer says its characters are; "" where it does not.

    Returns:
        Dictionaries, lists, strings, numbers, booleans or None, and what the hook makes.

    Raises:
        BadReplyError: The bytes are no JSON.
    """
    text, size = read_characters(body, charset), len(body)
    # Where nobody else has it, it is freed.
    del body
    try:
        return _loads(text, hook)
    except RecursionError:
        return decode_cut(text, hook)
    except ValueError as error:
        raise BadReplyError(f"the answer is not JSON ({size} bytes)") from error


def read_characters(body: bytes, charset: str) -> str:
    """Read text whose charset may be declared, wrongly declared, or not declared at all.

    Args:
        body: The bytes.
        charset: What they are said to be; "" where nothing is said.

    Returns:
        The text; what cannot be read is U+FFFD.
    """
    codec = codec_of(body, charset)
    if codec != UTF_8:
        with contextlib.suppress(ValueError):
            return body.decode(codec).removeprefix("\ufeff")
    return body.decode("utf-8-sig", errors="replace")


def codec_of(body: bytes, charset: str) -> str:
    """Tell how `read_characters` begins to read; arguments as there.

    Returns:
        Python's name of the codec.
    """
    if body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) and body[2:4] != b"\0\0":
        return "utf-16"
    with contextlib.suppress(LookupError, ValueError):
        codec = codecs.lookup(charset).name if charset else UTF_8
        if codec != UTF_8 and _CODECS.fullmatch(codec) and not _is_utf_8(body, codec):
            return codec
    return UTF_8


def _is_utf_8(body: bytes, declared: str) -> bool:
    if declared.startswith(("utf-16", "utf-32")):
        return b"\0" not in body[:4]
    try:
        body.decode()
    except UnicodeError:
        return False
    return not body.isascii()


def decode_cut(text: str, hook: Hook | None = None) -> object:
    """Read JSON after cutting what is nested too deep.

    Args:
        text: The document.
        hook: As for `decode`.

    Returns:
        As `decode`.

    Raises:
        BadReplyError: The rest is no JSON either.
    """
    try:
        return _loads(_shallow(text), hook)
    except (ValueError, RecursionError) as error:
        raise BadReplyError("the answer is nested too deep, and cannot be cut") from error


_TOLERANT = json.JSONDecoder(strict=False, parse_constant=str)
"""Made once: to make one takes as long as to read a short answer, and most answers are short."""


def _loads(text: str, hook: Hook | None) -> object:
    try:
        if hook is None:
            return _TOLERANT.decode(text)
        value: object = json.loads(text, strict=False, parse_constant=str, object_hook=hook)
    except json.JSONDecodeError:
        plain = _without_trailing_commas(text) if len(text) <= _MENDED else text
        if plain == text:
            raise
        value = json.loads(plain, strict=False, parse_constant=str, object_hook=hook)
    except ValueError:
        # Python refuses integers beyond some 4,300 digits; only then is the slower reading worth it.
        value = json.loads(text, strict=False, parse_constant=str, parse_int=_integer, object_hook=hook)
    return value


def _without_trailing_commas(text: str) -> str:
    """What servers that write JSON by templates leave behind the last item."""
    return _TRAILING.sub(lambda found: found[0] if found[0][0] == '"' else "", text)


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= _DIGITS else digits


def _shallow(text: str) -> str:
    kept: list[str] = []
    depth = copied = 0
    for count, token in enumerate(_TOKEN.finditer(text)):
        if count > MAX_TOKENS:
            raise ValueError("too much to cut")
        mark = token[0]
        if mark in "[{":
            depth += 1
            if depth == MAX_DEPTH + 1:
                kept.append(text[copied : token.start()] + json.dumps(CUT))
        elif mark in "]}":
            if depth == MAX_DEPTH + 1:
                copied = token.end()
            depth -= 1
    if depth <= MAX_DEPTH:
        kept.append(text[copied:])
    return "".join(kept)
