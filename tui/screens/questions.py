"""What has to be asked before a command is sent; the answers become what a person gave (tui/live/filling.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tui.live.card import BoardCall
from tui.live.commands import Ask, Command
from tui.live.filling import Given
from tui.screens.data_rows import data_rows
from tui.screens.desk_calls import DeskCalls
from tui.screens.desk_options import DeskOptions
from widgets.call_words import sign_of, who_of
from widgets.choice_lines import Choice
from widgets.party_names import name_of

Answers = Mapping[str, str]
_LABELS = {"transfer": "transfer to", "conference": "conference with", "blind_transfer": "blind transfer to"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked for.

    Attributes:
        name: Its name among the answers.
        label: What is asked.
        value: What is suggested.
        choices: What can be chosen.
        number: Whether it is a telephone number: cleaned, and looked up while it is typed.
        must_choose: Whether only a choice will do.
        optional: Whether it may be empty.
        suggest: What is suggested once the steps before are answered.
    """

    name: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()
    number: bool = False
    must_choose: bool = False
    optional: bool = False
    suggest: Callable[[Answers], str] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Steps one after another, and what they make.

    Attributes:
        steps: At least one.
        given: What the answers are, in the words of the commands.
    """

    steps: tuple[Step, ...]
    given: Callable[[Answers], Given]


class Questions:
    """Makes questions from what is known now."""

    def __init__(self, calls: DeskCalls, options: DeskOptions) -> None:
        """Look at these.

        Args:
            calls: Which other calls there are.
            options: What is suggested, and which data may be shown.
        """
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
        makers = {Ask.PARTY: _party, Ask.CALL: self._other, Ask.PAIR: self._pair, Ask.KEY: self._key}
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
        return Given(other_call_uri=others[0].call.uri) if others else Given()

    def value_of(self, call: BoardCall, key: str) -> Question:
        """Ask for the value of one key of the attached data.

        Args:
            call: Whose data.
            key: Which.

        Returns:
            One step.
        """
        options = self._options
        offered = options.dispositions if key == options.disposition_key else ()
        known = _plain((call.call.user_data or {}).get(key))
        step = Step("value", f"{key} =", known, tuple(Choice(word, word) for word in offered))
        return Question((step,), lambda answers: Given(data={key: answers["value"]}))

    def _pair(self, call: BoardCall) -> Question:
        data = call.call.user_data or {}
        key = Step("key", "key", choices=self._keys(call))
        value = Step("value", "value", suggest=lambda answers: _plain(data.get(answers["key"])))
        return Question((key, value), lambda answers: Given(data={answers["key"]: answers["value"]}))

    def _key(self, call: BoardCall) -> Question:
        step = Step("key", "delete", choices=self._keys(call), must_choose=True)
        return Question((step,), lambda answers: Given(key=answers["key"]))

    def _keys(self, call: BoardCall) -> tuple[Choice, ...]:
        rows, _ = data_rows(call.call, self._options.show_data, self._options.hide_data, "")
        return tuple(Choice(row.key, row.key, row.value) for row in rows)

    def _other(self, call: BoardCall) -> Question | None:
        others = self._others(call)
        if len(others) == 1:
            return None
        signs = ((other, sign_of(other)) for other in others)
        choices = tuple(Choice(other.call.uri, who_of(other.call), sign.word, sign.role) for other, sign in signs)
        step = Step("uri", "swap with", choices=choices, must_choose=True)
        return Question((step,), lambda answers: Given(other_call_uri=answers["uri"]))

    def _others(self, call: BoardCall) -> Sequence[BoardCall]:
        """The calls that could be swapped with: the other half of a consultation before all others."""
        others = self._calls.others(call)
        tied = [one for one in others if one.call.parent_id == call.key.id or call.call.parent_id == one.key.id]
        return tied or others

    def _session(self) -> Question:
        options = self._options
        steps = (
            Step("place", "place", options.place, optional=True),
            Step("queue", "queue", options.queue, optional=True),
            Step("login_code", "login code", options.login_code, optional=True),
        )

        def given(answers: Answers) -> Given:
            place, queue, login_code = (answers[step.name] for step in steps)
            return Given(place=place, queue=queue, login_code=login_code, channels=options.channels)

        return Question(steps, given)


def _number(command: Command) -> Question:
    step = Step("number", _LABELS.get(command.id, command.words), number=True)
    return Question((step,), lambda answers: Given(number=answers["number"]))


def _party(call: BoardCall) -> Question:
    choices = tuple(
        Choice(party.number, party.shown, name_of(call.call, party) or party.location) for party in call.call.parties
    )
    step = Step("party", "remove", choices=choices, must_choose=True)
    return Question((step,), lambda answers: Given(party=answers["party"]))


def _plain(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) else ""
