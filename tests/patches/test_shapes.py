"""What is bent in libraries is as it was then; `tui/patches/README.md` says what to look at when it is not."""

from __future__ import annotations

import ast
import ctypes
import gc
import hashlib
import importlib
import inspect
import platform
import re
import textwrap
from pathlib import Path

import pytest
import textual
from rich import cells
from textual import _xterm_parser
from textual._compositor import ChopsUpdate, Compositor, LayoutUpdate
from textual.app import App
from textual.driver import Driver
from textual.drivers import web_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.drivers.web_driver import WebDriver
from textual.screen import Screen
from textual.timer import Timer

from tui.patches import cometd_engine, garbage, keyboard, malloc, page_driver, unused_imports
from tui.patches.screen_driver import LEAVE

ROOM = Path(unused_imports.__file__).parent
BENT: dict[str, tuple[object, str]] = {
    "LinuxDriver": (LinuxDriver, "ec65992e0f98"),
    "WriterThread": (WriterThread, "411a9202bed5"),
    "WebDriver": (WebDriver, "dc02f19cc0a1"),
    "Driver": (Driver, "da5e0cb61505"),
    "App._display": (App._display, "2dc2767da903"),
    "App._begin_update": (App._begin_update, "2ed4005fb8df"),
    "App._end_update": (App._end_update, "c44fe8abc3f1"),
    "App._shutdown": (App._shutdown, "4ca9f862901a"),
    "App._dispatch_message": (App._dispatch_message, "b88035490d53"),
    "App._handle_exception": (App._handle_exception, "ee684ee67163"),
    "App._build_driver": (App._build_driver, "fce647a57ef7"),
    "App.get_driver_class": (App.get_driver_class, "7e2de4a39faa"),
    "Compositor.render_partial_update": (Compositor.render_partial_update, "342f61fb3b24"),
    "Compositor.render_full_update": (Compositor.render_full_update, "95c5bf6a3888"),
    "Compositor.reflow": (Compositor.reflow, "0a8309c9d841"),
    "Compositor.clear": (Compositor.clear, "44cff7b0237a"),
    "LayoutUpdate": (LayoutUpdate, "619efe1cea78"),
    "ChopsUpdate": (ChopsUpdate, "7c7d3e0bf714"),
    "Screen._refresh_layout": (Screen._refresh_layout, "a319675b7348"),
    "Screen._on_idle": (Screen._on_idle, "07b070b1b717"),
    "Screen._on_timer_update": (Screen._on_timer_update, "af1f31e0921c"),
    "Timer._run": (Timer._run, "92f4923ce3b2"),
    "XTermParser": (_xterm_parser.XTermParser, "fc1e32fb7a4a"),
}


def digest(bent: object) -> str:
    assert inspect.isclass(bent) or inspect.isfunction(bent)
    return hashlib.sha256(textwrap.dedent(inspect.getsource(bent)).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", BENT)
def test_what_is_bent_in_textual_has_not_changed(name: str) -> None:
    bent, seen = BENT[name]
    assert digest(bent) == seen, f"Textual {textual.__version__}: {name} is another; read tui/patches/README.md"


def test_what_rich_counts_by_is_what_is_bent() -> None:
    assert {name: _digest_in_rich(name) for name in ("_cell_len", "split_graphemes")} == {
        "_cell_len": "18b46cf9ccf6",
        "split_graphemes": "f6e5e718659e",
    }
    assert "split_graphemes(" in inspect.getsource(cells._split_text)
    assert "split_graphemes(" in inspect.getsource(cells.chop_cells)


def _digest_in_rich(name: str) -> str:
    # By its text: in the module it may be bent already.
    text = inspect.getsource(cells)
    found = next(node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name)
    return hashlib.sha256((ast.get_source_segment(text, found) or "").encode()).hexdigest()[:12]


def test_leaving_by_force_says_all_that_textual_says() -> None:
    said = "".join(
        inspect.getsource(part)
        for part in (
            LinuxDriver.stop_application_mode,
            LinuxDriver._disable_mouse_support,
            LinuxDriver._disable_bracketed_paste,
            LinuxDriver._disable_in_band_window_resize,
            LinuxDriver._enable_line_wrap,
        )
    )
    sequences = re.findall(r"\\x1b([^\"]+)\"", said)

    assert len(sequences) >= 10
    assert [sequence for sequence in sequences if b"\x1b" + sequence.encode() not in LEAVE] == []


def test_every_mode_that_is_set_is_left_by_force() -> None:
    set_ = set(re.findall(r"(?m)^[^#\n]*\\x1b\[\?([0-9]+)h\"", inspect.getsource(LinuxDriver)))
    left = set(re.findall(r"\[\?([0-9]+)[hl]", LEAVE.decode()))

    assert set_ - left == set()


def test_the_decoder_of_pages_is_ours() -> None:
    assert "getincrementaldecoder" in vars(web_driver)
    page_driver.forgive_rubbish()
    assert vars(web_driver)["getincrementaldecoder"]("utf-8") is keyboard.KeyboardDecoder


def test_libraries_still_import_what_is_left_out() -> None:
    assert "_loader" in inspect.getsource(importlib.import_module("pydantic.plugin._schema_validator"))
    assert "import sniffio" in inspect.getsource(importlib.import_module("httpcore._synchronization"))
    assert importlib.import_module("httpcore._synchronization").current_async_library() == "asyncio"
    assert "_main" in inspect.getsource(importlib.import_module("httpx"))


def test_the_engine_has_what_is_taken_from_it() -> None:
    assert all(hasattr(cometd_engine, name) for name in cometd_engine.__all__)


def test_the_collector_is_what_is_set_up() -> None:
    before = gc.get_threshold()
    assert len(before) == 3, "garbage.py sets three generations"
    try:
        garbage.pause_collector()
        assert not gc.isenabled()
        garbage.calm_collector()
        assert gc.isenabled()
        assert gc.get_threshold() == (garbage.OBJECTS, garbage.YOUNG_LOOKS, garbage.OLD_LOOKS)
        assert gc.get_freeze_count() > 0
    finally:
        gc.set_threshold(*before)
        gc.enable()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc has malloc_trim")
def test_the_c_library_gives_memory_back_when_it_is_asked() -> None:
    trim = ctypes.CDLL(None).malloc_trim
    assert trim(0) in (0, 1)
    assert malloc._trim() is not None
    malloc.give_back()


def test_every_module_of_the_room_is_on_its_page() -> None:
    page = (ROOM / "README.md").read_text("utf-8")

    assert [file.name for file in ROOM.glob("[!_]*.py") if f"`{file.name}`" not in page] == []
