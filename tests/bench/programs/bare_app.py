"""The least Textual application: what any program on Textual pays."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class BareApp(App[None]):
    """One text."""

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static("callboard")


if __name__ == "__main__":
    BareApp().run()
