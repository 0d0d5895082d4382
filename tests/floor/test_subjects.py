"""Every user name is one token of a subject, and no other name's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.floor.subjects import Subjects, escape_login, token, unescape_login
from tui.source.text import clean


@given(st.text(min_size=1, max_size=80).filter(lambda name: clean(name) == name))
def test_a_user_name_comes_back_from_one_token(name: str) -> None:
    escaped = escape_login(name)

    assert not set(escaped) & set(".*> \t")
    assert unescape_login(escaped) == name


@given(st.text(max_size=40))
def test_what_was_not_written_by_us_is_refused_or_the_only_way_to_write_it(escaped: str) -> None:
    try:
        login = unescape_login(escaped)
    except ValueError:
        return
    assert escape_login(login) == escaped


@pytest.mark.parametrize("escaped", ["", "=41", "=c3=bc", "=C3", "=1B", "a.b", "=", "5001\n"])
def test_other_spellings_are_refused(escaped: str) -> None:
    with pytest.raises(ValueError, match=r"user name|decode"):
        unescape_login(escaped)


@pytest.mark.parametrize("name", ["", "a.b", "*", ">", "a b", "ü", "x" * 65, "main\n"])
def test_names_that_would_mean_something_in_a_subject_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        token(name)


def test_subjects() -> None:
    subjects = Subjects("floor")

    assert subjects.login("main", "jo.doe@x") == "$KV.floor.a.main.jo=2Edoe=40x"
    assert subjects.publisher("c1") == "$KV.floor.pub.c1"
