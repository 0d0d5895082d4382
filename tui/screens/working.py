"""Work that goes on beside a screen."""

from collections.abc import Callable, Coroutine
from typing import Any

from textual.dom import DOMNode
from textual.worker import Worker


def begin(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, None]],
    *,
    name: str = "",
    group: str = "default",
    exclusive: bool = False,
) -> None:
    """Let something go on until it ends or its screen does.

    Args:
        node: The screen or the application.
        work: What to await. Not a coroutine: one that is given up before its turn comes would never be awaited.
        name: For the log.
        group: What it is exclusive among.
        exclusive: Whether it ends what is going on in its group.
    """
    worker: Worker[None] = node.run_worker(work, name=name, group=group, exclusive=exclusive)
    del worker
