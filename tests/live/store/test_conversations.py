"""Which calls are legs of one conversation."""

from tests.live.resources import call
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.conversations import Conversations


class Floor:
    """Calls as a board would have them."""

    def __init__(self) -> None:
        self.calls: dict[CallKey, BoardCall] = {}
        self.conversations = Conversations(self.calls)

    def put(self, source: str, call_id: str, uuid: str = "", parent: str = "") -> set[CallKey]:
        key = CallKey(source, call_id)
        self.calls[key] = BoardCall(
            key, call(call_id, callUuid=uuid, parentCallPath=f"/calls/{parent}" if parent else "")
        )
        return self._taken(key)

    def drop(self, source: str, call_id: str) -> set[CallKey]:
        del self.calls[CallKey(source, call_id)]
        return self._taken(CallKey(source, call_id))

    def _taken(self, key: CallKey) -> set[CallKey]:
        found = self.conversations.take([key])
        together = set[CallKey]().union(*found)
        assert sum(map(len, found)) == len(together), "each conversation once"
        return together

    def legs(self, source: str, call_id: str) -> set[tuple[str, str]]:
        return {(key.source, key.id) for key in self.conversations.legs(CallKey(source, call_id))}


def test_copies_of_a_call_have_its_uuid_and_a_consultation_names_its_call() -> None:
    floor = Floor()
    floor.put("a", "1", "u1")
    floor.put("boss", "1", "u1")
    floor.put("a", "2", "u2", parent="1")
    floor.put("b", "2", "u2")
    floor.put("c", "9", "u9")

    whole = {("a", "1"), ("boss", "1"), ("a", "2"), ("b", "2")}
    assert all(floor.legs(*leg) == whole for leg in whole)
    assert floor.legs("c", "9") == {("c", "9")}


def test_who_looked_at_one_leg_hears_of_all_that_were_or_are_with_it() -> None:
    floor = Floor()
    floor.put("a", "1", "u1")
    assert floor.put("b", "1", "u1") == {CallKey("a", "1"), CallKey("b", "1")}
    assert floor.put("b", "1", "u7") == {CallKey("a", "1"), CallKey("b", "1")}
    assert floor.legs("a", "1") == {("a", "1")}
    floor.put("b", "1", "u1")
    assert floor.drop("a", "1") == {CallKey("a", "1"), CallKey("b", "1")}
    assert floor.legs("a", "1") == set()


def test_a_call_without_a_uuid_is_like_no_other() -> None:
    floor = Floor()
    floor.put("a", "1")
    floor.put("b", "1")

    assert floor.legs("a", "1") == {("a", "1")}


def test_a_consultation_waits_for_its_call_and_goes_on_without_it() -> None:
    floor = Floor()
    floor.put("a", "2", parent="1")
    assert floor.legs("a", "2") == {("a", "2")}
    floor.put("b", "1")
    assert floor.legs("a", "2") == {("a", "2")}, "a call of another login has the same id only by its uuid"
    floor.put("a", "1")
    assert floor.legs("a", "2") == {("a", "1"), ("a", "2")}
    floor.drop("a", "1")
    assert floor.legs("a", "2") == {("a", "2")}


def test_calls_that_name_each_other_come_to_an_end() -> None:
    floor = Floor()
    floor.put("a", "1", parent="2")
    floor.put("a", "2", parent="1")
    floor.put("a", "3", parent="3")

    assert floor.legs("a", "1") == {("a", "1"), ("a", "2")}
    assert floor.legs("a", "3") == {("a", "3")}
