"""The parts of a running simulator, for those who turn its knobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tui.demo.centre.centre import Centre
from tui.demo.centre.life import Life
from tui.demo.centre.pace import LifePace
from tui.demo.comet.comet_hub import CometHub
from tui.demo.comet.messenger import Messenger
from tui.demo.rest.acceptance import Acceptance
from tui.demo.rest.door import SimulatedLogins
from tui.demo.rest.faults import Faults
from tui.demo.rest.resources import Scribe
from tui.demo.rest.statistics import Statistics


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
