"""Reads the text format of Prometheus as its specification has it, and no more forgivingly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')
_ESCAPED = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


class Sample(NamedTuple):
    """One line, with what stands above its family."""

    name: str
    labels: Mapping[str, str]
    value: float
    kind: str
    words: str


def read_exposition(text: str) -> list[Sample]:
    """Read a page of metrics; each family stands together, once, with its help and type before it."""
    assert text.endswith("\n")
    helps: dict[str, str] = {}
    kinds: dict[str, str] = {}
    samples: list[Sample] = []
    for line in text.removesuffix("\n").split("\n"):
        if line.startswith("# HELP "):
            _, _, name, words = line.split(" ", 3)
            assert name not in helps
            helps[name] = words
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in kinds
            assert name == list(helps)[-1]
            kinds[name] = kind
        else:
            samples.append(_sample(line, kinds, helps))
    series = [(sample.name, *sorted(sample.labels.items())) for sample in samples]
    assert len(series) == len(set(series))
    return samples


def _sample(line: str, kinds: Mapping[str, str], helps: Mapping[str, str]) -> Sample:
    found = _SAMPLE.fullmatch(line)
    assert found is not None, line
    name, told = found["name"], found["labels"] or ""
    assert name == list(kinds)[-1], f"{name} is not of the family above it"
    labels = _LABEL.findall(told)
    assert "".join(match.group() for match in _LABEL.finditer(told)) == told, line
    values = {label: re.sub(r'\\["\\n]', lambda match: _ESCAPED[match.group()], value) for label, value in labels}
    return Sample(name, values, float(found["value"]), kinds[name], helps[name])
