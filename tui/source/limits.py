"""How much one login may bring, and how much of it: all of it is looked at before anything is made of it."""

import re
from dataclasses import dataclass

from tui.source.errors import LimitError

VALUES = 1_000_000
_VALUES_OF_A_CALL = 200
"""Twice what calls with much attached data have."""
_CONTAINER = 4
"""An object takes at least as much memory as four texts."""
_CALL = b'"callUuid"'


@dataclass(frozen=True, slots=True)
class LoginLimits:
    """What is taken of one login; the words of an excess name the setting.

    Attributes:
        calls: Calls that go on.
        devices: Its devices.
        answer_mb: Megabytes of one answer, on the wire and after decompression.
        data_mb: Megabytes of texts and attached data of all its calls.
    """

    calls: int = 20_000
    devices: int = 1_000
    answer_mb: int = 32
    data_mb: int = 48

    @property
    def answer_bytes(self) -> int:
        """Bytes of one answer."""
        return self.answer_mb << 20

    def check_calls(self, count: int) -> None:
        """Refuse more calls than are taken.

        Args:
            count: How many there are.

        Raises:
            LimitError: There are more.
        """
        _check(count, self.calls, "calls: max_calls")

    def check_devices(self, count: int) -> None:
        """Refuse more devices than are taken; see `check_calls`."""
        _check(count, self.devices, "devices: max_devices")

    def check_data(self, size: int) -> None:
        """Refuse more texts and attached data than are taken.

        Args:
            size: Bytes, see `tui.source.weight`.

        Raises:
            LimitError: There are more.
        """
        if size > self.data_mb << 20:
            raise LimitError(f"calls with more than {self.data_mb} MB of texts and attached data: max_data_mb")

    def check_values(self, body: bytes, *, of_calls: bool = False) -> None:
        """Refuse JSON that would take far more memory than it is long, before it is read.

        Each value follows a bracket, a comma or a colon; those within texts count as well, which does no harm. An
        answer may have as many as a million, and what calls have beside where these are read one by one.

        Args:
            body: JSON.
            of_calls: Whether its calls are read as soon as each is complete.

        Raises:
            LimitError: It holds more values than that.
        """
        # Nearly every answer is so short that nothing has to be counted.
        if len(body) * _CONTAINER <= VALUES:
            return
        calls = body.count(_CALL) if of_calls else 0
        one_by_one = of_calls and calls <= self.calls
        if (_values_beside_calls(body) if one_by_one else _values(body, 0, len(body))) > VALUES:
            self.check_calls(calls)
            raise LimitError(f"more than {VALUES:,} values in one answer, and too few calls for them")


DEFAULT = LoginLimits()


def _values(body: bytes, begin: int, end: int) -> int:
    count = body.count
    containers = count(b"{", begin, end) + count(b"[", begin, end)
    return _CONTAINER * containers + count(b",", begin, end) + count(b":", begin, end)


def _values_beside_calls(body: bytes) -> int:
    """What is between the marks of two calls belongs to a call only as far as calls have so much."""
    beside = begin = 0
    for mark in re.finditer(_CALL, body):
        beside += max(0, _values(body, begin, mark.start()) - _VALUES_OF_A_CALL)
        begin = mark.start()
    return beside + _values(body, begin, len(body))


def _check(count: int, most: int, what: str) -> None:
    if count > most:
        raise LimitError(f"more than {most:,} {what}")
