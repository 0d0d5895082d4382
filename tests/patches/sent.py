"""A driver whose terminal is a list."""

from __future__ import annotations

from textual.drivers.headless_driver import HeadlessDriver


class Sent(HeadlessDriver):
    """Keeps what would go to a terminal."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # as Textual calls it
        self.sent: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.sent.append(data)
