"""The REST half of the API: log in, snapshot, operations (API.md 1, 3 and 6)."""

import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import urlencode

from tui.gws.auth import ReadingSession, Session
from tui.gws.connections.requests import REQUEST_S
from tui.gws.envelope import Envelope
from tui.gws.http import Reply
from tui.gws.large_answers import read_aside
from tui.gws.login import API
from tui.gws.messages import read_service
from tui.gws.roster import AgentRequests, read_agent_states, read_contacts, read_user
from tui.gws.snapshot_answer import SUBRESOURCES, early_reader, read_snapshot
from tui.patches.malloc import give_back
from tui.source.decode import Hook, decode
from tui.source.directory import AgentStateOption, Contact
from tui.source.errors import (
    BadReplyError,
    LimitError,
    OperationError,
    RefusedError,
    ServerFaultError,
    SessionLostError,
)
from tui.source.events import ServiceEvent
from tui.source.models import User
from tui.source.snapshot import Recall, Snapshot, SnapshotScope

_LOG = logging.getLogger(__name__)

SNAPSHOT_S = 30.0
"""Deadline of a snapshot: `subresources=*` can be very large (API.md 1.4)."""

_MANY = 500
"""So many calls make a body whose memory is worth giving back."""
_SUCCESS = frozenset({0, 7})
_NOT_AUTHENTICATED = 20
_UNWELCOME = frozenset({3, 5, 8})
"""Operation forbidden, no permission, password change demanded (API.md 1.5): waiting mends none of them."""


class ReadingRest(AgentRequests):
    """Requests of one session that only looks; knows shapes and codes, keeps nothing."""

    def __init__(self, session: ReadingSession) -> None:
        """Work within a session.

        Args:
            session: Cookies, token and connections.
        """
        self._session = session

    async def log_in(self) -> User:
        """Start the HTTP session with `GET /me` (API.md 1.2).

        Returns:
            The user, without subresources.

        Raises:
            RefusedError: 401, or 403 with code 20: the credentials are not accepted, however they are written.
            RetryableError: The network, a 5xx, or an answer that this API does not give.
        """
        credentials = self._session.credentials
        try:
            answer = await self._ask_in()
        except RefusedError:
            if not credentials.refused():
                raise
            _LOG.info("the login was refused: once more with the password as %s", credentials.encoding)
            try:
                answer = await self._ask_in()
            except RefusedError:
                credentials.refused()
                raise
        credentials.accepted()
        user = answer.get("user")
        if not isinstance(user, dict):
            raise BadReplyError("no user in the answer: is this a Web Services server?")
        return read_user(user)

    async def _ask_in(self) -> Mapping[str, object]:
        reply = await self._session.authenticate("/me")
        if reply.status == 403 and not reply.is_json:
            # GWS refuses in JSON (API.md 1.2): this says nothing of the password.
            raise BadReplyError("HTTP 403 without a word, which is not how this API refuses", reply.retry_after_s)
        try:
            return _judge(reply)
        except SessionLostError as error:
            raise RefusedError(f"login refused ({error}): check user name and password") from error
        except OperationError as error:
            if error.status_code in _UNWELCOME:
                raise RefusedError(f"login refused ({error})") from error
            raise _turned_down(reply, error) from error

    async def snapshot(
        self,
        scope: SnapshotScope = SnapshotScope.EVERYTHING,
        recall: Recall | None = None,
        on_answer: Callable[[], None] = lambda: None,
    ) -> Snapshot:
        """Read the existing state (API.md 3.2).

        Args:
            scope: How much of it.
            recall: Finds calls that are known already, with which the new copies share what is equal; the raw calls are
                not kept then. None keeps them. It is called from another thread where the answer is large.
            on_answer: Called once the answer is here, and only to be read.

        Returns:
            What the server has now.

        Raises:
            SessionLostError: Log in again.
            LimitError: More than is taken of one login.
            RetryableError: As for `log_in`.
        """
        limits = self._session.limits
        hook = None if recall is None else early_reader(recall, limits)
        try:
            found = await self._snapshot(f"/me?subresources={SUBRESOURCES[scope]}", hook, on_answer)
        except LimitError as error:
            excess = str(error)
        else:
            if len(found.calls) >= _MANY:
                give_back()
            return found
        # Raised anew: the frames of the first one hold what was read, while the answer to the next question is read.
        give_back()
        raise LimitError(excess)

    async def services(self) -> tuple[ServiceEvent, ...]:
        """Read the state of the backends (API.md 1.8).

        Returns:
            Each backend as an event received at 0.0; none where the server does not tell.

        Raises:
            SessionLostError: Log in again.
            RetryableError: As for `log_in`.
        """
        reply = await self._session.get("/services?fields=*", REQUEST_S)
        with self._session.judging(proves=True):
            found = _told(reply).get("services")
        items = found if isinstance(found, list) else []
        return tuple(read_service(item, 0.0) for item in items if isinstance(item, dict))

    async def agent_states(self) -> tuple[AgentStateOption, ...]:
        """Read the agent states of the deployment (API.md 2.3).

        Returns:
            Those that can be asked for; none where the server does not tell this user.

        Raises:
            RetryableError: As for `log_in`, and `SessionLostError`.
        """
        return read_agent_states(await self.told("/settings/agent-states"))

    async def contacts(self, words: str = "", limit: int = 20) -> tuple[Contact, ...]:
        """Search the directory for users by name or number (API.md 8.1).

        Args:
            words: A part of a name or number; "" finds everybody.
            limit: How many are wanted at the most.

        Returns:
            Those who have a number, by name; none where the server does not tell this user.

        Raises:
            RetryableError: As for `agent_states`.
        """
        asked = {"type": "User", "filterName": "NamesOrPhoneNumberMatches", "filterParameters": words or "*"}
        query = urlencode({**asked, "sortBy": "name", "order": "Ascending", "limit": limit})
        return read_contacts(await self.told(f"/contacts?{query}"))[:limit]

    async def prove(self) -> None:
        """Ask for the user alone (API.md 1.2).

        Raises:
            SessionLostError: Log in again.
            RetryableError: As for `log_in`.
        """
        await self.told("/me")

    async def told(self, path: str) -> Mapping[str, object]:
        """Read what a server may not have, or not for this user: then it is empty.

        Args:
            path: Resource relative to `/api/v2`, with its query.

        Returns:
            The decoded body.

        Raises:
            RetryableError: As for `agent_states`.
        """
        reply = await self._session.get(path, REQUEST_S)
        try:
            return await self._judged(reply)
        except OperationError:
            return {}

    async def _snapshot(self, path: str, hook: Hook | None, on_answer: Callable[[], None]) -> Snapshot:
        reply = await self._session.get(path, SNAPSHOT_S, of_calls=hook is not None)
        on_answer()
        size = len(reply.body)
        answer = await self._accepted(reply, hook)
        return await read_aside(size, partial(read_snapshot, answer, self._session.limits))

    async def _get(self, path: str, wait_s: float) -> Mapping[str, object]:
        return await self._accepted(await self._session.get(path, wait_s))

    async def _accepted(self, reply: Reply, hook: Hook | None = None) -> Mapping[str, object]:
        try:
            return await self._judged(reply, hook)
        except OperationError as error:
            raise _turned_down(reply, error) from error

    async def _judged(self, reply: Reply, hook: Hook | None = None) -> Mapping[str, object]:
        with self._session.judging(proves=True):
            return await read_aside(len(reply.body), partial(_judge, reply, hook))


class Rest(ReadingRest):
    """Requests of one session that may operate calls as well."""

    def __init__(self, session: Session) -> None:
        """Work within a session.

        Args:
            session: Cookies, token and connections.
        """
        super().__init__(session)
        self._acting = session

    async def operate(self, path: str, operation: str, parameters: Mapping[str, object] | None = None) -> Envelope:
        """Post one operation, once: never repeated, whatever happens (API.md 1.6 and 6).

        Args:
            path: Resource relative to `/api/v2`, such as `/me/calls/<id>`.
            operation: Its `operationName`.
            parameters: What goes beside the name.

        Returns:
            The envelope: 0 means accepted, not done; 7 that a part of it was.

        Raises:
            OperationError: The server turned it down; nothing was changed.
            SessionLostError: Not sent on: the session is gone.
            RetryableError: Whether it arrived is unknown.
        """
        body = json.dumps({"operationName": operation, **(parameters or {})}).encode()
        reply = await self._acting.post(API + path, body, REQUEST_S)
        with self._session.judging(proves=False):
            return Envelope.model_validate(_judge(reply))


def _told(reply: Reply) -> Mapping[str, object]:
    """What a server answers that need not answer: nothing, where it has no such list or keeps it to others."""
    if reply.status == 404:
        return {}
    try:
        return _judge(reply)
    except OperationError as error:
        if reply.is_fault:
            raise _turned_down(reply, error) from error
        return {}


def _judge(reply: Reply, hook: Hook | None = None) -> Mapping[str, object]:
    """Judge by `statusCode` first, by HTTP status where there is none (API.md 1.5)."""
    if reply.status == 401:
        raise SessionLostError("HTTP 401")
    if reply.status >= 400 and not reply.is_json:
        raise SessionLostError("HTTP 403") if reply.status == 403 else _fault(reply)
    # The whole state is read once, and is the largest answer of all.
    answer = decode(reply.body if hook is None else reply.take_body(), hook, reply.charset)
    if not isinstance(answer, dict):
        raise BadReplyError("the answer is not an object")
    envelope = Envelope.model_validate(answer)
    code = envelope.status_code
    if code == _NOT_AUTHENTICATED or (reply.status == 403 and code is None):
        raise SessionLostError(f"{envelope.status_code or reply.status} {envelope.status_message}".strip())
    if reply.status == 403 and "csrf" in envelope.status_message.lower():
        raise SessionLostError(envelope.status_message)
    if code is None:
        raise _fault(reply)
    if code not in _SUCCESS:
        raise OperationError(code, envelope.status_message)
    return answer


def _fault(reply: Reply) -> ServerFaultError | BadReplyError:
    if reply.is_fault:
        return ServerFaultError(f"HTTP {reply.status} from the server", reply.retry_after_s)
    if reply.status >= 400:
        return BadReplyError(f"HTTP {reply.status}: check the URL")
    return BadReplyError("an answer without statusCode: is this a Web Services server?")


def _turned_down(reply: Reply, error: OperationError) -> ServerFaultError | BadReplyError:
    words = f"the server answers {error}"
    return ServerFaultError(words, reply.retry_after_s) if reply.is_fault else BadReplyError(words)
