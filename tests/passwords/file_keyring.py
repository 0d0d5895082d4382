"""A keyring of the `keyring` library's own kind that keeps everything in the file which FILE_KEYRING names."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """For tests; never chosen by itself."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library has it without types

    def get_password(self, service: str, username: str) -> str | None:
        return self._read().get(f"{service}|{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write({**self._read(), f"{service}|{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        kept = self._read()
        if kept.pop(f"{service}|{username}", None) is None:
            raise PasswordDeleteError("not there")
        self._write(kept)

    def _read(self) -> dict[str, str]:
        file = Path(os.environ["FILE_KEYRING"])
        kept: dict[str, str] = json.loads(file.read_text("utf-8")) if file.exists() else {}
        return kept

    def _write(self, kept: dict[str, str]) -> None:
        Path(os.environ["FILE_KEYRING"]).write_text(json.dumps(kept), "utf-8")


class ShorteningKeyring(FileKeyring):
    """One that has no room for all of it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password[:6])


class BrokenKeyring(KeyringBackend):
    """One that raises what no library documents, with the secret in its words."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # likewise

    def get_password(self, service: str, username: str) -> str | None:
        raise OSError(f"bus error at {service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"cannot store {password} for {service} {username}")

    def delete_password(self, service: str, username: str) -> None:
        raise OSError(f"cannot delete {service} {username}")


class SilentKeyring(KeyringBackend):
    """One that waits for somebody who never comes, in a way that no signal of Python's own interrupts."""

    priority = -1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # likewise

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        self._wait()
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password
        self._wait()

    def delete_password(self, service: str, username: str) -> None:
        del service, username
        self._wait()

    def _wait(self) -> None:
        threading.Event().wait()
