"""Finding deeds by their words in the command palette."""

from collections.abc import Iterator, Sequence
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.screens.keys import Deed


class DeedProvider(Provider):
    """Offers the deeds of the screen that is shown, from its `DEEDS`."""

    async def discover(self) -> Hits:
        """Everything that can be done here."""
        for deed in self._deeds():
            yield DiscoveryHit(_title(deed), partial(self.screen.run_action, deed.action), help=f"key {deed.shown}")

    async def search(self, query: str) -> Hits:
        """What has these words.

        Args:
            query: As typed.

        Yields:
            Deeds, with how well they match.
        """
        matcher = self.matcher(query)
        for deed in self._deeds():
            score = matcher.match(_title(deed))
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(_title(deed)),
                    partial(self.screen.run_action, deed.action),
                    help=f"key {deed.shown}",
                )

    def _deeds(self) -> Iterator[Deed]:
        deeds: Sequence[Deed] = getattr(self.screen, "DEEDS", ())
        return (deed for deed in deeds if deed.listed)


def _title(deed: Deed) -> str:
    return deed.words[:1].upper() + deed.words[1:]
