"""What comes in from the keyboard need not be text: rubbish that is pasted neither ends the run nor presses keys."""

import codecs
from collections.abc import Iterable

from textual import events
from textual.message import Message

PASTE_BEGINS = "\x1b[200~"
PASTE_ENDS = "\x1b[201~"


class KeyboardDecoder(codecs.IncrementalDecoder):
    """Reads text with U+FFFD for wrong bytes, and takes control characters out of what is pasted."""

    def __init__(self, errors: str = "replace", encoding: str = "utf-8") -> None:
        """Begin outside a paste; wrong bytes are replaced whatever `errors` says."""
        super().__init__(errors)
        self._bytes = codecs.getincrementaldecoder(encoding)(errors="replace")
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
        text = self._held + self._bytes.decode(bytes(data), final)  # type: ignore[call-overload]  # Textual gives bytes
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


class BurstKey(events.Key):
    """A character that came with others in one read: pasted by a terminal that does not say so, or typed ahead."""


# Handled by whatever handles keys: Textual makes the name of the handler from that of the class.
BurstKey.handler_name = events.Key.handler_name


def told_apart(messages: Iterable[Message]) -> list[Message]:
    """Tell characters that come all at once from keys that are pressed.

    A terminal without bracketed paste sends a paste as if it were typed. Nobody presses two keys within the time
    between two reads; a connection that halts can join them: such keys have to be good for something all the same.

    Args:
        messages: What was understood of one read.

    Returns:
        The same, with each character as `BurstKey` where there are several. Keys that send a sequence, such as F2 and
        the arrows, are in no paste.
    """
    read = list(messages)
    several = sum(_is_character(message) for message in read) > 1
    return [_in_burst(message) if several and _is_character(message) else message for message in read]


def _is_character(message: Message) -> bool:
    return isinstance(message, events.Key) and (message.is_printable or message.key in ("enter", "ctrl+j", "tab"))


def _in_burst(message: Message) -> Message:
    return BurstKey(message.key, message.character) if isinstance(message, events.Key) else message
