"""Random histories, losses and delays: the board is the server, or the link says that it may not be."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.examples import EXPLORE, examples
from tests.live.honesty import LONGEST_DELAY_S, Judge
from tests.live.resources import NUMBER, call, device, party
from tests.live.world import World
from tui.live.feeds.feed import FeedSchedule
from tui.live.store.monitored import is_monitored_call
from tui.source.errors import BadReplyError, ServerFaultError, SourceError
from tui.source.models import Call

# Longer than all that a feed may still be waiting for: silence, a login after many that led nowhere, a failed snapshot,
# a resync.
_QUIET_S = 40.0 + 360.0 + 40.0 + 70.0
_MOST_LOGINS = 6
# A board remembers for two minutes which calls have ended.
_REMEMBERED_S = 110.0
_IDS = st.sampled_from("abcd")
_DELAYS = st.sampled_from((0.001, 0.05, 0.7, LONGEST_DELAY_S))
_THEN = st.sampled_from((0.0, 0.0, 0.02, 0.3, 1.5, 5.0))
_BORN = st.sampled_from(("Ringing", "Dialing"))
_CHANGES: dict[str, dict[str, object]] = {
    "answer or retrieve": {"state": "Established"},
    "hold": {"state": "Held"},
    "mute": {"mute": "On"},
    "unmute": {"mute": "Off"},
    "record": {"recording_state": "Recording"},
    "pause": {"recording_state": "Paused"},
    "stop": {"recording_state": "Stopped"},
    "a party joins": {"participants": (party(NUMBER), party("5002"))},
    "a party leaves": {"participants": (party(NUMBER),)},
    "a supervisor listens in": {"supervisor_listening_in": True},
    "this is a supervisor's copy": {"monitoring": True},
    "it is none": {"monitoring": False},
}
_LACKING = st.sets(st.sampled_from(("calls", "devices")), min_size=1)
_CHANGED = st.sampled_from(tuple(_CHANGES))


class Histories(RuleBasedStateMachine):
    """One source, and everything that may happen to it."""

    @initialize(late=st.booleans())
    def begin(self, late: bool) -> None:
        self.world = World(FeedSchedule(resync_s=60.0, refused_s=20.0))
        self.server = self.world.server
        self.judge = Judge(self.world)
        self.leg = 0
        self.sent: dict[str, list[tuple[float, Call]]] = {}
        self.broken = False
        self.asked_s: list[float] = []
        self.server.set_device_quietly(device())
        self.judge.note_told_loss()
        if not late:
            self.world.go_live()

    # What happens at the server

    @rule(call_id=_IDS, state=_BORN, then_s=_THEN)
    def a_call_comes(self, call_id: str, state: str, then_s: float) -> None:
        """A new one, or one that is offered again with its old id; only its `connId` tells that one that was missed."""
        if call_id not in self.server.calls:
            self.leg += 1
            self.put(call(call_id, state, conn_id=str(self.leg), user_data={"leg": self.leg}))
        self.world.run_for(then_s)

    @rule(call_id=_IDS, first=_BORN, changes=st.lists(_CHANGED, max_size=4), between_s=_THEN)
    def a_call_lives(self, call_id: str, first: str, changes: list[str], between_s: float) -> None:
        self.a_call_comes(call_id, first, between_s)
        for what in changes:
            self.a_call_changes(call_id, what, between_s)

    @rule(call_id=_IDS, what=_CHANGED, then_s=_THEN)
    def a_call_changes(self, call_id: str, what: str, then_s: float) -> None:
        if call_id in self.server.calls:
            self.put(self.server.calls[call_id].model_copy(update=_CHANGES[what]))
        self.world.run_for(then_s)

    @rule(call_id=_IDS, again=st.booleans(), then_s=_THEN)
    def a_call_ends(self, call_id: str, again: bool, then_s: float) -> None:
        """And may be offered again."""
        if call_id in self.server.calls:
            self.end(call_id)
        if again:
            self.a_call_comes(call_id, "Ringing", then_s)
        self.world.run_for(then_s)

    @rule(call_id=_IDS, consult_id=_IDS, between_s=_THEN)
    def a_call_is_transferred(self, call_id: str, consult_id: str, between_s: float) -> None:
        """In two steps, by way of a consultation."""
        if call_id not in self.server.calls or consult_id in self.server.calls:
            return
        self.leg += 1
        consult = call(consult_id, "Dialing", call_type="Consult", conn_id=str(self.leg), user_data={"leg": self.leg})
        self.put(self.server.calls[call_id].model_copy(update={"state": "Held"}))
        self.put(consult.model_copy(update={"parent_call_path": f"/calls/{call_id}"}))
        self.world.run_for(between_s)
        self.a_call_changes(consult_id, "answer or retrieve", between_s)
        self.end(call_id)
        self.end(consult_id)

    @rule(state=st.sampled_from(("Ready", "NotReady", "LoggedOut")), then_s=_THEN)
    def the_agent_changes(self, state: str, then_s: float) -> None:
        changed = device(state=state)
        self.change(lambda: self.server.set_device(changed), lambda: self.server.set_device_quietly(changed))
        self.world.run_for(then_s)

    @rule(seconds=st.sampled_from((0.02, 0.4, 4.0, 15.0, 70.0)))
    def time_passes(self, seconds: float) -> None:
        self.world.run_for(seconds)

    @rule(message_s=_DELAYS, ask_s=_DELAYS, answer_s=_DELAYS)
    def the_way_changes(self, message_s: float, ask_s: float, answer_s: float) -> None:
        """Snapshots overtake messages, or messages snapshots."""
        self.server.message_delay_s, self.server.ask_delay_s, self.server.answer_delay_s = message_s, ask_s, answer_s

    # What goes wrong

    @rule(back_after_s=st.sampled_from((0.01, 0.5, 5.0)), then_s=_THEN)
    def the_connection_is_cut(self, back_after_s: float, then_s: float) -> None:
        """What is under way is lost; it is the same for the feed whether the client must shake hands again."""
        for stream in self.server.streams:
            self.judge.note_told_loss()
            stream.lose("connection reset", back_after_s)
        self.world.run_for(then_s)

    @rule()
    def messages_overflow(self) -> None:
        for stream in self.server.streams:
            if stream.connected:
                self.judge.note_told_loss()
                stream.overflow()

    @rule(lost=st.integers(0, 3), twice=st.integers(0, 3))
    def messages_vanish_or_repeat(self, lost: int, twice: int) -> None:
        for stream in self.server.streams:
            stream.lose_next, stream.repeat_next = lost, twice

    @rule(call_id=_IDS, back=st.integers(1, 4))
    def an_old_message_comes_again(self, call_id: str, back: int) -> None:
        """Any of the last leg but the `Ringing`, which cannot be told from a call that is offered again."""
        if self.sent.get(call_id):
            sent_s, old = self.sent[call_id][-back:][0]
            if self.world.clock.now_s() - sent_s < _REMEMBERED_S:
                self.judge.note_silent_loss()
                self.server.repeat(old)

    @rule(then_s=_THEN)
    def the_stream_hangs(self, then_s: float) -> None:
        for stream in self.server.streams:
            self.judge.note_silent_loss()
            stream.hang()
        self.world.run_for(then_s)

    @rule(refused_for_s=st.sampled_from((0.0, 0.0, 8.0, 45.0)), then_s=_THEN)
    def the_session_is_lost(self, refused_for_s: float, then_s: float) -> None:
        """And its login may be refused for a while."""
        self.judge.note_told_loss()
        self.server.refusing = refused_for_s > 0.0
        self.world.loop.call_later(refused_for_s, self.the_login_is_welcome)
        self.server.lose_session()
        self.world.run_for(then_s)

    @rule(then_s=_THEN)
    def the_server_ends_the_session(self, then_s: float) -> None:
        """And advises not to reconnect."""
        self.judge.note_told_loss()
        self.server.end_session()
        self.world.run_for(then_s)

    @rule(times=st.integers(1, 12), then_s=_THEN)
    def logins_lead_nowhere(self, times: int, then_s: float) -> None:
        """They are accepted, and the session is refused."""
        self.server.hollow_logins = times
        self.the_session_is_lost(0.0, then_s)

    @rule(for_s=st.sampled_from((0.1, 2.0, 20.0)), then_s=_THEN)
    def the_server_is_down(self, for_s: float, then_s: float) -> None:
        self.judge.note_told_loss()
        self.server.go_down()
        self.world.loop.call_later(for_s, self.server.come_up)
        self.world.run_for(then_s)

    @rule(error=st.sampled_from((ServerFaultError("HTTP 503 from the server"), BadReplyError("HTML"))))
    def the_next_snapshot_fails(self, error: SourceError) -> None:
        self.server.snapshot_faults = [error]

    @rule(
        lacking=st.sets(st.sampled_from(("calls", "devices")), min_size=1), times=st.integers(1, 4), look=st.booleans()
    )
    def the_next_snapshots_are_partial(self, lacking: set[str], times: int, look: bool) -> None:
        """What they lack is there all the same."""
        self.server.lacking = [frozenset(lacking)] * times
        if look:
            self.world.loop.call_soon(self.world.feed.look)

    @rule(
        error=st.sampled_from((None, BadReplyError("calls in the snapshot failed: 4"))),
        takes_s=st.sampled_from((0.0, 34.0)),
    )
    def everything_is_slow_or_fails(self, error: SourceError | None, takes_s: float) -> None:
        """Because of a backend that has no calls."""
        self.server.everything_fails, self.server.everything_takes_s = error, takes_s

    @rule(for_s=st.sampled_from((0.1, 3.0, 30.0)), then_s=_THEN)
    def the_voice_service_is_down(self, for_s: float, then_s: float) -> None:
        self.set_voice(down=True)
        self.world.loop.call_later(for_s, lambda: self.set_voice(down=False))
        self.world.run_for(then_s)

    @rule()
    def somebody_asks_to_retry(self) -> None:
        self.asked_s.append(self.world.clock.now_s())
        self.world.feeds.retry()

    # What must hold

    @invariant()
    def the_copies_of_supervisors_are_known_without_looking_at_all_calls(self) -> None:
        board = self.world.board
        copies = {key for key, one in board.calls.items() if not one.ended and is_monitored_call(one.call)}
        assert {key for name in board.sources for key in board.monitored_of(name)} == copies

    @invariant()
    def it_is_honest(self) -> None:
        if not hasattr(self, "world"):
            return
        self.broken = True
        self.world.settle()
        self.judge.check()
        self.check_logins()
        self.broken = False

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            if not self.broken:
                self.everything_is_well_again()
        finally:
            self.world.close()

    def check_logins(self) -> None:
        """No more in a minute than may be, but for those that somebody asked for."""
        since_s = self.world.clock.now_s() - 60.0
        logins, asked = ([at_s for at_s in times if at_s > since_s] for times in (self.server.logins_s, self.asked_s))
        assert len(logins) <= _MOST_LOGINS + len(asked), logins

    def everything_is_well_again(self) -> None:
        self.server.hollow_logins = 0
        self.server.come_up()
        self.the_login_is_welcome()
        self.server.snapshot_faults.clear()
        self.server.lacking.clear()
        for stream in self.server.streams:
            stream.lose_next = 0
        self.set_voice(down=False)
        self.world.run_for(_QUIET_S)
        assert self.world.link.live, f"{self.world.link}: {self.world.words[-5:]}"
        self.judge.check()
        self.judge.check_equal()
        assert len(self.world.board.calls) == len(self.server.calls), "ended calls are still shown"

    def the_login_is_welcome(self) -> None:
        self.server.refusing = False

    def set_voice(self, *, down: bool) -> None:
        self.note_what_becomes_of_a_message()
        self.server.set_voice(down=down)

    def put(self, changed: Call) -> None:
        if changed.id not in self.server.calls:
            self.sent[changed.id] = []
        elif changed.state not in ("Ringing", "Dialing"):
            self.sent[changed.id].append((self.world.clock.now_s(), changed))
        self.change(lambda: self.server.put(changed), lambda: self.server.put_quietly(changed))

    def end(self, call_id: str) -> None:
        self.change(lambda: self.server.release(call_id), lambda: self.server.release_quietly(call_id))

    def change(self, tell: Callable[[], object], keep: Callable[[], object]) -> None:
        """Let something become true; while the Voice service is down the server itself does not hear of it."""
        if self.server.voice_down:
            self.judge.note_silent_loss()
            keep()
        else:
            self.note_what_becomes_of_a_message()
            tell()

    def note_what_becomes_of_a_message(self) -> None:
        if not any(stream.connected for stream in self.server.streams):
            self.judge.note_told_loss()
        elif any(stream.lose_next or stream.hanging for stream in self.server.streams):
            self.judge.note_silent_loss()


TestHistories = Histories.TestCase
TestHistories.settings = settings(
    max_examples=examples(150),
    stateful_step_count=40,
    deadline=None,
    derandomize=not EXPLORE,
    suppress_health_check=[HealthCheck.too_slow],
)
