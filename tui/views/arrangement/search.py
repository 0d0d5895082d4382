"""What a call is found by."""

from collections.abc import Iterator, Mapping, Sequence

from tui.live.store.card import BoardCall
from tui.source.text import folded
from tui.views.words.call_words import flags_of, sign_of
from tui.views.words.marks import direction_of


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


def field_values(call: BoardCall, field: str, key: str) -> Sequence[str]:
    """What stands in one field of a call.

    Args:
        call: The call as it is shown: what a policy hides is not found either.
        field: Such as `state`.
        key: Of attached data which entry, in one case.

    Returns:
        Its values; none where the call has no such field.
    """
    match field:
        case "state":
            return (sign_of(call).word, call.call.state)
        case "type":
            return (call.call.call_type, direction_of(call.call.call_type)[1])
        case "number":
            return tuple(_numbers_alone(call))
        case "place":
            return tuple(
                name
                for party in call.call.parties
                for name in (party.location, party.country.name if party.country else "")
            )
        case _:
            data = call.call.user_data
            entries = data.items() if isinstance(data, Mapping) else ()
            return tuple(text for name, value in entries if folded(str(name)) == key for text in _data(value))


def _numbers_alone(call: BoardCall) -> Iterator[str]:
    for party in call.call.parties:
        yield from (party.formatted_phone_number, _digits(party.number), _digits(party.e164_number))
    yield _digits(call.call.ani or "")
    yield _digits(call.call.dnis or "")


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
