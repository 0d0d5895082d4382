"""What the wall and the agents view of a supervisor share: the keys, the questions, and what became of it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from textual.screen import Screen

from tui.screens.overlays.pick import PickAnswer, PickScreen
from tui.screens.supervise.supervising import Chosen, Supervising
from tui.screens.working import begin
from tui.views.words.role import Role

SAID_FOR_S = 8.0
NOTHING = ("", Role.TEXT)


class SupervisingActions(Screen[Any], inherit_bindings=False):
    """Actions of `supervise_keys.SUPERVISE`; subclasses say what is chosen and where words are shown."""

    supervising: Supervising
    said: tuple[str, Role]

    def chosen(self) -> Chosen | None:
        """What the cursor is on; subclasses say it."""
        raise NotImplementedError

    def show_said(self) -> None:
        """Show `said`; subclasses say where."""
        raise NotImplementedError

    def action_supervise(self, key: str) -> None:
        """Do what a key of the table stands for.

        Args:
            key: Which.
        """
        # Not exclusive: what was sent is followed to its end, whatever is pressed next.
        begin(
            self, partial(self.supervising.press, key, self.chosen(), self), name=f"supervise {key}", group="supervise"
        )

    def say(self, words: str, role: Role) -> None:
        """Say something for a moment.

        Args:
            words: What.
            role: What it means.
        """
        saying = self.said = (words, role)
        self.show_said()
        self.set_timer(SAID_FOR_S, self.forgetting(saying))

    async def ask(self, title: str, answers: Sequence[PickAnswer]) -> str | None:
        """Ask for one of a few answers.

        Args:
            title: The question.
            answers: The first is suggested.

        Returns:
            The id of the answer; None for none.
        """
        return await self.app.push_screen_wait(PickScreen(title, answers))

    def forgetting(self, saying: tuple[str, Role]) -> Callable[[], None]:
        """Make a function that takes back what is said.

        Args:
            saying: What is said now; what was said after it stays.

        Returns:
            The function.
        """

        def forget() -> None:
            if self.said is saying:
                self.said = NOTHING
                self.show_said()

        return forget
