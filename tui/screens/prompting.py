"""Takes a person through the steps of a question, in the bar at the foot."""

from collections import deque
from collections.abc import Callable, Sequence

from tui.live.board import Board
from tui.live.filling import Given
from tui.live.numbers import NotANumberError, clean_number
from tui.screens.desk_options import Contact
from tui.screens.questions import Question, Step
from widgets.choice_lines import Choice
from widgets.palette import Role
from widgets.prompt_bar import PromptBar

RECENT = 8
_SEEN_RECENT = 3

Done = Callable[[Given], None]


class Prompting:
    """One question at a time; sends nothing itself."""

    def __init__(self, board: Board, bar: PromptBar, on_search: Callable[[str], None]) -> None:
        """Ask nothing yet.

        Args:
            board: Where the numbers of calls are.
            bar: Where it is asked.
            on_search: Asked to look people up; what is found comes back by `found`.
        """
        self._board = board
        self._bar = bar
        self._on_search = on_search
        self._question: Question | None = None
        self._title = ""
        self._answers: dict[str, str] = {}
        self._done: Done = lambda _given: None
        self._recent: deque[str] = deque(maxlen=RECENT)
        self._found: tuple[Choice, ...] = ()
        self._choices = False

    @property
    def asking(self) -> bool:
        """Whether a question is open."""
        return self._question is not None

    def ask(self, title: str, question: Question, done: Done) -> None:
        """Ask from the first step on.

        Args:
            title: What it is for; stands before the labels of several steps.
            question: What to ask.
            done: Called with what was given, once everything is answered.
        """
        self._title, self._question, self._done = title, question, done
        self._answers = {}
        self._begin()

    def close(self) -> None:
        """Ask no more."""
        self._question = None
        self._bar.close()

    def typed(self, text: str) -> None:
        """The text is another one.

        Args:
            text: As typed.
        """
        step = self._step
        if step.number and text.strip():
            self._on_search(text.strip())
        self._offer(text)

    def move(self, step: int) -> None:
        """Move the cursor among the choices.

        Args:
            step: Downward.
        """
        self._bar.move(step)
        self._say_hint()

    def found(self, text: str, contacts: Sequence[Contact]) -> None:
        """Offer whom the directory knows.

        Args:
            text: What was looked up.
            contacts: Who was found.
        """
        if self.asking and self._step.number:
            own = self._own_numbers()
            self._found = tuple(_person(contact) for contact in contacts if contact.number not in own)
            self._offer(text)

    def entered(self, text: str, choice: Choice | None) -> None:
        """Enter was pressed.

        Args:
            text: As typed.
            choice: What the cursor was on.
        """
        step = self._step
        try:
            answer = self._answer(step, text, choice)
        except ValueError as error:
            self._bar.say(str(error), Role.ALARM)
            return
        self._answers[step.name] = answer
        if step.number:
            self._remember(answer)
        if len(self._answers) < len(self._question_now.steps):
            self._begin()
        else:
            self._finish()

    @property
    def _question_now(self) -> Question:
        if self._question is None:
            raise RuntimeError("nothing is asked")
        return self._question

    @property
    def _step(self) -> Step:
        return self._question_now.steps[len(self._answers)]

    def _begin(self) -> None:
        step = self._step
        label = step.label if len(self._question_now.steps) == 1 else f"{self._title}: {step.label}"
        if self._answers.get("key"):
            label = f"{self._title}: {self._answers['key']} ="
        value = step.suggest(self._answers) if step.suggest else step.value
        self._found = ()
        self._bar.ask(label, value, must_choose=step.must_choose)
        self._offer("")
        if step.number:
            self._on_search("")

    def _finish(self) -> None:
        given, done = self._question_now.given(self._answers), self._done
        self.close()
        done(given)

    def _answer(self, step: Step, text: str, choice: Choice | None) -> str:
        if choice is not None:
            return clean_number(choice.value) if step.number else choice.value
        if step.must_choose:
            raise ValueError("nothing to choose")
        if step.number:
            return _cleaned(text)
        if not text.strip() and not step.optional:
            raise ValueError("empty: esc gives up")
        return text.strip()

    def _remember(self, number: str) -> None:
        if number in self._recent:
            self._recent.remove(number)
        self._recent.appendleft(number)

    def _offer(self, text: str) -> None:
        step = self._step
        choices = self._numbers(text) if step.number else _matching(step.choices, text)
        self._bar.offer(choices)
        self._choices = bool(choices)
        self._say_hint()

    def _numbers(self, text: str) -> list[Choice]:
        digits = "".join(character for character in text if character.isdigit())
        recent = [choice for choice in self._recents() if not text.strip() or (digits and digits in choice.value)]
        known = {choice.value for choice in self._found}
        others = [choice for choice in recent if choice.value not in known]
        return [*others[:_SEEN_RECENT], *self._found] if not text.strip() else [*self._found, *others]

    def _recents(self) -> list[Choice]:
        recent = {number: Choice(number, number, "recent") for number in self._recent}
        for call in self._board.calls.values():
            for party in call.call.parties:
                if party.number and call.ended:
                    recent.setdefault(party.number, Choice(party.number, party.shown, "a moment ago"))
        return list(recent.values())

    def _own_numbers(self) -> set[str]:
        devices = (known.device for source in self._board.sources.values() for known in source.devices.values())
        return {device.phone_number for device in devices}

    def _say_hint(self) -> None:
        chooses = " · ↑ ↓ choose" if self._choices else ""
        last = len(self._answers) + 1 == len(self._question_now.steps)
        takes = self._taken(self._step, "sends" if last else "takes")
        self._bar.say(f"{takes}{chooses} · esc gives up", Role.DIM)

    def _taken(self, step: Step, verb: str) -> str:
        """What Enter would do now."""
        choice, text = self._bar.chosen, self._bar.text.strip()
        if choice is not None:
            return f"ENTER {verb} {choice.shown}"
        if step.must_choose:
            return "nothing to choose"
        if not step.number or not text:
            return f"ENTER {verb}" if text or step.optional else "type"
        try:
            return f"ENTER {verb} {clean_number(text)}"
        except NotANumberError as error:
            return f"not a number: {error}"


def _person(contact: Contact) -> Choice:
    able = contact.state_words.startswith("Ready") and "Busy" not in contact.state_words
    state = f"  {'●' if able else '○'} {contact.state_words}" if contact.state_words else "  × logged out"
    return Choice(contact.number, contact.number, f"{contact.shown_name}{state}", Role.TALKING if able else Role.DIM)


def _cleaned(text: str) -> str:
    try:
        return clean_number(text)
    except NotANumberError as error:
        raise ValueError(f"{error}: nothing was sent") from error


def _matching(choices: Sequence[Choice], text: str) -> list[Choice]:
    word = text.strip().casefold()
    return [choice for choice in choices if word in f"{choice.shown} {choice.words}".casefold()]
