"""Takes a person through the steps of a question, in the bar at the foot."""

from collections import deque
from collections.abc import Callable, Sequence

from tui.live.commands.filling import Given
from tui.live.commands.numbers import NotANumberError, clean_number
from tui.live.operations.attached import Draft
from tui.live.operations.parties import named_parties
from tui.live.store.board import Board
from tui.live.store.number_format import formatted_party
from tui.screens.desk.desk_options import FoundContact
from tui.screens.desk.questions import PromptStep, Question
from tui.source.models import AgentState
from tui.source.raw import Raw
from tui.views.words.role import Role
from widgets.desk.prompt_bar import PromptBar
from widgets.lists.choice_lines import ListChoice

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
        self._answers: dict[str, Raw] = {}
        self._done: Done = lambda _given: None
        self._recent: deque[tuple[Raw, str]] = deque(maxlen=RECENT)
        self._found: tuple[ListChoice, ...] = ()
        self._draft = Draft()
        self._choices = False
        self._looked_up: str | None = None
        self._silent = False
        self._refused = False

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

    def found(self, text: str, contacts: Sequence[FoundContact]) -> None:
        """Offer whom the directory knows.

        Args:
            text: What was looked up.
            contacts: Who was found.
        """
        if self.asking and self._step.number:
            own = self._own_numbers()
            self._found = tuple(_person(contact) for contact in contacts if contact.number not in own)
            self._looked_up, self._silent = text, False
            self._offer(text, say=not self._refused)

    def unanswered(self, text: str) -> None:
        """Say that the directory does not answer.

        Args:
            text: What was looked up.
        """
        if self.asking and self._step.number:
            self._looked_up, self._silent = text, True
            self._offer(text, say=not self._refused)

    def entered(self, text: str, choice: ListChoice | None) -> None:
        """Enter was pressed.

        Args:
            text: As typed.
            choice: What the cursor was on.
        """
        step = self._step
        try:
            answer = self._answer(step, text, choice)
        except ValueError as error:
            self._refused = True
            self._bar.say(str(error), Role.ALARM)
            return
        self._answers[step.name] = answer
        if step.number:
            self._remember(answer, choice)
        if len(self._answers) == len(self._question_now.steps):
            self._finish()
        elif refused := self._step.draft_after(self._answers).refused:
            del self._answers[step.name]
            self._bar.say(f"{answer.shown}: {refused}", Role.ALARM)
        else:
            self._begin()

    @property
    def _question_now(self) -> Question:
        if self._question is None:
            raise RuntimeError("nothing is asked")
        return self._question

    @property
    def _step(self) -> PromptStep:
        return self._question_now.steps[len(self._answers)]

    def _begin(self) -> None:
        step = self._step
        label = step.label if len(self._question_now.steps) == 1 else f"{self._title}: {step.label}"
        if self._answers.get("key"):
            label = f"{self._title}: {self._answers['key'].shown} ="
        self._draft = step.draft_after(self._answers)
        self._found, self._looked_up, self._silent = (), None, False
        self._bar.ask(
            label,
            self._draft.text,
            must_choose=step.must_choose,
            numbered=step.numbered,
            unchosen=step.unchosen,
            preselected=step.preselected,
        )
        self._offer("")
        if step.number:
            self._on_search("")

    def _finish(self) -> None:
        given, done = self._question_now.given(self._answers), self._done
        self.close()
        done(given)

    def _answer(self, step: PromptStep, text: str, choice: ListChoice | None) -> Raw:
        if choice is not None:
            return _cleaned(choice.value.text) if step.number else choice.value
        if step.must_choose:
            raise ValueError(self._unchosen_words)
        if step.number and _is_name(text):
            raise ValueError(f"{self._nobody(text)}: nothing was sent")
        if step.number:
            return _cleaned(text)
        if not text.strip() and not step.optional:
            raise ValueError("empty: esc gives up")
        return Raw(text if step.exact else text.strip())

    def _remember(self, number: Raw, choice: ListChoice | None) -> None:
        """A number that was chosen is shown as it was when it was chosen: it may be masked here."""
        shown = number.shown if choice is None else choice.shown
        others = [one for one in self._recent if one[0] != number]
        self._recent = deque([(number, shown), *others], maxlen=RECENT)

    def _offer(self, text: str, *, say: bool = True) -> None:
        step = self._step
        choices = self._numbers(text) if step.number else _matching(step.choices, text)
        # Only of an answer to just this text: what stands there from a text before is nobody's choice.
        hit = step.number and bool(self._found) and _is_name(text) and self._looked_up == text.strip()
        self._bar.offer(choices, first=hit and self._bar.text.strip() == text.strip())
        self._choices = bool(choices)
        # Why nothing was sent is said until something else is typed, whoever is found meanwhile.
        if say:
            self._refused = False
            self._say_hint()

    def _numbers(self, text: str) -> list[ListChoice]:
        digits = _digits(text)
        # What is masked must not be found by guessing either.
        fitting = (choice for choice in self._recents() if digits in _digits(choice.shown))
        recent = list(fitting) if digits or not text.strip() else []
        known = {choice.value for choice in self._found}
        others = [choice for choice in recent if choice.value not in known]
        return [*others[:_SEEN_RECENT], *self._found] if not text.strip() else [*self._found, *others]

    def _recents(self) -> list[ListChoice]:
        recent = {number: ListChoice(number, shown, "recent") for number, shown in self._recent}
        for key, call in self._board.bare.calls.items():
            if call.ended:
                for raw_number, shown in named_parties(self._board, key):
                    words = formatted_party(shown, self._board.country)
                    recent.setdefault(raw_number, ListChoice(raw_number, words, "a moment ago"))
        return list(recent.values())

    def _own_numbers(self) -> set[str]:
        devices = (known.device for source in self._board.sources.values() for known in source.devices.values())
        return {device.phone_number for device in devices}

    def _say_hint(self) -> None:
        digits = "digit or " if self._step.numbered and not self._bar.text else ""
        chooses = f" · {digits}↑ ↓ choose" if self._choices else ""
        last = len(self._answers) + 1 == len(self._question_now.steps)
        takes = self._taken(self._step, self._step.verb if last else "takes")
        note = f"{self._draft.note} · " if self._draft.note else ""
        self._bar.say(f"{note}{takes}{chooses} · esc gives up", Role.DIM)

    @property
    def _unchosen_words(self) -> str:
        return "nothing is chosen" if self._choices else "nothing to choose"

    def _nobody(self, text: str) -> str:
        """Why a name cannot be taken."""
        if self._looked_up != text.strip():
            return "looking in the directory"
        if self._silent:
            return "the directory does not answer"
        return "choose one of them" if self._found else "nobody of that name"

    def _taken(self, step: PromptStep, verb: str) -> str:
        """What Enter would do now."""
        choice, text = self._bar.chosen, self._bar.text.strip()
        if choice is not None:
            return f"ENTER {verb} {choice.shown}"
        if step.must_choose:
            return self._unchosen_words
        if not step.number or not text:
            return f"ENTER {verb} {step.typed if text else step.empty}".rstrip() if text or step.optional else "type"
        if _is_name(text):
            return self._nobody(text)
        try:
            return f"ENTER {verb} {clean_number(text)}"
        except NotANumberError as error:
            return f"not a number: {error}"


def _is_name(text: str) -> bool:
    """Whether it is looked for in the directory, and is no number that can be dialled as it is."""
    try:
        clean_number(text)
    except NotANumberError:
        return any(character.isalpha() for character in text)
    return False


def _person(contact: FoundContact) -> ListChoice:
    able = contact.state_words.startswith(AgentState.READY) and "Busy" not in contact.state_words
    state = f"  {'●' if able else '○'} {contact.state_words}" if contact.state_words else "  × logged out"
    words, role = f"{contact.shown_name}{state}", Role.TALKING if able else Role.DIM
    return ListChoice(contact.raw_number, contact.number, words, role)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _cleaned(text: str) -> Raw:
    try:
        return Raw(clean_number(text))
    except NotANumberError as error:
        raise ValueError(f"{error}: nothing was sent") from error


def _matching(choices: Sequence[ListChoice], text: str) -> list[ListChoice]:
    word = text.strip().casefold()
    return [choice for choice in choices if word in f"{choice.shown} {choice.words}".casefold()]
