"""The load balancer: what a client gets of cookies, and which of its requests still belong to a session."""

from __future__ import annotations

import pytest

from tests.storm.balancer import Balancer, Habit

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


def request(**cookies: str) -> bytes:
    line = "; ".join(f"{name}={value}" for name, value in cookies.items())
    return f"GET / HTTP/1.1\r\nCookie: {line}\r\nHost: a\r\n\r\n".encode()


def given(answer: bytes) -> list[str]:
    return [line.partition(": ")[2] for line in answer.decode().split("\r\n") if line.startswith("Set-Cookie")]


@pytest.fixture
def balancer() -> Balancer:
    return Balancer()


def test_without_a_habit_nothing_changes(balancer: Balancer) -> None:
    assert balancer.request(request(JSESSIONID="s", other="x"))[1] == "s"
    assert balancer.answer(ANSWER, "s") == ANSWER


@pytest.mark.parametrize("habit", [Habit.CHANGED, Habit.RENAMED])
def test_who_does_not_send_the_sticky_cookie_reaches_a_node_without_the_session(
    balancer: Balancer, habit: Habit
) -> None:
    balancer.habit = habit
    first, second = given(balancer.answer(ANSWER, "s")), given(balancer.answer(ANSWER, "s"))
    assert first != second
    name, _, value = second[-1].partition(";")[0].partition("=")
    assert balancer.request(request(**{"JSESSIONID": "s", name: value}))[1] == "s"
    message, session = balancer.request(request(JSESSIONID="s"))
    assert (b"JSESSIONID" in message, session) == (False, "")


def test_a_new_name_takes_the_old_one_back(balancer: Balancer) -> None:
    balancer.habit = Habit.RENAMED
    balancer.answer(ANSWER, "s")
    assert given(balancer.answer(ANSWER, "s")) == ["STICKY1=; Path=/; Max-Age=0", "STICKY2=2; Path=/"]


def test_only_the_last_values_of_a_session_are_known(balancer: Balancer) -> None:
    balancer.habit = Habit.REPLACED
    for number in (1, 2, 3):
        assert given(balancer.answer(ANSWER, "s")) == [f"JSESSIONID=s.{number}; Path=/; HttpOnly"]
    assert given(balancer.answer(ANSWER, "other"))[0].startswith("JSESSIONID=other.1;")
    message, session = balancer.request(request(JSESSIONID="s.1", other="x"))
    assert (session, b"Cookie: other=x; JSESSIONID=s\r\n" in message) == ("s", True)
    assert balancer.request(request(JSESSIONID="s"))[1] == ""


def test_a_session_that_an_answer_gives_is_the_one_that_is_replaced(balancer: Balancer) -> None:
    balancer.habit = Habit.REPLACED
    answer = ANSWER.replace(b"\r\n\r\n", b"\r\nSet-Cookie: JSESSIONID=new; Path=/\r\n\r\n")
    assert given(balancer.answer(answer, ""))[-1] == "JSESSIONID=new.1; Path=/; HttpOnly"
