"""The tables `[floor]` and `[publish]`: where many walls meet the calls of many logins, and what goes there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from tui.config.address import why_no_nats
from tui.config.layers import Layer, SettingOrigin, with_own_secrets
from tui.config.privacy import PrivacySettings
from tui.config.strict import OwnFile, Program, Strict
from tui.live.store.privacy import Privacy, Show
from tui.source.origin import is_loopback

PUBLISHED = Privacy(numbers=Show.LAST4, names=Show.SHOW, data=Show.HIDE)
"""What leaves a publisher where nothing was said."""
LOGIN_BEAT_S = {"collector": 2.0, "desk": 15.0}
"""Seconds between two beats, by the kind of publisher."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OF_ONE_SERVER: Mapping[str, object] = {
    "user": "",
    "password_command": [],
    "password_file": None,
    "credentials_file": None,
    "client_cert": None,
    "client_key": None,
    "passphrase_command": [],
    "passphrase_file": None,
    "allow_plain": False,
}
"""What a table `[floor]` says of the server of its `url` alone, and what it is then where nobody says it."""


def _several(said: object) -> object:
    if isinstance(said, str):
        return (said,) if said else ()
    return said


def _is_token(name: str) -> str:
    # It stands in subjects and in permissions as it is.
    if name and not _TOKEN.fullmatch(name):
        raise ValueError("a name is 1 to 64 letters, digits, _ and -")
    return name


class FloorSettings(Strict):
    """The `[floor]` table: the NATS server that a wall reads from, or that is published to."""

    url: Annotated[tuple[str, ...], BeforeValidator(_several)] = Field(
        (),
        max_length=16,
        description="address of the NATS server, such as tls://nats.example.com:4222; of a cluster a list of them",
        examples=[["tls://nats.example.com:4222"]],
    )
    user: str = Field("", description="who we are there; nobody if missing", examples=["wall1"])
    password_command: Program = Field(
        (), description="program that prints the password, as for a source", examples=[["pass", "show", "nats"]]
    )
    password_file: OwnFile | None = Field(
        None,
        description="file with the password that only you can read (mode 0600)",
        examples=["~/.config/callboard/nats"],
    )
    credentials_file: OwnFile | None = Field(
        None,
        description="file with JWT and seed (`.creds`, mode 0600), in place of user and password",
        examples=["~/.config/callboard/wall1.creds"],
    )
    ca_bundle: OwnFile | None = Field(
        None,
        description="file with the certificates of a private CA; the system's are not trusted then",
        examples=["~/ca.pem"],
    )
    client_cert: OwnFile | None = Field(
        None, description="file with a certificate of ours, for servers that want one", examples=["~/client.pem"]
    )
    client_key: OwnFile | None = Field(
        None, description="file with its key; in `client_cert` if missing", examples=["~/client.key"]
    )
    passphrase_command: Program = Field(
        (), description="program that prints the passphrase of that key", examples=[["pass", "show", "nats-key"]]
    )
    passphrase_file: OwnFile | None = Field(
        None, description="file with that passphrase (mode 0600)", examples=["~/.config/callboard/nats-passphrase"]
    )
    allow_plain: bool = Field(
        False,
        description="allow nats:// to another machine: password and calls are readable there; marked on screen",
    )
    bucket: str = Field("floor", min_length=1, description="name of the floor; its stream is `KV_` and this name")
    site: str = Field("", description="site that is read; all if missing")
    only: tuple[str, ...] = Field((), description="agent groups whose logins are read: `Team Sales*`; all")

    @field_validator("url")
    @classmethod
    def _are_addresses(cls, url: tuple[str, ...]) -> tuple[str, ...]:
        for address in url:
            if words := why_no_nats(address):
                raise ValueError(words)
        if len({urlsplit(address).scheme for address in url}) > 1:
            raise ValueError("tls:// and nats:// in one list: who can read along is one answer for all of them")
        return url

    @field_validator("bucket", "site")
    @classmethod
    def _are_names(cls, name: str) -> str:
        return _is_token(name)

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        if not self.encrypted and not self.allow_plain:
            raise ValueError("nats:// sends password and calls readably: use tls://, or set allow_plain = true")
        if self.client_key and not self.client_cert:
            raise ValueError("client_key without client_cert")
        return self

    @property
    def is_set(self) -> bool:
        """Whether there is a floor."""
        return bool(self.url)

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read along: TLS, or a server on this machine."""
        return all(urlsplit(url).scheme == "tls" or is_loopback(url) for url in self.url)


class PublishPrivacySettings(PrivacySettings):
    """The `[publish.privacy]` table: what leaves here; what is hidden is on no wall and on no disk of the server."""

    numbers: Show | None = Field(
        None, examples=["last4"], description="numbers of parties that are published: show, last4 or hide; last4"
    )
    names: Show | None = Field(None, examples=["show"], description="names and addresses, likewise; show")
    data: Show | None = Field(
        None, examples=["hide"], description="attached data, likewise; hide, but for that of `queue_key`"
    )
    keys: dict[str, Show] = Field({}, description='single keys of it that are published, such as `"Queue*" = "show"`')


class PublishSettings(Strict):
    """The `[publish]` table: under which name the calls of our logins go to the floor, and what of them."""

    name: str = Field("", description="name of this publisher, which no other one has", examples=["c1"])
    site: str = Field("main", min_length=1, description="site of its logins")
    beat_s: float | None = Field(
        None,
        ge=0.5,
        le=60,
        description="seconds between two signs of life; 2 of a collector, 15 of a desk if missing",
        examples=[2.0],
    )
    max_logins: int = Field(500, ge=1, le=10_000, description="logins of one collector; it starts with no more")
    privacy: PublishPrivacySettings = Field(
        PublishPrivacySettings.model_construct(), description="what of personal data is published"
    )

    @field_validator("name", "site")
    @classmethod
    def _are_names(cls, name: str) -> str:
        return _is_token(name)

    def beat(self, kind: Literal["collector", "desk"]) -> float:
        """Seconds between two beats of a publisher of this kind."""
        return LOGIN_BEAT_S[kind] if self.beat_s is None else self.beat_s


def floor_layers(layers: Sequence[Layer], url: str | None) -> Iterator[Layer]:
    """Lay what says another address of a floor over a floor that has nothing of the server before.

    A password goes to no other server than the one that it was written down for.

    Args:
        layers: The weakest first.
        url: What `--floor` says; None where it says nothing.

    Returns:
        The layers, and that of `--floor` at the end.
    """
    named = [Layer({"floor": {"url": [url]}}, lambda _: SettingOrigin("flag", "--floor"))] if url is not None else []
    return with_own_secrets([*layers, *named], "floor", _OF_ONE_SERVER)
