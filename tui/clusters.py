"""Pictures, flags and words of joined letters: several characters that terminals count otherwise than each alone."""

from tui.language.late_pattern import late_pattern

JOINER = "\u200d"
JOINING = r"\u0600-\u085f\u08a0-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufeff"
"""Scripts whose letters join, as in a set of a pattern: there a joiner or non-joiner spells a word."""
WORD_JOINER = late_pattern(f"(?<=[{JOINING}]){JOINER}(?=[{JOINING}])")
"""A joiner that is a part of a word; what follows it has cells of its own."""
JOINED_WORD = late_pattern(f"([{JOINING}]+(?:{JOINER}[{JOINING}]+)+)")
"""A word with such joiners."""
TEXT_SELECTOR = "\ufe0e"
_SELECTORS = f"{TEXT_SELECTOR}\ufe0f"
_TONES = r"\U0001f3fb-\U0001f3ff"
_FLAG_LETTERS = r"\U0001f1e6-\U0001f1ff"
_PICTURES = (
    r"\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25aa-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\u3030\u303d\u3297\u3299\U0001f004-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
)
_WIDE_WITH_TONE = (
    r"\u270a\u270b\U0001f385\U0001f3c2-\U0001f3c4\U0001f3c7\U0001f3ca\U0001f442\U0001f443\U0001f446-\U0001f450"
    r"\U0001f466-\U0001f478\U0001f47c\U0001f481-\U0001f483\U0001f485-\U0001f487\U0001f48f\U0001f491\U0001f4aa"
    r"\U0001f57a\U0001f595\U0001f596\U0001f645-\U0001f647\U0001f64b-\U0001f64f\U0001f6a3\U0001f6b4-\U0001f6b6"
    r"\U0001f6c0\U0001f6cc\U0001f90c\U0001f90f\U0001f918-\U0001f91f\U0001f926\U0001f930-\U0001f939"
    r"\U0001f93c-\U0001f93e\U0001f977\U0001f9b5\U0001f9b6\U0001f9b8\U0001f9b9\U0001f9bb\U0001f9cd-\U0001f9cf"
    r"\U0001f9d1-\U0001f9dd"
)
"""Pictures of people that take two cells by themselves, and may have a colour of skin."""
_WIDE = (
    r"\u2693\u2b1b\U0001f300-\U0001f320\U0001f3c2-\U0001f3ca\U0001f3f4\U0001f400-\U0001f43e\U0001f440"
    r"\U0001f442-\U0001f4fc\U0001f5fb-\U0001f64f\U0001f680-\U0001f6c5\U0001f90c-\U0001f93a\U0001f93c-\U0001f945"
    r"\U0001f947-\U0001f9ff"
)
_ONE = f"(?:[{_WIDE_WITH_TONE}][{_TONES}]|[{_PICTURES}]\ufe0f?)"
# A narrow picture is one cell where it stands alone, and two at the head of a joined one: only with its selector.
_HEAD = f"(?:[{_WIDE_WITH_TONE}][{_TONES}]|[{_PICTURES}]\ufe0f|[{_WIDE}])"
_COUNTRIES_IN_TAGS = ("gbeng", "gbsct", "gbwls")
_REGION = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in name) + "\U000e007f" for name in _COUNTRIES_IN_TAGS)
CLUSTER = late_pattern(
    f"([{_FLAG_LETTERS}]{{2}}|\U0001f3f4(?:{_REGION})|{_HEAD}(?:{JOINER}{_ONE}){{1,3}}"
    f"|[{_WIDE_WITH_TONE}][{_TONES}]|[{_PICTURES}][{_SELECTORS}])"
)
"""What is one picture although it has several characters: no more than four that are joined, and never letters."""
_HIDDEN = late_pattern(f"[{JOINER}{_SELECTORS}{_TONES}\U000e0020-\U000e007f]")
_FLAG_LETTER = late_pattern(f"[{_FLAG_LETTERS}]")
UNSURE = late_pattern(f"[{JOINER}{_SELECTORS}{_TONES}{_FLAG_LETTERS}\U000e0020-\U000e007f]")
"""What makes terminals differ about the cells of a text."""


def base_of(cluster: str) -> str:
    """Say what stands for a cluster where it cannot be drawn, or is cut.

    Args:
        cluster: Clean, or a part of what is clean.

    Returns:
        The letters of a flag, the first of several pictures; a word without its joiners. It holds nothing about whose
        cells terminals differ.
    """
    lettered = _FLAG_LETTER.sub(lambda found: chr(ord(found[0]) - 0x1F1E6 + ord("A")), cluster)
    if lettered == cluster and CLUSTER.fullmatch(cluster):
        return cluster[0]
    return _HIDDEN.sub("", lettered)


def characters_seen(cluster: str) -> int:
    """How many characters of a cluster a terminal may draw side by side that does not know it.

    Args:
        cluster: One.
    """
    return sum(character not in _SELECTORS and character != JOINER for character in cluster)
