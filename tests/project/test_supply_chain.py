"""What callboard is made of: pinned by hash, told in a bill of materials, under licences that allow it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tui import __version__

ROOT = Path(__file__).parents[2]
TESTED = ROOT / ".ci" / "tested"
BILL = TESTED / "callboard.cdx.json"
PINS = sorted(TESTED.glob("*.txt"))
BUILD_S = 300
LICENCES = {
    *("MIT", "MIT-0", "MIT License", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "ISC", "ISC License (ISCL)"),
    *("Apache-2.0", "Apache Software License", "PSF-2.0", "Python Software Foundation License"),
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)"),
}
"""Those under which we may use and pass on what we do not change. MPL binds whoever changes its files."""
HOSTS = (
    *("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "yarn" + "pkg.com"),
    "index" + "-url",
)


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BILL.read_text("utf-8"))
    return found


def pinned(file: Path) -> dict[str, tuple[str, str]]:
    """Version and hash by name."""
    lines = [line for line in file.read_text("utf-8").splitlines() if not line.startswith("#")]
    found = [re.fullmatch(r"([a-z0-9-]+)==(\S+) --hash=sha256:([0-9a-f]{64})", line) for line in lines]
    assert all(found)
    return {one[1]: (one[2], one[3]) for one in found if one is not None}


def is_allowed(licence: str) -> bool:
    """Whether all words of an expression are; of several to choose from too, so that nobody has to choose."""
    return licence in LICENCES or {*re.split(r" AND | OR |[()]", licence)} - {""} <= LICENCES


def wanted(table: str) -> set[str]:
    """The names that pyproject.toml asks for on Linux."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lines = project["dependencies"] if table == "run" else project["optional-dependencies"]["test"]
    return {normal(re.split(r"[<>=;\[ ]", line)[0]) for line in lines if "darwin" not in line}


def test_everything_that_is_asked_for_is_pinned_by_hash() -> None:
    assert PINS
    for file in PINS:
        there = pinned(file)
        assert wanted("run") <= there.keys(), file.name
        if file.stem.endswith("-test"):
            assert wanted("test") <= there.keys(), file.name
            assert pinned(file.with_name(file.name.replace("-test", "-run"))).items() <= there.items()


def test_the_readme_and_ci_install_what_is_pinned() -> None:
    assert ".venv/bin/python .ci/tested.py install run && .venv/bin/pip install ." in (ROOT / "README.md").read_text()
    assert ".venv/bin/python .ci/tested.py install test\n" in (ROOT / ".ci" / "run").read_text()


@pytest.mark.parametrize("machine", ["linux-aarch64-glibc", "darwin-arm64", "darwin-x86_64"])
def test_other_machines_have_the_versions_that_were_tested(machine: str) -> None:
    here, there = (pinned(TESTED / f"3.11-{one}-run.txt") for one in ("linux-x86_64-glibc", machine))
    test = pinned(TESTED / "3.11-linux-x86_64-glibc-test.txt")
    assert {name: version for name, (version, _) in there.items()}.items() <= {
        name: version for name, (version, _) in test.items()
    }.items()
    # What only one kind of system needs.
    assert ("truststore" in there, "secretstorage" in there) == (
        (True, False) if "darwin" in machine else (False, True)
    )
    assert there["textual"] == here["textual"], "one file is for all machines"
    assert there["pydantic-core"][1] != here["pydantic-core"][1], "and one is for each"


def test_the_bill_tells_what_is_pinned_and_whose_it_is() -> None:
    found = bill()
    root = found["metadata"]["component"]
    (tested_on,) = (one["value"] for one in found["metadata"]["properties"] if one["name"] == "callboard:tested-on")
    told = {one["name"]: (one["version"], one["hashes"][0]["content"]) for one in found["components"]}

    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert (root["name"], root["version"], root["type"]) == ("callboard", __version__, "application")
    assert told == pinned(TESTED / f"{tested_on}-run.txt")
    assert {one["hashes"][0]["alg"] for one in found["components"]} == {"SHA-256"}
    assert all(one["licenses"] for one in found["components"])


def test_the_bill_tells_what_needs_what() -> None:
    found = bill()
    root = found["metadata"]["component"]["bom-ref"]
    needs = {one["ref"]: one["dependsOn"] for one in found["dependencies"]}
    reached, waiting = set[str](), [root]
    while waiting:
        one = waiting.pop()
        waiting += [] if one in reached else needs[one]
        reached.add(one)

    assert {one.partition("@")[0].removeprefix("pkg:pypi/") for one in needs[root]} == wanted("run")
    assert reached == needs.keys() == {root, *(one["bom-ref"] for one in found["components"])}


@pytest.mark.slow
def test_the_bill_is_built_into_the_wheel(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=BUILD_S)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        told = json.loads(opened.read(f"callboard-{__version__}.dist-info/sboms/{BILL.name}"))

    assert told == bill()


def test_every_licence_is_one_of_those_that_allow_it() -> None:
    program = [sys.executable, str(ROOT / ".ci" / "bill.py")]
    licences = json.loads(subprocess.run(program, check=True, capture_output=True, text=True).stdout)
    strange = {name: said for name, said in licences.items() if not is_allowed(said)}

    assert strange == {}
    assert wanted("run") <= licences.keys()


def test_the_licences_of_the_bill_are_among_them_too() -> None:
    said = [one for component in bill()["components"] for one in component["licenses"]]
    words = {one.get("expression") or one["license"]["name"] for one in said}

    assert [one for one in words if not is_allowed(one)] == []


def test_no_file_names_the_host_of_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("these sources are in no repository")
    files = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    texts = {file: file.read_bytes().lower() for file in files if file.is_file()}

    assert [(file.name, host) for file, text in texts.items() for host in HOSTS if host.encode() in text] == []


def test_a_python_without_hashes_is_told_and_nothing_is_installed(tmp_path: Path) -> None:
    for name in ("tested.py", "bill.py"):
        (tmp_path / ".ci").mkdir(exist_ok=True)
        (tmp_path / ".ci" / name).write_bytes((ROOT / ".ci" / name).read_bytes())
    program = [sys.executable, str(tmp_path / ".ci" / "tested.py"), "install", "test"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("NOT BY HASH: none were written for ")
