"""Which words of a program may hold what comes from outside: none that is read as code."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Annotated

from pydantic import AfterValidator

from tui.config.strict import Program

PLACE = "{json}"
"""Stands for what happened, as JSON."""
_SHELLS = "sh ash bash busybox csh dash fish ksh ksh93 mksh pwsh powershell rbash tcsh xonsh yash zsh"
_LANGUAGES = "awk gawk mawk bun deno lua node perl php python ruby tclsh"
_REMOTE = "ssh rsh mosh eval watch"
_JOINED = frozenset(_REMOTE.split())
"""Programs that put all of their words together and give them to a shell."""
_CODE_FIRST = frozenset(["awk", "gawk", "mawk"])
_INTERPRETERS = frozenset(f"{_SHELLS} {_LANGUAGES} su runuser script".split())
_CODE_FOLLOWS = re.compile(r"-[A-Za-z]*[ceEpr]|--(?:command|eval|execute|session-command)|-(?:Command|EncodedCommand)")
_VERSION = re.compile(r"[\d.]+(\.exe)?$")
_ADVICE = "take the JSON from standard input, or single values from CALLBOARD_ALARM_* or CALLBOARD_RING_*"


def code_with_json(words: Sequence[str]) -> str | None:
    """Find a place where text from outside would be run as code.

    A caller's number or a call's id is part of the JSON: inside the code of a shell it could end a quotation and go
    on with a command of its own.

    Args:
        words: A program and its arguments, with `{json}` where the JSON is to stand.

    Returns:
        Why the words cannot be used; None where they can.
    """
    interpreter, code = "", False
    for word in words:
        if PLACE in word and interpreter in _JOINED:
            return f"{interpreter} gives its words to a shell, which would run what is in {PLACE}: {_ADVICE}"
        if PLACE in word and interpreter and (code or _has_code(word)):
            return f"{PLACE} is part of what {interpreter} runs, and a caller could write commands there: {_ADVICE}"
        code = bool(interpreter) and _CODE_FOLLOWS.fullmatch(word) is not None
        name = _VERSION.sub("", PurePath(word).name.lower())
        if interpreter not in _JOINED and (name in _INTERPRETERS or name in _JOINED):
            interpreter, code = name, name in _CODE_FIRST
    return None


def _has_code(word: str) -> bool:
    # Such as -cCODE and --eval=CODE.
    return word.startswith("-") and not word.startswith(PLACE)


def _without_code(words: tuple[str, ...]) -> tuple[str, ...]:
    if why := code_with_json(words):
        raise ValueError(why)
    return words


EventProgram = Annotated[Program, AfterValidator(_without_code)]
"""A program that is run for each event of some kind, such as an alarm; see `tui.hooks.program_hook`."""
