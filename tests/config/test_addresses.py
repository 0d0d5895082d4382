"""An address that nobody could connect to is found before anything runs, and told without what stands in it."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.passwords.commands import environment, run
from tui.config.address import why_not

GOOD = [
    "https://gws.example.com",
    "https://gws.example.com/",
    "HTTPS://GWS.example.com:8443/context/path",
    "http://127.0.0.1:1",
    "http://127.0.0.1:65535",
    "http://[::1]:8090",
    "https://[2001:db8::1]",
    "https://bücher.example.com",
    "https://gws_one.example.com.",
    "https://gws.example.com:",
]
BAD = {
    "http://127.0.0.1:99999": "the port is a number",
    "http://127.0.0.1:0": "the port is a number",
    "http://127.0.0.1:-1": "the port is a number",
    "http://127.0.0.1:canary": "the port is a number",
    "http://[::1": "IPv6",
    "http://[canary]": "IPv6",
    "http://": "not an address",
    "https:///path": "not an address",
    "https://:8443": "not an address",
    "gws.example.com": "not an address",
    "ftp://gws.example.com": "not an address",
    "": "not an address",
    "https://canary@gws.example.com": "no credentials",
    "https://@gws.example.com": "no credentials",
    "https://a:canary@gws.example.com": "no credentials",
    " https://gws.example.com": "no spaces",
    "https://gws.example.com\n": "no spaces",
    "https://gws .example.com": "no spaces",
    "https://gws.example.com\\canary": "no spaces",
    "https://gws.example.com?canary": "before ? and #",
    "https://gws.example.com/#": "before ? and #",
    "https://a..example.com": "no host",
    "https://999.1.1.1": "no host",
    f"https://{'a' * 64}.example.com": "no host",
    "https://gws%41.example.com": "no host",
    f"https://gws.example.com/{'a' * 3000}": "no spaces",
}


@pytest.mark.parametrize("url", GOOD)
def test_an_address_is_taken(url: str) -> None:
    assert why_not(url) == ""
    assert httpx.URL(url).host


@pytest.mark.parametrize(("url", "words"), BAD.items(), ids=range(len(BAD)))
def test_what_is_none_is_told_in_words_without_it(url: str, words: str) -> None:
    assert words in why_not(url)
    assert "canary" not in why_not(url)


@example("http://\ud800")
@example("https://0.0.0.0.")
@given(
    st.one_of(st.text(), st.from_regex(r"https?://[\x21-\x7e]{0,12}(:[0-9]{0,6})?(/[\x21-\x7e]{0,5})?", fullmatch=True))
)
def test_what_is_taken_can_be_connected_to(url: str) -> None:
    if why_not(url) == "" and url.isascii():
        address = httpx.URL(url)
        assert address.host
        assert address.port is None or 0 < address.port < 65_536


@pytest.mark.parametrize(
    "words",
    [("config", "validate"), ("watch",), ("watch", "--once"), ("wall",), ("doctor",), ("call", "list"), ("login",)],
)
async def test_every_command_tells_it_once_and_ends_with_2(tmp_path: Path, words: tuple[str, ...]) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[sources]]\nname = "a"\nurl = "http://127.0.0.1:99999"\nuser = "a"\n', "utf-8")
    done = await run(*words, "--config", str(file), env=environment(tmp_path, CALLBOARD_PASSWORD="x"))

    assert done.code == 2
    assert done.said.count("\n") == 1
    assert f'{file}:3: [[sources]] "a", url: the port is a number from 1 to 65535' in done.said
