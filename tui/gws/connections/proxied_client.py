"""httpx's own client, which knows the way through proxies."""

from typing import Self

import httpx

from tui.gws.connections.headers import AnswerHeaders
from tui.gws.connections.requests import Request


class ProxiedAnswer:
    """See `Answer`."""

    def __init__(self, response: httpx.Response) -> None:
        """Know what came; the body is still on its way.

        Args:
            response: Of httpx, as a stream.
        """
        self.status, self.reason = response.status_code, response.reason_phrase
        self.headers = AnswerHeaders(response.headers.raw)
        assert isinstance(response.stream, httpx.AsyncByteStream)
        self._response, self._pieces = response, aiter(response.stream)

    async def read(self) -> bytes:
        """See `Answer`: httpx would take each part out of its compression as a whole."""
        async for piece in self._pieces:
            if piece:
                return piece
        return b""

    async def aclose(self) -> None:
        """See `Answer`."""
        await self._response.aclose()


class ProxiedClient:
    """See `Client`."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        """Send through a client of httpx.

        Args:
            client: Of one login alone; it follows no redirects.
        """
        self.cookies = client.cookies
        self._client = client

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self.aclose()

    async def ask(self, request: Request) -> ProxiedAnswer:
        """See `Client`."""
        asked = self._client.build_request(
            request.method, request.path, content=request.content, headers=dict(request.headers)
        )
        # httpx reads "no argument" as "the client's default", which None is not.
        auth = request.authorize(asked.headers.get("cookie", "")) or httpx.USE_CLIENT_DEFAULT
        return ProxiedAnswer(await self._client.send(asked, auth=auth, stream=True))

    async def aclose(self) -> None:
        """See `Client`."""
        await self._client.aclose()
