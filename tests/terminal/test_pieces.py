"""What waits for a slow terminal: modes in order, pictures while they are new, and never more than so much."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.terminal.pieces import LONGEST_BYTES, PATIENCE_S, OutputPiece, Pieces, key_of

PICTURE = "\x1b[2;5H\x1b[1mcalls\x1b[0m"
ALTERNATE, BACK = "\x1b[?1049h", "\x1b[?1049l"


def piece(text: str, put_s: float = 0.0) -> OutputPiece:
    return OutputPiece(text.encode(), key_of(text), put_s)


def waiting(pieces: Pieces) -> list[str]:
    found = []
    while (one := pieces.take()) is not None:
        found.append(one.data.decode())
    return found


def test_what_moves_the_cursor_and_writes_is_a_picture_and_all_else_is_not() -> None:
    assert key_of(PICTURE) == key_of("\x1b[1;1H") == key_of("text") == key_of(f"{ALTERNATE}text") == ""
    for text in (ALTERNATE, "\x1b[>29u", "\x1b[<u", "\x1b[?2026$p", "\x07", "\x1b[22;0t", "\x1b]2;callboard\x07"):
        assert key_of(text)


def test_pictures_that_are_new_wait_in_order() -> None:
    pieces = Pieces()
    for text in (ALTERNATE, "one", "\x07", "two"):
        pieces.put(piece(text))

    assert waiting(pieces) == [ALTERNATE, "one", "\x07", "two"]
    assert not pieces.owes_picture


def test_pictures_that_are_old_are_left_out_until_a_whole_one_is_promised() -> None:
    pieces = Pieces()
    pieces.put(piece("old"))
    pieces.put(piece(BACK))
    pieces.put(piece("new", PATIENCE_S + 0.1))
    pieces.put(piece("newer", PATIENCE_S + 0.2))
    assert (pieces.owes_picture, pieces.left_out) == (True, 3)
    assert waiting(pieces) == [BACK]

    pieces.owes_picture = False
    pieces.put(piece("whole", PATIENCE_S + 0.3))
    assert waiting(pieces) == ["whole"]


def test_the_first_picture_may_be_of_any_size() -> None:
    pieces = Pieces()
    pieces.put(piece("x" * (2 * LONGEST_BYTES)))
    assert len(pieces) == 1

    pieces.put(piece("y"))
    assert (len(pieces), pieces.owes_picture) == (0, True)


def test_a_bell_or_a_title_waits_once() -> None:
    pieces = Pieces()
    for text in ("\x07", "\x1b]2;one\x07", "\x1b[?25l", "\x07", "\x1b]2;two\x07"):
        pieces.put(piece(text))

    assert waiting(pieces) == ["\x1b[?25l", "\x07", "\x1b]2;two\x07"]


TEXTS = st.sampled_from([PICTURE, "y" * (LONGEST_BYTES // 3), ALTERNATE, BACK, "\x07", "\x1b]2;a\x07", "\x1b]2;b\x07"])


@given(st.lists(st.tuples(TEXTS, st.floats(0, 0.4)), max_size=200))
def test_however_much_is_put_little_waits_and_the_last_of_each_mode_is_kept(puts: list[tuple[str, float]]) -> None:
    pieces, now_s = Pieces(), 0.0
    last: dict[str, str] = {}
    for text, pause_s in puts:
        now_s += pause_s
        pieces.put(piece(text, now_s))
        if key_of(text):
            last.pop(key_of(text), None)
            last[key_of(text)] = text
        assert pieces.size < 2 * LONGEST_BYTES

    assert [text for text in waiting(pieces) if key_of(text)] == list(last.values())
