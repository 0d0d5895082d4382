"""Numbers as they are pasted: what is dialled, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.live.commands.numbers import LONGEST, NotANumberError, clean_number, same_number


@pytest.mark.parametrize(
    ("pasted", "dialled"),
    [
        ("5001", "5001"),
        (" +1 (202) 555-0143\n", "+12025550143"),
        ("tel:+1-202-555-0143;phone-context=example.com", "+12025550143"),
        ("tel:5001;phone-context=+1-202;isub=1;x", "5001"),
        ("TEL://2025550143", "2025550143"),
        ("callto:+12025550143", "+12025550143"),
        ("+1\u00a0202\u2011555\u20130143", "+12025550143"),
        ("\u202a+1 202 555 0143\u202c", "+12025550143"),
        ("202.555.0143", "2025550143"),
        ("[202] 555 0143", "2025550143"),
        ("٥٠٠١", "5001"),
        ("５００１", "5001"),
        ("＋１２０２５５５０１４３", "+12025550143"),
        ("+44 (0)20 5550 0143", "+442055500143"),
        ("*65#", "*65#"),
        ("001 202 555 0143", "0012025550143"),
    ],
)
def test_what_is_dialled(pasted: str, dialled: str) -> None:
    assert clean_number(pasted) == dialled
    assert clean_number(dialled) == dialled


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("", "no number"),
        ("  ", "no number"),
        ("()", "no number"),
        ("agent.one", "a is not part"),
        ("sip:5001@example.com", "s is not part"),
        ("202 555 0143 ext. 5", "e is not part"),
        ("5001\n5002", "more than one line"),
        ("5001, 5002", ", is not part"),
        ("5001/5002", "/ is not part"),
        ("5001\x1b[2J", "a control character"),
        ("202+555", r"\+ is only for the beginning"),
        ("+", r"\+ is only for the beginning"),
        ("+1 202 555 0143 +1 202 555 0119", r"\+ is only"),
        ("+1202555014312025550119", "too long"),
        ("1" * (LONGEST + 1), "too long"),
        ("½", "½ is not part"),
        ("tel:1;rm -rf x", "; is not part"),
        ("tel:5001;ext=5 and 5002", "; is not part"),
        ('tel:1;a="b"', "; is not part"),
    ],
)
def test_what_is_refused(pasted: str, words: str) -> None:
    with pytest.raises(NotANumberError, match=words):
        clean_number(pasted)


@given(st.text(max_size=60))
def test_whatever_is_pasted_only_numbers_come_out(text: str) -> None:
    try:
        number = clean_number(text)
    except NotANumberError:
        return
    assert set(number) <= set("+*#0123456789")
    assert number == clean_number(number)
    assert 0 < len(number) <= LONGEST


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("5001", "5001", True),
        ("+12025550143", "2025550143", True),
        ("95001", "5001", True),
        ("+12025550143", "(202) 555-0143", True),
        ("5001", "5002", False),
        ("01", "5001", False),
        ("", "5001", False),
        ("*65", "*65", True),
    ],
)
def test_which_numbers_may_be_the_same(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
