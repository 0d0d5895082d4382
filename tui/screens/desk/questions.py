"""What has to be asked before a command is sent; the answers become what a person gave (live/commands/filling.py)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from tui.live.commands.commands import Ask, Command
from tui.live.commands.filling import Given
from tui.live.operations.attached import Attached, Draft, attached_to, draft_of
from tui.live.operations.parties import named_parties
from tui.live.reports.day_log import DayCall, DayKind, place_to_ring_back
from tui.live.store.board import Board
from tui.live.store.card import BoardCall
from tui.live.store.number_format import formatted_party
from tui.screens.desk.data_rows import is_wanted
from tui.screens.desk.desk_calls import DeskCalls
from tui.screens.desk.desk_options import DeskOptions
from tui.source.raw import Raw, RawObject
from tui.views.words.attached_data import said
from tui.views.words.call_words import sign_of, who_of
from tui.views.words.durations import duration
from tui.views.words.party_names import name_of
from tui.views.words.role import Role
from widgets.lists.choice_lines import ListChoice

Answers = Mapping[str, Raw]
"""What was answered, exactly, by the name of the step."""
_VERBS = {
    "dial": "dials",
    "transfer": "calls",
    "conference": "calls",
    "blind_transfer": "transfers to",
    "add_party": "adds",
    "forward": "forwards to",
}
"""What Enter does with a number, by the command's id: a blind transfer is none that can be called back."""
_LABELS = {"transfer": "transfer to", "conference": "conference with", "blind_transfer": "blind transfer to"}


@dataclass(frozen=True, slots=True)
class PromptStep:
    """One thing that is asked for.

    Attributes:
        name: Its name among the answers.
        label: What is asked.
        draft: What is suggested.
        choices: What can be chosen.
        number: Whether it is a telephone number: cleaned, and looked up while it is typed.
        must_choose: Whether only a choice will do.
        numbered: Whether a digit takes a choice.
        optional: Whether it may be empty.
        exact: Whether spaces at its ends belong to it.
        verb: What Enter does with a choice of the last step.
        unchosen: Whether no choice is preselected: Enter may have been meant for something else.
        preselected: Value of the choice that is preselected instead of the first.
        suggest: What is suggested once the steps before are answered.
        typed: What a text is that is none of the choices, in words.
        empty: What no text at all stands for where it is optional, in words.
    """

    name: str
    label: str
    draft: Draft = Draft()  # noqa: RUF009 - frozen
    choices: tuple[ListChoice, ...] = ()
    number: bool = False
    must_choose: bool = False
    numbered: bool = False
    optional: bool = False
    exact: bool = False
    verb: str = "sends"
    unchosen: bool = False
    preselected: Raw | None = None
    suggest: Callable[[Answers], Draft] | None = None
    typed: str = ""
    empty: str = ""

    def draft_after(self, answers: Answers) -> Draft:
        """What is suggested.

        Args:
            answers: Of the steps before.
        """
        return self.suggest(answers) if self.suggest else self.draft


@dataclass(frozen=True, slots=True)
class Question:
    """Steps one after another, and what they make.

    Attributes:
        steps: At least one.
        given: What the answers are, in the words of the commands.
    """

    steps: tuple[PromptStep, ...]
    given: Callable[[Answers], Given]


class PromptQuestions:
    """Makes questions from what is known now."""

    def __init__(self, board: Board, calls: DeskCalls, options: DeskOptions) -> None:
        """Look at these.

        Args:
            board: What may be seen, and what it is exactly.
            calls: Which other calls there are.
            options: What is suggested, and which data may be shown.
        """
        self._board = board
        self._calls = calls
        self._options = options

    def about(self, command: Command, call: BoardCall | None) -> Question | None:
        """Find out what has to be asked.

        Args:
            command: What is to be sent.
            call: The call that it goes to, None for another target.

        Returns:
            None where nothing has to.
        """
        if command.ask is Ask.NUMBER:
            return _number(command)
        if command.ask is Ask.SESSION:
            return self._session()
        makers = {Ask.PARTY: self._party, Ask.CALL: self._other, Ask.PAIR: self._pair, Ask.KEY: self._key}
        maker = makers.get(command.ask)
        return maker(call) if maker and call else None

    def unasked(self, command: Command, call: BoardCall | None) -> Given:
        """What is given where nothing has to be asked.

        Args:
            command: What is to be sent.
            call: The call that it goes to.

        Returns:
            The only other call for a swap; else nothing.
        """
        others = self._others(call) if command.ask is Ask.CALL and call else ()
        return Given(other_call_uri=others[0].call.raw_uri) if others else Given()

    def value_of(self, call: BoardCall, key: str) -> Question:
        """Ask for the value of one key of the attached data.

        Args:
            call: Whose data.
            key: Which, as it is shown; one that is not attached is taken as it is.

        Returns:
            One step; its draft is a refusal where the value cannot be changed here.
        """
        options = self._options
        found = next((one for one in self._attached(call) if one.shown_key == key), None)
        exact = found.entry.key if found is not None else Raw(key)
        if exact is None:
            refusal = Draft(refused="its key is too long to be known here")
            return Question((PromptStep("value", f"{key} =", refusal),), lambda _: Given())
        offered = exact.text == options.disposition_key
        draft = draft_of(found)
        value = found.entry.value if found is not None and found.seen else None
        set_now = value if isinstance(value, Raw) else None
        choices = self._dispositions(set_now) if offered else ()
        if choices and not draft.refused:
            step = PromptStep(
                "value",
                f"{key} =",
                Draft(note=draft.note),
                choices,
                must_choose=True,
                numbered=True,
                unchosen=True,
                preselected=set_now,
            )
        else:
            step = PromptStep("value", f"{key} =", draft, exact=True)
        return Question((step,), lambda answers: _data(exact, draft, answers["value"]))

    def late_disposition(self, ended: BoardCall, set_now: str) -> Question:
        """Ask for the disposition of a call that has ended.

        Args:
            ended: The call.
            set_now: What is set, "" where that is not known; nothing else is preselected.
        """
        key, options = Raw(self._options.disposition_key), self._options
        shown = is_wanted(key.shown, options.show_data, options.hide_data)
        known = Raw(set_now) if set_now and shown else None
        choices = self._dispositions(known)
        named = bool(choices)
        label = f"{key.shown} of {who_of(ended)} ="
        step = PromptStep("value", label, choices=choices, must_choose=named, numbered=named, exact=not named)
        step = replace(step, unchosen=True, preselected=known)
        return Question((step,), lambda answers: _data(key, Draft(), answers["value"]))

    def day(self, calls: Sequence[DayCall]) -> Question:
        """Ask which call of the day is to be dialled again.

        Args:
            calls: At least one.

        Returns:
            A question whose answer is the place among the calls, as a key. The newest missed call that was not rung
            back is preselected, else nothing: Enter dials.
        """
        zone = self._board.clock.wall().tzinfo
        choices = tuple(_day_choice(place, call, zone) for place, call in enumerate(calls))
        place = place_to_ring_back(calls)
        step = PromptStep(
            "call",
            "calls of the day",
            choices=choices,
            must_choose=True,
            verb="dials",
            unchosen=True,
            preselected=None if place is None else Raw(str(place)),
        )
        return Question((step,), lambda answers: Given(key=answers["call"]))

    def _dispositions(self, set_now: Raw | None) -> tuple[ListChoice, ...]:
        """The mark is no word: what is typed looks for words."""
        words = self._options.dispositions
        return tuple(ListChoice(Raw(word), word, "✓" if Raw(word) == set_now else "", Role.TALKING) for word in words)

    def _pair(self, call: BoardCall) -> Question:
        def draft(answers: Answers) -> Draft:
            attached = tuple(self._attached(call))
            return draft_of(next((one for one in attached if one.entry.key == answers["key"]), None))

        def given(answers: Answers) -> Given:
            return _data(answers["key"], drafted[answers["key"]], answers["value"])

        # What the text was made of is what it is made into again, whatever the server says meanwhile.
        drafted: dict[Raw, Draft] = {}
        key = PromptStep("key", "key", choices=self._keys(call), typed="the key as typed")
        value = PromptStep(
            "value",
            "value",
            exact=True,
            suggest=lambda answers: drafted.setdefault(answers["key"], draft(answers)),
        )
        return Question((key, value), given)

    def _key(self, call: BoardCall) -> Question:
        step = PromptStep("key", "delete", choices=self._keys(call), must_choose=True, verb="deletes")
        return Question((step,), lambda answers: Given(key=answers["key"]))

    def _keys(self, call: BoardCall) -> tuple[ListChoice, ...]:
        show, hide = self._options.show_data, self._options.hide_data
        return tuple(
            ListChoice(one.entry.key, one.shown_key, said(one.shown))
            for one in self._attached(call)
            if one.entry.key is not None and is_wanted(one.shown_key, show, hide)
        )

    def _attached(self, call: BoardCall) -> Iterator[Attached]:
        """What the desk is not to show may not be seen in a prompt either."""
        show, hide = self._options.show_data, self._options.hide_data
        for one in attached_to(self._board, call.key):
            yield one if is_wanted(one.shown_key, show, hide) else replace(one, seen=False)

    def _other(self, call: BoardCall) -> Question | None:
        others = self._others(call)
        if len(others) == 1:
            return None
        signs = ((other, sign_of(other)) for other in others)
        choices = tuple(ListChoice(other.call.raw_uri, who_of(other), sign.word, sign.role) for other, sign in signs)
        step = PromptStep("uri", "swap with", choices=choices, must_choose=True, verb="swaps with")
        return Question((step,), lambda answers: Given(other_call_uri=answers["uri"]))

    def _others(self, call: BoardCall) -> Sequence[BoardCall]:
        """The calls that could be swapped with: the other half of a consultation before all others."""
        others = self._calls.others(call)
        tied = [one for one in others if one.call.parent_id == call.key.id or call.call.parent_id == one.key.id]
        return tied or others

    def _party(self, call: BoardCall) -> Question:
        choices = [
            ListChoice(raw_number, formatted_party(shown, call.country), name_of(call.call, shown) or shown.location)
            for raw_number, shown in named_parties(self._board, call.key)
        ]
        step = PromptStep("party", "remove", choices=tuple(choices), must_choose=True, verb="removes")
        return Question((step,), lambda answers: Given(party=answers["party"]))

    def _session(self) -> Question:
        options = self._options
        steps = (
            PromptStep("place", "place", Draft(options.place), optional=True, empty="your usual place"),
            PromptStep("queue", "queue", Draft(options.queue), optional=True, empty="no queue"),
            PromptStep("login_code", "login code", Draft(options.login_code), optional=True, empty="your first code"),
        )

        def given(answers: Answers) -> Given:
            place, queue, login_code = (answers[step.name].text for step in steps)
            return Given(place=place, queue=queue, login_code=login_code, channels=options.channels)

        return Question(steps, given)


def _day_choice(place: int, call: DayCall, zone: tzinfo | None) -> ListChoice:
    length = duration(call.talked_s) if call.kind in (DayKind.ANSWERED, DayKind.DIALLED) else ""
    at = f"{call.at.astimezone(zone):%H:%M}"
    words = f"{at}  {call.kind:<8}  {length:<7}  {call.disposition}".rstrip()
    role = Role.RINGING if call.kind is DayKind.MISSED else Role.DIM
    return ListChoice(Raw(str(place)), call.party or "number not known", words, role)


def _number(command: Command) -> Question:
    step = PromptStep(
        "number", _LABELS.get(command.id, command.words), number=True, verb=_VERBS.get(command.id, "sends")
    )
    return Question((step,), lambda answers: Given(number=answers["number"]))


def _data(key: Raw, draft: Draft, value: Raw) -> Given:
    return Given(data=RawObject({key.text: draft.edited(value.text)}))
