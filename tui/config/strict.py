"""What every table of the configuration is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core.core_schema import CoreSchema, no_info_plain_validator_function

from tui.machine.folders import at_home

Place = tuple[str | int, ...]
"""Where a value stands: keys, and numbers of entries counted from 0, such as `("sources", 0, "url")`."""


@dataclass(frozen=True, slots=True)
class ConfigFault:
    """One thing that is wrong.

    Attributes:
        where: `config.toml`, `--density` or `CALLBOARD_DENSITY`; "" where it belongs to no single place.
        line: Line of the file, from 1; None where that is not known.
        key: Such as `desk.bell`; "" where it is about the whole.
        words: What is wrong, in one line, without the value.
        near: The known key that was probably meant; "" where there is none.
    """

    where: str
    line: int | None
    key: str
    words: str
    near: str = ""

    def __str__(self) -> str:
        """Everything in one line."""
        place = f"{self.where}:{self.line}" if self.line is not None else self.where
        return f"{place}: {self.words}" if place else self.words


class ConfigError(Exception):
    """The configuration cannot be used; the words say which part and what to do.

    Attributes:
        faults: Everything that was found, where it was found in the configuration.
    """

    def __init__(self, words: str, faults: Sequence[ConfigFault] = ()) -> None:
        """Keep the faults beside the words."""
        super().__init__(words)
        self.faults = tuple(faults)


LONGEST_TEXT = 10_000
"""Characters of one value."""


class Strict(BaseModel):
    """Refuses keys that it does not know, texts that are no setting, and numbers that are none."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_max_length=LONGEST_TEXT, allow_inf_nan=False, defer_build=True
    )


class ReadIfThere:
    """Marks a table that few files have: what reads it is built for those that do, which is a fiftieth of the start."""

    def __get_pydantic_core_schema__(self, table: type[Strict], _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read it as its own class does: what is wrong is told with its place."""
        return no_info_plain_validator_function(table.model_validate)


def _at_home(path: Path) -> Path:
    if "\0" in str(path):
        raise ValueError("no file can be named so")
    return at_home(path)


OwnFile = Annotated[Path, AfterValidator(_at_home)]
"""A file that a setting names; `~` is the home of the user."""


class Hidden:
    """Marks values that are not shown: the arguments of a program may be anything."""


class HiddenPath:
    """Marks addresses of which only the host is shown: what stands behind it may be a secret."""


Program = Annotated[tuple[str, ...], Hidden()]
"""A program and its arguments, which no shell sees."""
