"""One storm with a fault of every kind, and something that goes wrong on our side in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.storm.plan import Gust, Kind, Plan
from tests.storm.storm import Scene
from tests.storm.weather import Weather
from tests.waiting import until
from tui.live.store.board import Changes

STORM_S = 2.0
_GUSTS = tuple(Gust(0.1 + 0.1 * number, kind, -1, 0.15 + 0.1 * number, 0.5) for number, kind in enumerate(Kind))


def plan(agents: int = 2) -> Plan:
    """The storm for so many logins."""
    return Plan(
        seed=11,
        agents=agents,
        calls=6 * agents,
        hold_ms=1000,
        max_interval_ms=2000,
        ack=False,
        storm_s=STORM_S,
        gusts=_GUSTS,
    )


async def storm(scene: Scene) -> None:
    """Let it blow once everything is live, and wait until everything is live again."""
    weather = Weather(plan(), scene.simulator, scene.proxies, lambda _: None)
    await until(scene.all_live)
    await weather.blow()
    await weather.calm()
    await until(scene.all_live)


def careless(scene: Scene) -> RuntimeError:
    """A fault of ours whose words are as careless as words can be."""
    return RuntimeError(f"{scene.parts!r} {scene.simulator.password}")


def break_once(scene: Scene) -> Callable[[Changes], None]:
    """Such a fault in the middle of a feed."""
    left = [1]

    def fail(changes: Changes) -> None:
        if changes.changed and left:
            left.clear()
            raise careless(scene)

    return fail


def all_text(folder: Path) -> str:
    """Everything that was written into a folder."""
    return "\n".join(path.read_text("utf-8") for path in folder.rglob("*") if path.is_file())
