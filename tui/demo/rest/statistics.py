"""What the server counts: requests, operations, events; so that a test can prove what was sent and what was not."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Statistics:
    """Counts since the start or the last reset."""

    requests: Counter[str] = field(default_factory=Counter)
    """By kind: "GET /me", "POST /me/calls/{id}", "/meta/connect", ..."""
    by_login: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """The same for each user name; "" is anonymous."""
    operations: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By user name, operation and target path."""

    def request(self, kind: str, user_name: str) -> None:
        """Count a request that was let in or refused at the door."""
        self.requests[kind] += 1
        self.by_login[user_name][kind] += 1

    def operation(self, user_name: str, name: str, target: str) -> None:
        """Count an operation that was received, whether it was accepted or not."""
        self.operations[user_name, name, target] += 1

    def reset(self) -> None:
        """Begin again."""
        self.requests.clear()
        self.by_login.clear()
        self.operations.clear()

    def as_json(self) -> dict[str, Any]:
        """All counts in a form for JSON; operations as a list of objects with `count`."""
        return {
            "requests": dict(self.requests),
            "requestsByLogin": {user: dict(kinds) for user, kinds in self.by_login.items()},
            "operations": [
                {"user": user, "operation": name, "target": target, "count": count}
                for (user, name, target), count in self.operations.items()
            ],
        }
