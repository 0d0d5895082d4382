"""Who publishes a login: one publisher at a time, known by the fence in the value and the number it stands upon."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from tui.floor.errors import FloorUnreachableError, FloorVersionError
from tui.floor.keys import FloorKeys
from tui.floor.values import decode_head
from tui.floor.writing.rivals import Rivals

ANOTHER_VERSION = "somebody whose value"
"""Who publishes a login, where the value does not even tell that."""


class ClaimState(StrEnum):
    """How it stands with a login of ours on the floor."""

    WAITING = "waiting"
    PUBLISHED = "published"
    STANDING_BY = "standing by"
    DENIED = "denied"


@dataclass(slots=True)
class LoginClaim:
    """What is known of one login's key.

    Attributes:
        subject: The key.
        fence: The largest that we wrote or saw.
        upon: Number of the value that ours is written upon; None where it has to be read first.
        state: How it stands.
        why: Words for people: by whom it is published, or why it was turned down.
        rival: Who publishes it, where that is not us.
        held: Whether we wrote it last, as far as we know: the fence is ours.
        is_due: Whether it is looked at whose it is, where it was somebody else's.
        forced: Whether it is no longer taken from a rival that is alive: that is done once, at the beginning.
    """

    subject: str
    fence: int = 0
    upon: int | None = None
    state: ClaimState = ClaimState.WAITING
    why: str = ""
    rival: str = ""
    held: bool = False
    is_due: bool = True
    forced: bool = False


class Fencing:
    """The rules by which a key becomes ours, within one session."""

    def __init__(
        self, keys: FloorKeys, rivals: Rivals, publisher: str, sessions: Collection[str], *, take_over: bool
    ) -> None:
        """Claim nothing yet.

        Args:
            keys: Reads the values.
            rivals: Tells who is alive.
            publisher: Our name, which is nobody else's.
            sessions: All of ours since this program began, the present one among them.
            take_over: Whether a login is taken, once, from a publisher that is alive.
        """
        self._keys = keys
        self._rivals = rivals
        self._publisher = publisher
        self._sessions = sessions
        self._take_over = take_over
        self._taken: set[str] = set()

    async def look(self, claim: LoginClaim) -> bool:
        """Read the key of a login, and see whether we may write upon what is there.

        Args:
            claim: What we know of it; it is changed.

        Returns:
            Whether it is ours to write.

        Raises:
            FloorRefusedError: The key may not be read.
            FloorUnreachableError: No answer, or another program has begun to write under our name.
        """
        if not await self._may_take(claim):
            return False
        self._taken.add(claim.subject)
        return True

    async def _may_take(self, claim: LoginClaim) -> bool:
        found = await self._keys.last(claim.subject)
        if found is None:
            return _take(claim, 0, max(claim.fence, 1))
        try:
            head = decode_head(found.data)
        except FloorVersionError as error:
            return self._meet(claim, found.sequence, ANOTHER_VERSION, f"{ANOTHER_VERSION} {error}")
        except ValueError:
            # Nobody's: no program of ours wrote it.
            return _take(claim, found.sequence, claim.fence + 1)
        publisher, session, fence = head.signature
        if publisher != self._publisher and claim.held and fence < claim.fence:
            # It was written without having seen ours, or an older state of the store has come back.
            return _take(claim, found.sequence, claim.fence)
        claim.fence = max(claim.fence, fence)
        if publisher == self._publisher and session in self._sessions:
            return _take(claim, found.sequence, claim.fence)
        if publisher == self._publisher and claim.subject in self._taken:
            raise FloorUnreachableError(twin_of(publisher))
        if not head.gone and publisher != self._publisher and await self._rivals.is_alive(publisher):
            return self._meet(claim, found.sequence, publisher, f"published by {publisher}")
        return _take(claim, found.sequence, claim.fence + 1)

    def _meet(self, claim: LoginClaim, sequence: int, rival: str, words: str) -> bool:
        if self._take_over and not claim.forced:
            claim.forced = True
            return _take(claim, sequence, claim.fence + 1)
        claim.state, claim.rival, claim.why = ClaimState.STANDING_BY, rival, words
        claim.upon, claim.held, claim.is_due = None, False, False
        return False


def twin_of(publisher: str) -> str:
    """Say that somebody else goes by our name.

    Args:
        publisher: The name.
    """
    return f"another program publishes as {publisher}"


def _take(claim: LoginClaim, upon: int, fence: int) -> bool:
    claim.upon, claim.fence, claim.rival = upon, fence, ""
    return True
