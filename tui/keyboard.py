"""What comes in from the keyboard need not be text: rubbish that is pasted neither ends the run nor presses keys."""

import codecs

from textual.drivers import linux_driver, web_driver

PASTE_BEGINS = "\x1b[200~"
PASTE_ENDS = "\x1b[201~"


def forgive_rubbish() -> None:
    """Let Textual read the keyboard through `KeyboardDecoder`.

    Its drivers for terminals and for pages decode strictly, and the first wrong byte ends the whole application; and an
    escape character inside a paste makes its parser take what follows for keys, which on a desk might send something.
    There is no setting for either (8.2.8, to which we are pinned; tests paste both), hence the change in its modules.
    """
    for module in (linux_driver, web_driver):
        setattr(module, "getincrementaldecoder", lambda _: KeyboardDecoder)  # noqa: B010 - no public name of that module


class KeyboardDecoder(codecs.IncrementalDecoder):
    """Reads UTF-8 with U+FFFD for wrong bytes, and takes control characters out of what is pasted."""

    def __init__(self, errors: str = "replace") -> None:
        """Begin outside a paste; wrong bytes are replaced whatever `errors` says."""
        super().__init__(errors)
        self._utf8 = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._pasting = False
        self._before = ""
        self._held = ""

    def decode(self, data: object, final: bool = False) -> str:
        """Read some bytes.

        Args:
            data: Bytes as the terminal sent them; sequences may be cut anywhere.
            final: Whether these are the last.

        Returns:
            Text; what may be the beginning of the end of a paste is kept back until the rest has come.
        """
        text = self._held + self._utf8.decode(bytes(data), final)  # type: ignore[call-overload]  # Textual gives bytes
        self._held = ""
        read: list[str] = []
        while text:
            taken, text = self._take_pasted(text) if self._pasting else self._take_typed(text)
            read.append(taken)
        return "".join(read)

    def _take_typed(self, text: str) -> tuple[str, str]:
        seen = self._before + text
        found = seen.find(PASTE_BEGINS)
        self._before = "" if found >= 0 else seen[1 - len(PASTE_BEGINS) :]
        if found < 0:
            return text, ""
        self._pasting = True
        end = found + len(PASTE_BEGINS) - (len(seen) - len(text))
        return text[:end], text[end:]

    def _take_pasted(self, text: str) -> tuple[str, str]:
        found = text.find(PASTE_ENDS)
        if found >= 0:
            self._pasting = False
            return _plain(text[:found]) + PASTE_ENDS, text[found + len(PASTE_ENDS) :]
        kept = next((size for size in range(len(PASTE_ENDS) - 1, 0, -1) if text.endswith(PASTE_ENDS[:size])), 0)
        self._held = text[len(text) - kept :]
        return _plain(text[: len(text) - kept]), ""


def _plain(text: str) -> str:
    return "".join(character for character in text if character.isprintable() or character in "\n\t")
