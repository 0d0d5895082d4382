"""The reverse proxy of tui/serve/README.md, as it stands there, before a real browser; skipped without nginx."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.browser.chromium import Program, browsing, chromium
from tests.browser.served_process import TOKEN, free_port, served
from tests.browser.test_in_chromium import ROWS, SURE, WALL, WORDS, sure
from tests.interop.private_ca import make_private_ca
from tests.waiting import PATIENCE_S

CHAPTER = Path(__file__).parents[2] / "tui" / "serve" / "README.md"
NAME = "wall.example.com"
AROUND = """daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;
events {{ worker_connections 64; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{server} }}"""


def nginx() -> str:
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return found or pytest.skip("nginx is not installed")


def configuration(folder: Path, port: int, served_port: int) -> str:
    (block,) = re.findall(r"^    (server \{.*?^    \})$", CHAPTER.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    ca = make_private_ca(folder)
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "http://127.0.0.1:8080": f"http://127.0.0.1:{served_port}",
        f"/etc/ssl/{NAME}.pem": str(ca.cert),
        f"/etc/ssl/private/{NAME}.key": str(ca.key),
    }
    for theirs, ours in changes.items():
        assert theirs in block
        block = block.replace(theirs, ours)
    return AROUND.format(folder=folder, server=block)


@asynccontextmanager
async def proxy(folder: Path, port: int, served_port: int) -> AsyncIterator[None]:
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, port, served_port))
    process = await asyncio.create_subprocess_exec(nginx(), "-c", str(file), "-e", "stderr")
    try:
        await _until_open(port)
        yield
    finally:
        process.terminate()
        await process.wait()


async def _until_open(port: int) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


async def test_a_wall_behind_the_proxy_of_the_readme(program: Program, tmp_path: Path) -> None:
    nginx()
    port, served_port = free_port(), free_port()
    flags = (f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--ignore-certificate-errors")
    mine = program._replace(words=(*program.words, *flags))
    with chromium(mine, tmp_path / "profile") as address:
        async with (
            served(*WORDS, "--name", NAME, "--trusted-proxy", "127.0.0.1", port=served_port),
            proxy(tmp_path, port, served_port),
            browsing(address) as browser,
        ):
            page = await browser.page()
            await page.open(f"https://{NAME}:{port}/")
            assert "not encrypted" not in await page.value("document.body.innerText")
            await page.until("document.activeElement?.id === 'token'", "focus in the form")
            await page.write(TOKEN)
            await page.press("Enter")
            await sure(page, WALL)
            (cookie,) = (await page.call("Network.getCookies"))["cookies"]
            assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Strict")
            assert cookie["name"].startswith("__Host-")
            assert page.requested[-1].startswith(f"wss://{NAME}:{port}/look")
            assert "callboard" in await page.until(f"{SURE} && {ROWS}[0]", "header")
