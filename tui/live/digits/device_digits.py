"""Takes out of a resource that is no call what may be DTMF digits that were sent, and that the server repeats."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from tui.live.digits.withholding import HIDDEN, IDS, digits_in, was_called
from tui.source.models import Device, Wire, with_fields
from tui.source.raw import Operand

_NUMBERS = frozenset(["phone_number", "e164_number", "local_number"])
"""What a device is known by: only where it changes it may be something else."""

Resource = TypeVar("Resource", bound=Wire)


def device_without(
    device: Device, before: Device | None, least: int, written: Collection[Mapping[str, Operand]]
) -> Device:
    """Withhold of a device what is new and holds as many digits as were sent.

    Args:
        device: As it came.
        before: As it was known; None where it was not.
        least: How many digits were sent.
        written: Operands of operations from this desk: a number that calls are forwarded to is no echo.

    Returns:
        The device; the numbers of one that was not known before stay.
    """
    stays = frozenset() if before is not None else _NUMBERS
    forwarded = {"forward_to"} if was_called(device.forward_to or "", written) else frozenset()
    return _without(device, before, least, stays | forwarded)


def _without(resource: Resource, before: Wire | None, least: int, stays: Collection[str]) -> Resource:
    changed: dict[str, object] = {}
    for name, value in resource.__dict__.items():
        known = getattr(before, name, None)
        if name in IDS or name in stays or value == known:
            continue
        kept: object = value
        if isinstance(value, Wire):
            kept = _without(value, known if isinstance(known, Wire) else None, least, ())
        elif isinstance(value, frozenset):
            kept = frozenset(HIDDEN if digits_in(word) >= least else word for word in value)
        elif isinstance(value, str) and digits_in(value) >= least:
            kept = HIDDEN
        if kept != value:
            changed[name] = kept
    return with_fields(resource, changed) if changed else resource
