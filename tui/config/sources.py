"""The `[[sources]]`: where to log in, and as whom."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from tui.config.strict import Strict
from tui.gws.text import clean


class SourceSettings(Strict):
    """One `[[sources]]` entry: one login."""

    name: str = Field("", description="name on screen; the user name where it is missing")
    url: str = Field(description="address of the server, such as https://gws.example.com")
    user: str = Field(min_length=1, description="login name")
    cometd_path: str = Field("/api/v2/notifications", description="path of the CometD server")
    ca_bundle: Path | None = Field(None, description="file with the certificates of a private CA")
    allow_http: bool = Field(False, description="allow plain http to another machine: the password is readable there")

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address: write it like https://gws.example.com")
        if parts.username or parts.password:
            raise ValueError("no credentials in the address: use user, and CALLBOARD_PASSWORD")
        if parts.query or parts.fragment:
            raise ValueError("an address ends before ? and #")
        return url

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "http" and not _is_loopback(parts.hostname or "") and not self.allow_http:
            raise ValueError("plain http sends the password readably: use https, or set allow_http = true")
        return self

    @property
    def label(self) -> str:
        """The name on screen."""
        return clean(self.name or self.user)


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
