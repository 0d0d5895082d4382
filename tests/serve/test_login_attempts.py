"""How often a token may be tried."""

from __future__ import annotations

from tui.serve.login_attempts import ADDRESSES, EACH, WITHIN_S, LoginAttempts


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_one_address_waits_after_some_wrong_ones_and_others_do_not() -> None:
    clock = Clock()
    tries = LoginAttempts(clock)
    for _ in range(EACH):
        assert tries.wait_s("192.0.2.1") == 0
        tries.wrong("192.0.2.1")
        clock.now_s += 1

    assert tries.wait_s("192.0.2.1") == WITHIN_S - EACH
    assert tries.wait_s("192.0.2.2") == 0
    clock.now_s += WITHIN_S - EACH
    assert tries.wait_s("192.0.2.1") == 0


def test_nobody_waits_for_the_wrong_ones_of_others() -> None:
    clock = Clock()
    tries = LoginAttempts(clock)
    for number in range(ADDRESSES + 10):
        for _ in range(EACH):
            tries.wrong(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert tries.wait_s("198.51.100.1") == 0
    assert tries.wait_s("10.0.39.15") == WITHIN_S


def test_what_was_long_ago_is_forgotten_where_there_are_too_many_addresses() -> None:
    tries = LoginAttempts(Clock())
    for number in range(ADDRESSES + 1):
        for _ in range(EACH):
            tries.wrong(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert tries.wait_s("10.0.0.0") == 0
    assert tries.wait_s("10.0.0.1") > 0


def test_the_addresses_of_one_network_of_version_6_are_one() -> None:
    tries = LoginAttempts(Clock())
    for number in range(EACH):
        tries.wrong(f"2001:db8::{number}")

    assert tries.wait_s("2001:db8::ffff") > 0
    assert tries.wait_s("2001:db8:0:1::1") == 0


def test_how_many_addresses_were_wrong_lately() -> None:
    clock = Clock()
    tries = LoginAttempts(clock)
    for number in range(30):
        tries.wrong(f"192.0.2.{number}")
    assert tries.addresses == 30
    clock.now_s += WITHIN_S - 1
    tries.wrong("192.0.2.1")
    clock.now_s += 2
    assert tries.addresses == 1
