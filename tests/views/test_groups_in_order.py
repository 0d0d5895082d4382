"""Cards come, move and go in any order, and in parts: at the end everything stands where it belongs."""

import random

import pytest

from tui.live.store.card import CallKey
from tui.views.arrangement import groups_in_order
from tui.views.arrangement.grouping import GroupKey
from tui.views.arrangement.groups_in_order import CardPlace, GroupedCalls
from tui.views.slices import STEP, PendingCalls, without_end

GROUPS = [GroupKey(0, "a"), GroupKey(0, "b")]


@pytest.mark.parametrize("few", [0, 1, 16])
@pytest.mark.parametrize("long", [3, 2_000])
@pytest.mark.parametrize("seed", range(8))
def test_any_number_of_parts_and_moves_ends_in_one_order(
    seed: int, long: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups_in_order, "_LONG", long)
    monkeypatch.setattr(groups_in_order, "_FEW", few)
    choose, calls, known = random.Random(seed), GroupedCalls(), dict[CallKey, CardPlace]()
    for changes in (40, 3, 3, 3) * 6:
        for _ in range(choose.randrange(1, changes)):
            key = CallKey("s", f"{choose.randrange(30)}")
            if choose.random() < 0.3:
                known.pop(key, None)
                calls.put(key, None)
            else:
                known[key] = CardPlace(choose.choice(GROUPS), (0, "", choose.random(), *key))
                calls.put(key, known[key])
        calls.settle()
        there = {group: shelf.keys for group, shelf in calls.shelves.items()}
        wanted = {group: [key for key, place in known.items() if place.group == group] for group in GROUPS}
        assert there == {group: sorted(keys, key=lambda key: known[key].sort) for group, keys in wanted.items() if keys}


def test_each_call_waits_once_and_the_first_comes_first() -> None:
    waiting, keys = PendingCalls(), [CallKey("s", f"{number}") for number in range(STEP + 3)]
    waiting.add(keys)
    waiting.add(reversed(keys))

    assert list(waiting.steps(without_end)) == [keys[:STEP], keys[STEP:]]
    assert not waiting
