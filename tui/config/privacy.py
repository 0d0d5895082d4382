"""The `[privacy]` table: what is shown of personal data."""

from dataclasses import replace

from pydantic import Field

from tui.config.strict import Strict
from tui.live.store.privacy import Privacy, Show


class PrivacySettings(Strict):
    """The `[privacy]` table: what is shown of numbers, names and attached data; on a wall less than on a desk."""

    numbers: Show | None = Field(
        None, examples=["last4"], description="numbers of parties: show, last4 or hide; a wall: last4"
    )
    names: Show | None = Field(
        None, examples=["last4"], description="names and addresses; last4 leaves the initials; a wall: last4"
    )
    data: Show | None = Field(None, examples=["hide"], description="attached data; a wall: hide")
    keys: dict[str, Show] = Field({}, description='single keys of it, such as `"Queue*" = "show"`')

    def policy(self, default: Privacy) -> Privacy:
        """Fill what was not said from a default."""
        said = {name: value for name in ("numbers", "names", "data") if (value := getattr(self, name)) is not None}
        return replace(default, **said, keys=tuple(self.keys.items()))
