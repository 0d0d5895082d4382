"""Whether a snapshot tells enough to be believed: what an answer does not tell has not ended."""

from tui.source.errors import BadReplyError
from tui.source.models import User
from tui.source.snapshot import CALLS, DEVICES, Snapshot


class Completeness:
    """What the snapshots of one login have told so far, and whose they are.

    Calls and devices are there whenever they are asked for, if only as empty lists (API.md 3.2). A server that has
    told them and does so no longer is in trouble, or somebody on the way is. Only a login that was never told of either
    may have none: the Voice API is not for everybody (API.md 1.7).
    """

    def __init__(self) -> None:
        """Expect nothing yet."""
        self._whose = User()
        self._told: set[str] = set()

    def begin(self, whose: User) -> None:
        """Begin a session.

        Args:
            whose: Who has logged in.
        """
        self._whose = whose

    def check(self, found: Snapshot) -> bool:
        """Judge a snapshot.

        Args:
            found: What came.

        Returns:
            False where it lacks what this login was never told of, and may not have.

        Raises:
            BadReplyError: It must not become what is shown.
        """
        if _differ(self._whose, found.user):
            raise BadReplyError("the answer is about another user")
        if found.untold & self._told or found.untold == {CALLS}:
            raise BadReplyError(f"the answer lacks {' and '.join(sorted(found.untold))}, which does not mean none")
        self._told |= {CALLS, DEVICES} - found.untold
        return not found.untold


def _differ(one: User, other: User) -> bool:
    for mine, theirs in ((one.id, other.id), (one.user_name, other.user_name)):
        if mine and theirs:
            return mine.lower() != theirs.lower()
    return False
