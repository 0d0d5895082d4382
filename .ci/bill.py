"""The bill of materials (CycloneDX 1.6): what callboard needs to run, with version, hash and licence of each."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

ROOT_NAME = "callboard"
_EXPRESSION = "License-Expression"


def normal(name: str) -> str:
    """The name of a distribution as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(name: str = ROOT_NAME, extra: str = "", machine: Mapping[str, str] | None = None) -> dict[str, list[str]]:
    """What an installed distribution needs, and what that needs in turn, by normal name.

    Args:
        name: The distribution.
        extra: One of its extras, which is needed as well; "" for none.
        machine: What markers ask for on another machine, such as `sys_platform`; this one if not given.
    """
    graph: dict[str, set[str]] = {}
    seen, waiting = set[tuple[str, str]](), [(name, ""), *([(name, extra)] if extra else [])]
    while waiting:
        one, extra = waiting.pop()
        if (one, extra) in seen:
            continue
        seen.add((one, extra))
        needed = list(_needs(one, extra, machine or {}))
        graph.setdefault(one, set()).update(other for other, _ in needed)
        waiting += needed
    return {one: sorted(needed) for one, needed in sorted(graph.items())}


def licence(name: str) -> str:
    """The licence of an installed distribution: its SPDX expression, else what its classifiers or metadata say."""
    said = distribution(name).metadata
    if _EXPRESSION in said:
        return said[_EXPRESSION]
    classified = [
        line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if line.startswith("License ")
    ]
    return " AND ".join(classified) or (said["License"].partition("\n")[0] if "License" in said else "unknown")


def write(path: Path, files: list[dict[str, str]], tested_on: str) -> None:
    """Write the bill.

    Args:
        path: Where.
        files: `name`, `version` and `sha256` of each file that is needed.
        tested_on: Which Python and machine they are for.

    Raises:
        SystemExit: Another version is installed than pip would take, so that its licence is not known.
    """
    for file in files:
        if (there := distribution(file["name"]).version) != file["version"]:
            sys.exit(f"{file['name']} {there} is installed, not {file['version']}: upgrade this environment first")
    path.write_text(json.dumps(_bill(files, tested_on), indent=1, sort_keys=True) + "\n", "utf-8")


def _bill(files: list[dict[str, str]], tested_on: str) -> dict[str, Any]:
    graph = closure()
    versions = {file["name"]: file["version"] for file in files} | {ROOT_NAME: distribution(ROOT_NAME).version}
    if graph.keys() != versions.keys():
        sys.exit(f"pip takes other distributions than are needed: {sorted(graph.keys() ^ versions.keys())}")
    root = {**_component(ROOT_NAME, versions[ROOT_NAME]), "type": "application"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root, "properties": [{"name": "callboard:tested-on", "value": tested_on}]},
        "components": [
            _component(file["name"], file["version"]) | {"hashes": [{"alg": "SHA-256", "content": file["sha256"]}]}
            for file in files
        ],
        "dependencies": [
            {"ref": _ref(name, versions[name]), "dependsOn": [_ref(one, versions[one]) for one in needed]}
            for name, needed in graph.items()
        ],
    }


def _component(name: str, version: str) -> dict[str, Any]:
    reference = _ref(name, version)
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": version,
        "purl": reference,
        "licenses": list(_licenses(name)),
    }


def _licenses(name: str) -> Iterator[dict[str, Any]]:
    said = licence(name)
    if _EXPRESSION in distribution(name).metadata:
        yield {"expression": said}
    else:
        yield {"license": {"name": said}}


def _ref(name: str, version: str) -> str:
    return f"pkg:pypi/{name}@{version}"


def _needs(name: str, extra: str, machine: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What it needs for one of its extras, each with the extras that are asked of it; "" is none."""
    from packaging.requirements import Requirement

    for line in distribution(name).requires or ():
        found = Requirement(line)
        if found.marker is None or found.marker.evaluate({**machine, "extra": extra}):
            yield from ((normal(found.name), asked) for asked in ("", *found.extras))


if __name__ == "__main__":
    print(json.dumps({name: licence(name) for name in closure()}, indent=1))
