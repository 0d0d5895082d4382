"""TLS and credentials at real servers; and one that would like to have the password readably gets nothing."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import traceback
from binascii import crc_hqx
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pydantic import SecretStr

from tests.floor.servers import PROGRAMS, USERS, NatsServer, as_user, nats_server
from tests.interop.private_ca import PrivateCa, make_private_ca
from tui.floor.access.login import FloorLogin
from tui.floor.connection import connected
from tui.floor.errors import FloorCredentialsError, FloorError, FloorRefusedError, FloorUnreachableError
from tui.floor.stream import make_stream
from tui.floor.subjects import Subjects

TLS = 'tls {{ cert_file: "{0.cert}", key_file: "{0.key}", ca_file: "{0.authority}", verify: true }}\n'
CANARY = "canary-3f7a"
OPERATOR, ACCOUNT, USER = b"\x70", b"\x00", b"\xa0"
"""Of an operator, an account, a user: what a key begins with, so that its first letter says which."""


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> PrivateCa:
    return make_private_ca(tmp_path_factory.mktemp("ca"))


@pytest.fixture(params=PROGRAMS)
def server(request: pytest.FixtureRequest, ca: PrivateCa, tmp_path: Path) -> Iterator[NatsServer]:
    with nats_server(request.param, tmp_path, TLS.format(ca) + USERS) as running:
        yield running


def context(authority: Path | None, ours: PrivateCa | None = None) -> ssl.SSLContext:
    made = ssl.create_default_context(cafile=authority)
    if ours is not None:
        made.load_cert_chain(ours.cert, ours.key)
    return made


def at(url: str, tls: ssl.SSLContext | None) -> FloorLogin:
    return FloorLogin((url,), "operator", SecretStr("secret-of-operator"), tls=tls)


async def why_not(login: FloorLogin) -> FloorError:
    with pytest.raises(FloorError) as refused:
        async with connected(login):
            pass
    told = "".join(traceback.format_exception(refused.value))
    assert not any(secret in told for secret in login.secrets)
    return refused.value


async def test_a_server_is_talked_to_that_the_authority_vouches_for_under_its_name(
    server: NatsServer, ca: PrivateCa
) -> None:
    url = (await server.url()).replace("nats://", "tls://")
    ours, blind = context(ca.authority, ca), context(None, ca)
    async with connected(at(url, ours)) as connection:
        assert await make_stream(connection, Subjects())
    # A server that wants TLS gets it also where the address leaves that open.
    async with connected(at(url.replace("tls://", "nats://"), ours)):
        pass

    unknown = await why_not(at(url, blind))
    other_name = await why_not(at(url.replace("127.0.0.1", "localhost"), ours))
    # The server says why, and ends the connection: which of both is seen first is open.
    await why_not(at(url, context(ca.authority)))
    assert isinstance(unknown, FloorRefusedError)
    assert "certificate does not verify: unable to get local issuer" in str(unknown)
    assert isinstance(other_name, FloorRefusedError)
    assert "mismatch" in str(other_name)


@pytest.mark.parametrize("info", [{}, {"tls_required": False, "auth_required": True}, {"tls_available": True}])
async def test_a_server_without_tls_gets_neither_user_nor_password(info: dict[str, object]) -> None:
    heard: list[bytes] = []

    async def pretend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"INFO {json.dumps({'server_id': 'x', 'version': '2.15.1', **info})}\r\n".encode())
        heard.append(await reader.read())
        writer.close()

    listening = await asyncio.start_server(pretend, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    async with listening:
        for user in (at(f"tls://127.0.0.1:{port}", context(None)), FloorLogin((f"tls://127.0.0.1:{port}",))):
            assert "offers no TLS" in str(await why_not(user))

    assert heard == [b"", b""]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"INFO\r\n",
        b"INFO []\r\n",
        b'INFO {"connect_urls": ["[x"]}\r\n',
        b"INFO " + b"x" * 200_000 + b"\r\n",
        b'INFO {"auth_required": true}\r\n-ERR \'no ' + CANARY.encode() + b" here'\r\n",
    ],
)
async def test_what_is_no_server_of_nats_is_said_to_be_none(line: bytes) -> None:
    async def pretend(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(line)
        await reader.read(10) if line else None
        writer.close()

    listening = await asyncio.start_server(pretend, "127.0.0.1", 0)
    async with listening:
        url = f"nats://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        found = await why_not(FloorLogin((url,), "operator", SecretStr(CANARY)))

    assert isinstance(found, FloorUnreachableError)


def test_nothing_shows_what_is_shown_to_the_server() -> None:
    shown = repr(FloorLogin(("tls://a",), "c1", SecretStr(CANARY), SecretStr(CANARY)))

    assert CANARY not in shown


class Keys:
    """A pair of keys as NATS writes them."""

    def __init__(self, kind: bytes) -> None:
        self._kind = kind
        self._private = Ed25519PrivateKey.generate()
        self.name = _written(kind + self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def seed(self) -> str:
        # Five bits say that it is a seed, the next ones of what.
        first = 0x90 | self._kind[0] >> 5
        return _written(bytes([first, (self._kind[0] & 31) << 3]) + self._private.private_bytes_raw())

    def token(self, subject: Keys, said: dict[str, object]) -> str:
        claims = {"jti": "x", "iat": 1, "iss": self.name, "name": "x", "sub": subject.name, "nats": said}
        head = {"typ": "JWT", "alg": "ed25519-nkey"}
        text = ".".join(_base64(json.dumps(part).encode()) for part in (head, claims))
        return f"{text}.{_base64(self._private.sign(text.encode()))}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _written(raw: bytes) -> str:
    return base64.b32encode(raw + crc_hqx(raw, 0).to_bytes(2, "little")).decode().rstrip("=")


def credentials(token: str, seed: str) -> SecretStr:
    return SecretStr(
        f"-----BEGIN NATS USER JWT-----\n{token}\n------END NATS USER JWT------\n\n"
        "************************* IMPORTANT *************************\nNKEY Seed printed below.\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{seed}\n------END USER NKEY SEED------\n"
    )


@pytest.mark.parametrize("program", PROGRAMS)
async def test_a_file_of_credentials_lets_in(program: str, tmp_path: Path) -> None:
    operator, account, system, user = Keys(OPERATOR), Keys(ACCOUNT), Keys(ACCOUNT), Keys(USER)
    limits = {"subs": -1, "conn": -1, "leaf": -1, "imports": -1, "exports": -1, "data": -1, "payload": -1}
    said = {"type": "account", "version": 2, "limits": {**limits, "wildcards": True}}
    accounts = [f'{one.name}: "{operator.token(one, said)}"' for one in (account, system)]
    of_operator = operator.token(operator, {"type": "operator", "version": 2})
    of_user = account.token(user, {"type": "user", "version": 2, "subs": -1, "data": -1, "payload": -1})
    users = f"""
        operator: "{of_operator}"
        system_account: {system.name}
        resolver: MEMORY
        resolver_preload: {{ {", ".join(accounts)} }}
    """
    with nats_server(program, tmp_path, users) as server:
        url = await server.url()
        async with connected(FloorLogin((url,), credentials=credentials(of_user, user.seed))) as connection:
            assert connection.doubt.done() is False
        refused = await why_not(FloorLogin((url,), credentials=credentials(of_user, Keys(USER).seed)))

    assert isinstance(refused, FloorRefusedError)


@pytest.mark.parametrize("seed", ["SUA", "SU" + "A" * 56, "UA"])
async def test_credentials_that_cannot_be_read_are_told_without_them(seed: str) -> None:
    login = FloorLogin(("nats://127.0.0.1:1",), credentials=credentials("a.b.c", seed))
    with pytest.raises(FloorCredentialsError) as refused:
        async with connected(login):
            pass

    assert seed not in "".join(traceback.format_exception(refused.value)).replace("SU[A-Z", "")


async def test_each_user_hears_the_answers_under_a_subject_of_its_own(tmp_path: Path) -> None:
    with nats_server(PROGRAMS[0], tmp_path) as server:
        async with connected(as_user(await server.url(), "operator")) as connection:
            inbox = await connection.listen(_nothing)

    assert inbox.startswith("_INBOX_operator.")


async def _nothing(_: object) -> None:
    pass
