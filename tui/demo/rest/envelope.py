"""The form of every answer: `statusCode`, `statusMessage`, and what goes with them (API.md 1.5)."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

HTTP_OF_CODE = {0: 200, 7: 200, 1: 400, 2: 400, 3: 400, 5: 403, 4: 500, 6: 404, 20: 403}
"""HTTP status for each status code; those of 1, 2, 3 and 5 are our own choice, the real ones are unknown."""


class RefusalError(Exception):
    """A request that is answered with a status code other than 0.

    Attributes:
        code: The `statusCode`.
    """

    def __init__(self, code: int, message: str) -> None:
        """Say why.

        Args:
            code: The `statusCode`, a key of `HTTP_OF_CODE`.
            message: The `statusMessage`.
        """
        super().__init__(message)
        self.code = code


def encode(value: object) -> str:
    """JSON text without needless spaces."""
    return json.dumps(value, separators=(",", ":"))


def answer(body: dict[str, Any] | None = None, *, code: int = 0, as_text: bool = False) -> web.Response:
    """An answer with a body.

    Args:
        body: What goes beside the status code.
        code: The `statusCode`.
        as_text: Whether the status code is a string.
    """
    whole = {"statusCode": str(code) if as_text else code, **(body or {})}
    return web.Response(text=encode(whole), status=HTTP_OF_CODE[code], content_type="application/json")


def refusal(error: RefusalError, *, as_text: bool = False) -> web.Response:
    """The answer to a refused request."""
    return answer({"statusMessage": str(error)}, code=error.code, as_text=as_text)
