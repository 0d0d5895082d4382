"""The `[[sources]]`: where to log in, as whom, and where the password comes from."""

import re
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from tui.config.address import why_not
from tui.config.strict import OwnFile, Program, Strict
from tui.source.origin import is_loopback
from tui.source.text import clean

KINDS = {"gws": "Genesys Web Services"}
"""What `kind` can be, and what that is; how it is run, `tui.kinds.table` says."""
_KINDS_IN_WORDS = "; ".join(f"{kind}, {words}" for kind, words in KINDS.items())
_PATH = re.compile(r"/[^\s?#\x00-\x1f\x7f]*")


class SourceSettings(Strict):
    """One `[[sources]]` entry: one login."""

    name: str = Field("", description="name on screen; the user name where it is missing", examples=["5001"])
    kind: str = Field("gws", description=f"what kind of server it is: {_KINDS_IN_WORDS}")
    url: str = Field(
        description="address of the server, such as https://gws.example.com", examples=["https://gws.example.com"]
    )
    user: str = Field(min_length=1, description="login name", examples=["agent.one"])
    password_command: Program = Field(
        (),
        description='program that prints the password, such as `["pass", "show", "gws"]`: no shell, 30 s',
        examples=[["pass", "show", "gws"]],
    )
    password_file: OwnFile | None = Field(
        None,
        description="file with the password that only you can read (mode 0600)",
        examples=["~/.config/callboard/password"],
    )
    cometd_path: str = Field("/api/v2/notifications", description="path of the CometD server")
    ca_bundle: OwnFile | None = Field(
        None,
        description="file with the certificates of a private CA; the system's are not trusted then",
        examples=["~/ca.pem"],
    )
    client_cert: OwnFile | None = Field(
        None,
        description="file with a certificate of ours, for servers that want one",
        examples=["~/client.pem"],
    )
    client_key: OwnFile | None = Field(
        None, description="file with its key; in `client_cert` if missing", examples=["~/client.key"]
    )
    passphrase_command: Program = Field(
        (),
        description="program that prints the passphrase of that key",
        examples=[["pass", "show", "gws-key"]],
    )
    passphrase_file: OwnFile | None = Field(
        None,
        description="file with that passphrase (mode 0600)",
        examples=["~/.config/callboard/passphrase"],
    )
    allow_http: bool = Field(
        False, description="allow plain http to another machine: the password is readable there; marked on screen"
    )

    @field_validator("kind")
    @classmethod
    def _is_kind(cls, kind: str) -> str:
        if kind not in KINDS:
            raise ValueError(f"there is no such kind, only {' and '.join(KINDS)}")
        return kind

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        if words := why_not(url):
            raise ValueError(words)
        return url

    @field_validator("cometd_path")
    @classmethod
    def _is_path(cls, path: str) -> str:
        if not _PATH.fullmatch(path):
            raise ValueError("a path begins with / and has no spaces, ? or #")
        return path

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if not self.encrypted and not self.allow_http:
            raise ValueError("plain http sends the password readably: use https, or set allow_http = true")
        if self.client_key and not self.client_cert:
            raise ValueError("client_key without client_cert")
        return self

    @property
    def label(self) -> str:
        """The name on screen."""
        return clean(self.name or self.user)

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read along: https, or a server on this machine."""
        return urlsplit(self.url).scheme == "https" or is_loopback(self.url)
