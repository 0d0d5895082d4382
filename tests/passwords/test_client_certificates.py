"""A server that wants a certificate of ours, a private CA, and what the system trusts."""

from __future__ import annotations

import ssl
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from pydantic import SecretStr

from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.interop.private_ca import PrivateCa, make_private_ca
from tests.passwords.commands import environment, run
from tui.config import ConfigError, SourceSettings
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.passwords import open_secrets
from tui.source.errors import SourceError
from tui.tls import system_context, tls_of

PASSPHRASE, WRONG = "canary passphrase", "canary of another kind"


@pytest.fixture
def ca(tmp_path: Path) -> PrivateCa:
    return make_private_ca(tmp_path)


@pytest.fixture
def locked_key(ca: PrivateCa) -> Path:
    """The key of the certificate, encrypted."""
    key = serialization.load_pem_private_key(ca.key.read_bytes(), None)
    encryption = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    file = ca.key.with_name("locked.key")
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption))
    return file


@pytest.fixture
async def server(ca: PrivateCa) -> AsyncIterator[ScriptedServer]:
    """It wants a certificate that the same authority vouches for."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=ca.authority)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_cert_chain(ca.cert, ca.key)
    running = await ScriptedServer().start(context)
    yield running
    await running.stop()


def source(server: ScriptedServer, **more: object) -> SourceSettings:
    return SourceSettings.model_validate({"url": server.url, "user": USER, "name": "5001", **more})


async def log_in(settings: SourceSettings) -> str:
    environment = {"CALLBOARD_PASSWORD": PASSWORD, "CALLBOARD_PASSPHRASE": PASSPHRASE}
    secrets = open_secrets([settings], environment)
    tls = tls_of(settings, secrets.passphrases.get(settings.label))
    login = Login(settings.url, settings.user, secrets.passwords[settings.label], tls)
    async with line_to(login, float)() as line:
        return (await line.log_in()).user_name


async def test_it_is_shown_and_taken(server: ScriptedServer, ca: PrivateCa, locked_key: Path) -> None:
    bundle = {"ca_bundle": str(ca.authority), "client_cert": str(ca.cert)}

    assert await log_in(source(server, **bundle, client_key=str(ca.key))) == USER
    assert await log_in(source(server, **bundle, client_key=str(locked_key))) == USER
    both = ca.cert.with_name("both.pem")
    both.write_bytes(ca.cert.read_bytes() + ca.key.read_bytes())
    assert await log_in(source(server, **{**bundle, "client_cert": str(both)})) == USER


async def test_its_passphrase_goes_into_the_keyring(
    server: ScriptedServer, ca: PrivateCa, locked_key: Path, home: Path
) -> None:
    files = f'ca_bundle = "{ca.authority}"\nclient_cert = "{ca.cert}"\nclient_key = "{locked_key}"\n'
    config = home / "config.toml"
    config.write_text(f'[[sources]]\nname = "5001"\nurl = "{server.url}"\nuser = "{USER}"\n{files}', "utf-8")
    env = environment(home, CALLBOARD_CONFIG=str(config))

    without = await run("login", "--stdin", env=env, given=PASSWORD)
    assert (without.code, server.asked) == (2, [])
    assert "it needs a passphrase (callboard login --passphrase)" in without.err
    wrong = await run("login", "--passphrase", "--stdin", env=env, given=WRONG)
    assert wrong.code == 2
    assert "the passphrase is wrong" in wrong.err
    assert WRONG not in wrong.said
    stored = await run("login", "--passphrase", "--stdin", env=env, given=PASSPHRASE)
    assert stored.out == "Stored: passphrase of the client key for 5001 (file keyring FileKeyring)\n"
    assert (await run("login", "--stdin", env=env, given=PASSWORD)).code == 0
    assert server.count("login") == 1
    forgotten = await run("logout", "--passphrase", env=env)
    assert forgotten.out == "Forgotten: passphrase of the client key for 5001\n"


async def test_without_one_there_is_no_login(server: ScriptedServer, ca: PrivateCa) -> None:
    with pytest.raises(SourceError):
        await log_in(source(server, ca_bundle=str(ca.authority)))
    assert server.asked == []


def test_a_passphrase_that_is_wrong_or_missing_is_told_and_not_shown(ca: PrivateCa, locked_key: Path) -> None:
    settings = SourceSettings.model_validate(
        {"url": "https://gws.example.com", "user": USER, "client_cert": str(ca.cert), "client_key": str(locked_key)}
    )
    with pytest.raises(ConfigError, match="the passphrase is wrong") as caught:
        tls_of(settings, SecretStr(WRONG))
    assert WRONG not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(ConfigError, match="no usable key"):
        tls_of(settings, None)


@pytest.mark.parametrize("name", ["ca_bundle", "client_cert"])
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, name: str) -> None:
    rubbish = tmp_path / "rubbish.pem"
    rubbish.write_text("no certificate", "utf-8")
    for file in (rubbish, tmp_path / "none.pem"):
        settings = SourceSettings.model_validate({"url": "https://gws.example.com", "user": USER, name: str(file)})
        with pytest.raises(ConfigError, match=name):
            tls_of(settings)


def test_a_passphrase_is_wanted_only_where_the_key_is_encrypted(ca: PrivateCa, locked_key: Path) -> None:
    plain = {"url": "https://gws.example.com", "user": USER, "client_cert": str(ca.cert), "client_key": str(ca.key)}
    environment = {"CALLBOARD_PASSWORD": "x", "CALLBOARD_PASSPHRASE_AGENT_ONE": "own", "CALLBOARD_PASSPHRASE": "y"}

    assert open_secrets([SourceSettings.model_validate(plain)], environment).passphrases == {}
    locked = SourceSettings.model_validate({**plain, "client_key": str(locked_key)})
    assert open_secrets([locked], environment).passphrases["agent.one"].get_secret_value() == "own"


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
async def test_what_the_system_trusts_is_trusted(platform: str, ca: PrivateCa, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store of this system is OpenSSL's, also for `truststore`, which reads that of macOS there."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(ca.cert, ca.key)
    server = await ScriptedServer().start(context)
    try:
        with pytest.raises(SourceError, match="does not verify"):
            await _log_in_with(server, system_context(platform))
        monkeypatch.setenv("SSL_CERT_FILE", str(ca.authority))
        await _log_in_with(server, system_context(platform))
    finally:
        await server.stop()


async def _log_in_with(server: ScriptedServer, tls: ssl.SSLContext) -> None:
    async with line_to(Login(server.url, USER, SecretStr(PASSWORD), tls), float)() as line:
        await line.log_in()
