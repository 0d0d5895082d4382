"""The versions that were tested, each file with its hash: writes them down, and installs exactly these.

    .venv/bin/python .ci/tested.py install run     what callboard needs to run
    .venv/bin/python .ci/tested.py install test    what its tests need, too
    .venv/bin/python .ci/tested.py write           anew, after .venv/bin/pip install --upgrade -e '.[test]'

Files fit one version of Python on one kind of machine only. Those of this one were tested; those of the machines in
`ALSO` are of the same versions, as pip finds them for these. Where none were written, `install` says so and does
nothing else; where there are, a file with another hash is an error.
"""

import json
import platform
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import bill

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".ci" / "tested"
SETS = {"run": ["."], "test": [".[test]"]}
_LINUX = {"sys_platform": "linux", "platform_system": "Linux"}
_MAC = {"sys_platform": "darwin", "platform_system": "Darwin"}
_GLIBC = [f"manylinux_2_{minor}" for minor in range(34, 16, -1)] + ["manylinux2014"]
ALSO: dict[str, tuple[dict[str, str], list[str]]] = {
    "3.11-linux-aarch64-glibc": (_LINUX, [f"{one}_aarch64" for one in _GLIBC]),
    "3.11-darwin-arm64": (_MAC, ["macosx_14_0_arm64"]),
    "3.11-darwin-x86_64": (_MAC, ["macosx_14_0_x86_64"]),
    "3.12-linux-x86_64-glibc": (_LINUX, [f"{one}_x86_64" for one in _GLIBC]),
    "3.13-linux-x86_64-glibc": (_LINUX, [f"{one}_x86_64" for one in _GLIBC]),
}
"""Other machines: what markers ask for there, and the tags of its wheels, the latest first."""
_MANYLINUX = re.compile(r"manylinux_2_(\d+)")


def here() -> str:
    """Which Python on which kind of machine this is, as the names of the files have it."""
    libc = platform.libc_ver()[0]
    words = (f"{sys.version_info.major}.{sys.version_info.minor}", platform.system(), platform.machine(), libc)
    return "-".join(word.lower() for word in words if word)


def file_of(kind: str, machine: str = "") -> Path:
    """Where the versions of one set for one machine stand; this one if not given."""
    return FOLDER / f"{machine or here()}-{kind}.txt"


def install(kind: str) -> int:
    """Install one set into the environment of this Python."""
    file = file_of(kind)
    if not file.exists():
        print(f"NOT BY HASH: none were written for {here()}; pip takes what fits pyproject.toml")
        return 0
    needed, found = _glibc_needed(file.read_text("utf-8")), platform.libc_ver()[1]
    if needed and int([*found.split("."), "0"][1]) < needed:
        print(f"NOT BY HASH: the files of {file.name} need glibc 2.{needed}, this is {found}")
        return 0
    pip("install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(file))
    print(f"Installed by hash: {file.name}")
    return 0


def write() -> int:
    """Write both sets as pip chooses them now, and the bill of materials; the environment has to have the same."""
    FOLDER.mkdir(exist_ok=True)
    tested: dict[str, dict[str, str]] = {}
    for kind, wanted in SETS.items():
        files = _chosen(*wanted)
        _write(kind, here(), files)
        tested |= {file["name"]: file for file in files}
        if kind == "run":
            bill.write(FOLDER / "callboard.cdx.json", files, here())
    for machine in sorted(ALSO.keys() - {here()}):
        _write_also(machine, tested)
    return 0


def _write_also(machine: str, tested: dict[str, dict[str, str]]) -> None:
    """Write both sets for another machine, in the versions that were tested on this one."""
    python = machine.partition("-")[0]
    markers, tags = ALSO[machine]
    # Each version has a zero behind it: markers compare the whole one, too.
    there = {**markers, "python_version": python, "python_full_version": f"{python}.0"}
    options = [word for tag in tags for word in ("--platform", tag)]
    options += ["--python-version", python, "--implementation", "cp", "--no-deps", "--target", str(FOLDER / "nowhere")]
    for kind in SETS:
        names = bill.closure(extra=kind.replace("run", ""), machine=there).keys() - {bill.ROOT_NAME}
        native = [f"{name}=={tested[name]['version']}" for name in names if "-none-any." not in tested[name]["url"]]
        try:
            found = {file["name"]: file for file in _chosen(*options, *native)}
        except subprocess.CalledProcessError:
            # Not every version has a file for every machine.
            file_of(kind, machine).unlink(missing_ok=True)
            print(f"NOT WRITTEN: {file_of(kind, machine).name}")
            continue
        _write(kind, machine, [found.get(name) or tested[name] for name in sorted(names)])


def _write(kind: str, machine: str, files: list[dict[str, str]]) -> None:
    glibc = max((int(one) for file in files for one in _MANYLINUX.findall(file["url"])[:1]), default=0)
    head = f"# Written by .ci/tested.py for {machine}" + (f", glibc 2.{glibc} or later" if glibc else "")
    lines = [f"{file['name']}=={file['version']} --hash=sha256:{file['sha256']}" for file in files]
    file_of(kind, machine).write_text("\n".join([head, *lines, ""]), "utf-8")


def pip(*words: str) -> None:
    """Run pip in the environment of this Python."""
    subprocess.run([sys.executable, "-m", "pip", *words], check=True, cwd=ROOT)


def _chosen(*wanted: str) -> list[dict[str, str]]:
    report = FOLDER / "report.json"
    try:
        options = ("--quiet", "--dry-run", "--ignore-installed", "--only-binary", ":all:", "--report", str(report))
        pip("install", *options, *wanted)
        chosen = json.loads(report.read_text("utf-8"))["install"]
    finally:
        report.unlink(missing_ok=True)
    files = [_file(one) for one in chosen if "archive_info" in one["download_info"]]
    return sorted(files, key=lambda file: file["name"])


def _file(chosen: dict[str, Any]) -> dict[str, str]:
    download, metadata = chosen["download_info"], chosen["metadata"]
    return {
        "name": bill.normal(metadata["name"]),
        "version": metadata["version"],
        "sha256": download["archive_info"]["hashes"]["sha256"],
        "url": download["url"].rpartition("/")[2],
    }


def _glibc_needed(text: str) -> int:
    found = re.search(r"glibc 2\.(\d+)", text)
    return int(found[1]) if found else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["install", ("run" | "test") as kind]:
            sys.exit(install(kind))
        case ["write"]:
            sys.exit(write())
        case _:
            sys.exit(__doc__)
