"""Finding calls by words: what a call is found by, and whether it is."""

from collections.abc import Iterator, Mapping, Sequence

from tui.live.card import BoardCall
from tui.source.text import folded
from tui.views.words.call_words import flags_of, sign_of
from tui.views.words.marks import direction_of

_DIALLED = frozenset("0123456789()+-./")


def words_of(query: str) -> tuple[str, ...]:
    """Split what was typed.

    Args:
        query: As typed.

    Returns:
        Words in one case; all have to be found.
    """
    return tuple(folded(query).split())


def found_by(call: BoardCall, own: str, source: str) -> str:
    """Everything that a call is found by.

    Args:
        call: The call as it is shown: what a policy hides is not found either.
        own: Number of its device.
        source: Name of its source.

    Returns:
        One text in one case: state and flags, numbers (also as bare digits), type, source, device, attached data.
    """
    words = [
        sign_of(call).word,
        call.call.state,
        call.call.call_type,
        direction_of(call.call.call_type)[1],
        own,
        source,
        call.ended_how,
        *(flag.words for flag in flags_of(call, 0.0)),
        *_numbers(call),
        *_data(call.call.user_data),
    ]
    return folded("\n".join(words))


def finds(words: Sequence[str], text: str) -> bool:
    """Whether a call is found.

    Args:
        words: From `words_of`.
        text: From `found_by`.

    Returns:
        True where every word is in the text; a piece of a number also matches digits alone.
    """
    return all(word in text or _finds_number(word, text) for word in words)


def _finds_number(word: str, text: str) -> bool:
    digits = "".join(character for character in word if character.isdigit())
    return len(digits) > 1 and _DIALLED.issuperset(word) and digits in text


def _numbers(call: BoardCall) -> Iterator[str]:
    for party in call.call.parties:
        yield from (party.formatted_phone_number, party.location, party.country.name if party.country else "")
        yield _digits(party.number)
        yield _digits(party.e164_number)
    yield _digits(call.call.ani or "")
    yield _digits(call.call.dnis or "")


def _digits(number: str) -> str:
    return "".join(character for character in number if character not in " ()-./")


def _data(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _data(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _data(item)
    elif value is not None:
        yield str(value)
