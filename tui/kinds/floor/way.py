"""From settings and secrets to a way to the server of a floor."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from tui.config import FloorSettings
from tui.floor.access.login import FloorLogin
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorRefusedError
from tui.passwords import Secrets
from tui.passwords.floor import FloorSecrets, open_floor_secrets, renew_floor_secrets
from tui.tls import tls_with


def floor_login(floor: FloorSettings, secrets: FloorSecrets) -> FloorLogin:
    """Say where a floor is, and as whom one goes there.

    Args:
        floor: The floor.
        secrets: What one shows there.

    Raises:
        ConfigError: Certificates that cannot be used.
    """
    wants_tls = any(url.startswith("tls://") for url in floor.url) or floor.ca_bundle or floor.client_cert
    tls = tls_with(floor, secrets.passphrase) if wants_tls else None
    return FloorLogin(floor.url, floor.user, secrets.password, secrets.credentials, tls)


class FloorWay:
    """Connects to a floor time after time; after a refusal the secrets are looked for again."""

    def __init__(self, floor: FloorSettings, secrets: Secrets) -> None:
        """Find the secrets, or ask for them.

        Args:
            floor: The floor.
            secrets: Those of the run, which know those of the floor from now on.

        Raises:
            ConfigError: One is needed and there is none, or certificates cannot be used.
        """
        self._floor = floor
        self._secrets = secrets
        self._login = floor_login(floor, open_floor_secrets(floor, secrets))

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[FloorConnection]:
        """Open a connection that ends with the block.

        Raises:
            FloorRefusedError: The server does not let us in.
            FloorUnreachableError: No server is there.
        """
        async with AsyncExitStack() as opened:
            try:
                connection = await opened.enter_async_context(connected(self._login))
            except FloorRefusedError:
                found = await renew_floor_secrets(self._floor, self._secrets)
                if found is not None:
                    self._login = floor_login(self._floor, found)
                raise
            yield connection
