"""pydantic does without its typed dictionaries what it does with them."""

import subprocess
import sys

_PROGRAM = """
import typing_extensions
from tui.patches.typed_dicts import import_schemas_untyped

own = typing_extensions.TypedDict
import_schemas_untyped()
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import core_schema

class Login(BaseModel):
    model_config = ConfigDict(title="a login", str_max_length=4, frozen=True)
    user: str
    known: typing_extensions.TypedDict("Known", {"number": int}) = {"number": 1}

config = core_schema.CoreConfig(title="a login")
assert type(config) is dict and config == {"title": "a login"}, config
assert type(core_schema.CoreConfig) is type and typing_extensions.TypedDict is own
assert Login(user="abcd").model_dump() == {"user": "abcd", "known": {"number": 1}}
for wrong in ({"user": "abcde"}, {"user": "abcd", "known": {}}):
    try:
        Login(**wrong)
    except ValidationError:
        continue
    raise AssertionError(wrong)
"""


def test_models_are_as_they_were() -> None:
    # Anew: here pydantic is imported already.
    told = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=False)

    assert (told.returncode, told.stderr) == (0, "")
