"""Who works here: agents, teams and queues made from a seed; their ids do not depend on anything that happens later."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass, replace

from tui.demo.centre.model import Agent, AgentState, Device
from tui.demo.options import Options

FIRST_NUMBER = 5001
SWITCH = "SIP_Switch"


@dataclass(frozen=True, slots=True)
class Team:
    """A team: an agent group and the queue that feeds it."""

    name: str
    dnis: str
    group_id: str
    skill_id: str


TEAMS = tuple(
    Team(name, dnis, f"2-7e57ab1e-0000-4000-8000-{number:012}", f"c0ffee00-0000-4000-8000-{number:012}")
    for number, (name, dnis) in enumerate((("Billing", "5550180"), ("Retention", "5550181"), ("Support", "5550182")), 1)
)


def team(name: str) -> Team:
    """The team of that name.

    Raises:
        KeyError: There is none.
    """
    found = next((each for each in TEAMS if each.name == name), None)
    if found is None:
        raise KeyError(f"there is no queue {name}, but {', '.join(each.name for each in TEAMS)}")
    return found


def hire(options: Options, state: AgentState) -> tuple[Agent, ...]:
    """All agents of a centre, each with a device, in order of their numbers.

    Args:
        options: How many, how many of them supervisors, and the seed of their ids.
        state: The state in which they begin.
    """
    rng = random.Random(f"staff {options.seed}")
    return tuple(_agent(index, options, rng, state) for index in range(options.agents))


def _agent(index: int, options: Options, rng: random.Random, state: AgentState) -> Agent:
    number = str(FIRST_NUMBER + index)
    every = options.unrecorded_every
    agent = Agent(
        user_id=f"{rng.getrandbits(128):032x}",
        user_name=f"agent{number}",
        last_name=number,
        team=TEAMS[index % len(TEAMS)].name,
        supervisor=index >= options.agents - options.supervisor_count,
        recorded=not every or index % every != every - 1,
        attended=number in options.attended,
        channels=["chat"] if index % 2 == 0 else [],
    )
    device_id = str(uuid.UUID(int=rng.getrandbits(128), version=4))
    agent.device = Device(id=device_id, number=number, agent=agent, user_state=replace(state))
    return agent
