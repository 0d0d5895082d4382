"""How often a token may be tried."""

from __future__ import annotations

from tui.serve.tries import ALL, EACH, WITHIN_S, Tries


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_one_address_waits_after_some_wrong_ones_and_others_do_not() -> None:
    clock = Clock()
    tries = Tries(clock)
    for _ in range(EACH):
        assert tries.wait_s("192.0.2.1") == 0
        tries.wrong("192.0.2.1")
        clock.now_s += 1

    assert tries.wait_s("192.0.2.1") == WITHIN_S - EACH
    assert tries.wait_s("192.0.2.2") == 0
    clock.now_s += WITHIN_S - EACH
    assert tries.wait_s("192.0.2.1") == 0


def test_all_wait_after_many_wrong_ones_from_everywhere() -> None:
    clock = Clock()
    tries = Tries(clock)
    for number in range(ALL):
        assert tries.wait_s(f"192.0.2.{number}") == 0
        tries.wrong(f"192.0.2.{number}")

    assert tries.wait_s("198.51.100.1") == WITHIN_S
    clock.now_s += WITHIN_S
    assert tries.wait_s("198.51.100.1") == 0


def test_the_addresses_of_one_network_of_version_6_are_one() -> None:
    tries = Tries(Clock())
    for number in range(EACH):
        tries.wrong(f"2001:db8::{number}")

    assert tries.wait_s("2001:db8::ffff") > 0
    assert tries.wait_s("2001:db8:0:1::1") == 0
