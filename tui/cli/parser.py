"""The parser of all commands: what it prints goes the way of everything that is printed, and says what was meant."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn, Protocol

from tui.language.nearest import nearest
from tui.printing.output import write, write_error

_OTHER_WORDS: Mapping[str, tuple[str, ...]] = {
    "check": ("verify", "validate", "doctor"),
    "verify": ("validate",),
    "validate": ("verify",),
    "test": ("verify", "validate", "doctor"),
    "list": ("show", "status"),
    "tail": ("show",),
    "cat": ("show",),
    "view": ("show",),
    "create": ("init",),
    "new": ("init",),
    "edit": ("path",),
    "where": ("path",),
    "remove": ("retire",),
    "users": ("permissions",),
    "monitor": ("watch",),
    "dashboard": ("wall",),
    "agent": ("desk",),
    "play": ("replay",),
}
"""What other programs call what ours call so: told, and not taken, so that each command has one name."""
_SECRETS = ("password", "passphrase", "secret")


class _File(Protocol):
    def write(self, text: str, /) -> object: ...


class Parser(argparse.ArgumentParser):
    """Says what was probably meant, and tells of a help that could not be written.

    Parsers below it are of this class too.
    """

    # The signature of argparse, whose overloads only say that the namespace is the one that was given.
    def parse_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> argparse.Namespace:
        """Parse, and refuse what is left over in the name of the command that was meant."""
        found, left = self.parse_known_args(args, namespace)
        if left:
            command = _command_of(self, found)
            command.error(_left_over(left, command, self))
        return found

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and which words there are where one is missing."""
        head = "the following arguments are required: "
        if message.startswith(head):
            missing = message.removeprefix(head)
            message = f"{missing} is missing{self._which(missing)}"
        super().error(message)

    def _which(self, missing: str) -> str:
        for action in self._actions:
            if _name(action) == missing:
                words = _words_of(action)
                return f": one of {', '.join(words)}" if words else f": {action.help}"
        return ""

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401 - as argparse has it
        known = _words_of(action)
        if not known or value in (action.choices or ()):
            return
        meant = _meant(str(value), known)
        what = "command " if isinstance(action, argparse._SubParsersAction) else ""
        words = f"there is no {what}{value!r}{f': do you mean {meant}?' if meant else ''} ({', '.join(known)})"
        if action.option_strings:
            raise argparse.ArgumentError(action, words)
        self.error(words)

    def _print_message(self, message: str, file: _File | None = None) -> None:
        if message:
            (write if file is sys.stdout else write_error)(message)


def _name(action: argparse.Action) -> str:
    return str(action.metavar or action.dest)


def _words_of(action: argparse.Action) -> list[str]:
    return [str(choice) for choice in action.choices or ()]


def _meant(word: str, known: Sequence[str]) -> str:
    others = (other for other in _OTHER_WORDS.get(word, ()) if other in known)
    return next(others, None) or nearest(word, known)


def _command_of(parser: argparse.ArgumentParser, found: argparse.Namespace) -> argparse.ArgumentParser:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return _command_of(action.choices[getattr(found, action.dest)], found)
    return parser


def _left_over(left: Sequence[str], *parsers: argparse.ArgumentParser) -> str:
    """Say what is left over: of options their names alone, since what follows them may be a secret."""
    options = [word.partition("=")[0] for word in left if word.startswith("-")]
    if not options:
        return f"nothing can follow here: {', '.join(map(repr, left))}"
    words = f"there is no option {', '.join(options)}"
    if len(options) > 1:
        return words
    if options[0].lstrip("-") in _SECRETS:
        return f"{words}: no secret stands in arguments, callboard login stores it"
    known = [name for parser in parsers for name in _options_of(parser)]
    near = nearest(options[0], known)
    return f"{words}: do you mean {near}?" if near else words


def _options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (name for name in action.option_strings if name.startswith("--"))
