"""The parts of a running simulator, for those who turn its knobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.demo.acceptance import Acceptance
from tui.demo.centre import Centre
from tui.demo.comet_hub import CometHub
from tui.demo.door import SimulatedLogins
from tui.demo.faults import Faults
from tui.demo.life import Life
from tui.demo.messenger import Messenger
from tui.demo.pace import LifePace
from tui.demo.resources import Scribe
from tui.demo.statistics import Statistics


@dataclass(frozen=True, slots=True)
class SimulatorParts:
    """What a simulator is made of; `cut` cuts every TCP connection and says how many there were."""

    centre: Centre
    life: Life
    pace: LifePace
    hub: CometHub
    door: SimulatedLogins
    messenger: Messenger
    scribe: Scribe
    faults: Faults
    acceptance: Acceptance
    statistics: Statistics
    cut: Callable[[], int]
