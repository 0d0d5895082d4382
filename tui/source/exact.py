"""What of a resource is shown otherwise than it came: kept beside it as it came, for operations.

Nearly every call is shown as it came, and has nothing of this.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from tui.source.raw import LONGEST_SEGMENT, Raw
from tui.source.reading import USER_DATA_ENTRIES, USER_DATA_TEXT_LIMIT, distinct, last_segment, read_key, read_text
from tui.source.shapes import object_in

_LONGEST = LONGEST_SEGMENT + 256
"""Characters of an id or address that are kept; what is longer cannot be sent anyway."""


@dataclass(frozen=True, slots=True)
class TruncatedValue:
    """A value of which not all was kept; `length` is that of the whole in characters, 0 where it is no text."""

    length: int = 0


@dataclass(frozen=True, slots=True)
class Withheld:
    """A value that was not kept, since it may hold what nobody may see."""


WITHHELD = Withheld()


@dataclass(frozen=True, slots=True)
class AttachedEntry:
    """One entry of the attached data as it came.

    Attributes:
        key: Its key; None where it was too long to be kept.
        value: A text, a number, a boolean or None as it came; `TruncatedValue` for what was not kept, or is no single
            value; `WITHHELD` for what may not be kept.
    """

    key: Raw | None
    value: Raw | TruncatedValue | Withheld | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Exact:
    """What differs; None, or absent from `data`, is what is shown as it came.

    Attributes:
        id: The id.
        uri: The address.
        device_uri: The address of the device.
        device_id: Key of the device, whose id is the end of `device_uri`.
        parent_id: Key of the call that this consultation belongs to.
        data: Entries of the attached data, by the key that is shown.
        masked: Whether this is of a copy in which personal data is masked, so that nothing of it may be sent.
    """

    id: Raw | None = None
    uri: Raw | None = None
    device_uri: Raw | None = None
    device_id: str | None = None
    parent_id: str | None = None
    data: Mapping[str, AttachedEntry] = field(default_factory=dict)
    masked: bool = False


MASKED = Exact(masked=True)


def masked_exact(exact: Exact | None) -> Exact:
    """What may go along with a masked copy: ids and addresses.

    Args:
        exact: Of the call as it came.

    Returns:
        Without attached data.
    """
    return MASKED if exact is None else replace(exact, data={}, masked=True)


def exact_device(id_: str, raw: object) -> Exact | None:
    """Find out whether a device is shown otherwise than it came.

    Args:
        id_: Its id as it is shown.
        raw: The resource as it came.

    Returns:
        What differs; None for nothing.
    """
    found = _differing(id_, raw.get("id")) if isinstance(raw, Mapping) else None
    return Exact(id=found) if found is not None else None


def exact_call(shown: Mapping[str, object], raw: object) -> Exact | None:
    """Find out whether a call is shown otherwise than it came.

    Args:
        shown: Its fields.
        raw: The resource as it came.

    Returns:
        What differs; None for nothing.
    """
    if not isinstance(raw, Mapping):
        return None
    device, parent = raw.get("deviceUri"), raw.get("parentCallUri") or raw.get("parentCallPath")
    id_, uri = _differing(shown["id"], raw.get("id")), _differing(shown["uri"], raw.get("uri"))
    device_uri = _differing(shown["device_uri"], device)
    data = _data(shown["user_data"], object_in(raw.get("userData")))
    parent_id = id_in(parent) if isinstance(parent, str) and read_text(parent) != parent else None
    if id_ is None and uri is None and device_uri is None and parent_id is None and not data:
        return None
    return Exact(
        id=id_,
        uri=uri,
        device_uri=device_uri,
        device_id=id_in(device) if device_uri is not None else None,
        parent_id=parent_id,
        data=data,
    )


def id_in(address: object) -> str | None:
    """The key of what an address leads to.

    Args:
        address: As it came.

    Returns:
        The end of it as `read_key` reads ids; None where there is none.
    """
    end = last_segment(address) if isinstance(address, str) else None
    return None if end is None else distinct(end)


def entry_of(key: str, value: object, exact: Exact | None) -> AttachedEntry:
    """An entry of the attached data as it came.

    Args:
        key: As it is shown.
        value: Likewise.
        exact: What differs in that call.

    Returns:
        What an operation may be made of.
    """
    found = exact.data.get(key) if exact is not None else None
    return found or AttachedEntry(Raw(key), _value(value, value))


def _differing(shown: object, raw: object) -> Raw | None:
    if raw == shown and type(raw) is str:
        return None
    if not isinstance(raw, (str, int)):
        # To write out a container would take its size in memory, and end where it is nested deeply.
        return None
    text = read_key(raw) if isinstance(raw, bool) else str(raw)
    return Raw(text[:_LONGEST]) if text != shown else None


def _data(shown: object, raw: object) -> dict[str, AttachedEntry]:
    if not isinstance(shown, Mapping) or not isinstance(raw, Mapping) or shown == raw:
        return {}
    return dict(_different_entries(shown, raw))


def _different_entries(
    shown: Mapping[str, object], raw: Mapping[object, object]
) -> Iterator[tuple[str, AttachedEntry]]:
    pairs = zip(shown.items(), islice(raw.items(), USER_DATA_ENTRIES), strict=False)
    for (key, value), (raw_key, raw_value) in pairs:
        if key != raw_key or value != raw_value:
            name = str(raw_key)
            yield key, AttachedEntry(Raw(name) if len(name) <= _LONGEST else None, _value(value, raw_value))
    if len(raw) > USER_DATA_ENTRIES:
        # The last row tells how many were left out, and is none of them.
        yield list(shown)[-1], AttachedEntry(None, TruncatedValue())


def _value(shown: object, raw: object) -> Raw | TruncatedValue | int | float | bool | None:
    if isinstance(raw, str):
        return Raw(raw) if len(raw) <= USER_DATA_TEXT_LIMIT else TruncatedValue(len(raw))
    if raw is None or isinstance(raw, (bool, int, float)):
        return raw if shown == raw else TruncatedValue()
    return TruncatedValue()
