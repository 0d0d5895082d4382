"""How many agents do what, as JSON values and as a sentence: the same numbers as in the agents view."""

from collections.abc import Iterator

from tui.language.count_words import count_of
from tui.live.reports.spoken import spoken_duration
from tui.views.agents.agent_counts import AgentCount
from tui.views.agents.agent_report import FoundAgents

_MOST_SAID = 12


def agents_object(found: FoundAgents) -> dict[str, object]:
    """Give counts to a program.

    Args:
        found: Who was found.

    Returns:
        JSON values; times in seconds, to a tenth.
    """
    polled = found.polled
    return {
        "filter": found.query,
        "agents": found.everybody,
        "found": found.found,
        "counts": [_count_object(count) for count in found.counts],
        "polled": {
            "agents": polled.agents,
            "ago": _tenths(polled.ago_s),
            "missing": polled.missing,
            "why": polled.why,
        },
    }


def agents_sentences(found: FoundAgents) -> list[str]:
    """Say counts.

    Args:
        found: Who was found.

    Returns:
        Sentences, such as `4 agents: 3 ready, the longest for 4 minutes; 1 not ready, Lunch, for at least 2 minutes.`
    """
    return list(_sentences(found))


def same_numbers(one: FoundAgents | None, other: FoundAgents) -> bool:
    """Whether two times as many do the same, however long by then: that needs no sentence.

    Args:
        one: What was said; None for nothing.
        other: What is to be said.
    """
    return one is not None and _numbers(one) == _numbers(other)


def _count_object(count: AgentCount) -> dict[str, object]:
    return {
        "doing": count.sign.word.lower(),
        "reason": count.reason,
        "agents": count.number,
        "longest": _tenths(count.longest_s),
        "atLeast": not count.exact,
    }


def _tenths(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)


def _numbers(found: FoundAgents) -> tuple[object, ...]:
    polled = found.polled
    return found.everybody, polled.missing, polled.why, [(count.words, count.number) for count in found.counts]


def _sentences(found: FoundAgents) -> Iterator[str]:
    agents = count_of(found.everybody, "agent")
    begin = f"{found.found} of {agents}, found by {found.query}" if found.query else agents
    counts = [_count_words(count) for count in found.counts[:_MOST_SAID]]
    left = sum(count.number for count in found.counts[_MOST_SAID:])
    counts += [f"{left} do something else"] if left else []
    yield f"{begin}: {'; '.join(counts)}." if counts else f"{begin}."
    if found.polled.missing:
        yield f"{found.polled.missing} more {'was' if found.polled.missing == 1 else 'were'} not read."
    if found.polled.why:
        yield f"The last look at the agents failed: {found.polled.why.removesuffix('.')}."


def _count_words(count: AgentCount) -> str:
    words = [f"{count.number} {count.sign.word.lower()}", *([count.reason] if count.reason else [])]
    if count.longest_s is not None and (count.exact or count.longest_s >= 1.0):
        at_least = "" if count.exact else "at least "
        longest = "the longest " if count.number > 1 else ""
        words.append(f"{longest}for {at_least}{spoken_duration(count.longest_s)}")
    return ", ".join(words)
