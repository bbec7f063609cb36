"""Judged queries: which networks answer what people type, and what the directory made of it. No Django."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ENDED = {"closed", "planned"}  # found by their names, and otherwise nobody's answer
RECOMMENDED = {"active", "unknown"}  # a dormant network is right, but need not come first


@dataclass(frozen=True)
class Network:
    """What judging needs to know of a network; `cities` has those of the countries it is based in."""

    slug: str
    cities: Mapping[str, list[str]] = field(default_factory=dict)
    served: tuple[str, ...] = ()
    worldwide: bool = False
    fields: tuple[str, ...] = ()
    status: str = "unknown"

    def fits(self, pattern: str) -> bool:
        """Whether it meets all the conditions of a pattern.

        field:health, open (to every field), in:FR (based there or serving it by name), serves:FR (that, or
        the whole world), city:New_York.
        """
        return all(self._meets(condition) for condition in pattern.split())

    def _meets(self, condition: str) -> bool:
        kind, _, value = condition.partition(":")
        here = value in self.cities or value in self.served
        return {
            "field": value in self.fields,
            "open": not self.fields,
            "in": here,
            "serves": here or self.worldwide,
            "city": any(value.replace("_", " ") in cities for cities in self.cities.values()),
        }[kind]


@dataclass(frozen=True)
class Judged:
    """What is typed, in the directory of which language, and which networks answer it.

    `first` are those that must be among the first three, or fill them where there are more; `also` are right
    too, in any place; `never` must not appear.
    """

    typed: str
    group: str
    kind: str
    asked_in: str
    first: frozenset[str]
    also: frozenset[str]
    never: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """What the directory found for a Judged query, in its order."""

    judged: Judged
    found: list[str]

    @property
    def right_at_1(self) -> bool:
        """The first is one of those that must come first; where nothing answers, nothing is found."""
        return self.found[0] in self.judged.first if self.found else not self.judged.first

    @property
    def right_at_3(self) -> bool:
        """The first three have those that must be there, and nothing is found that must not appear."""
        if not self.judged.first:
            return not self.found
        enough = min(3, len(self.judged.first))
        return len(self.judged.first & set(self.found[:3])) >= enough and not self.unwanted

    @property
    def wrong_at_1(self) -> bool:
        """What is shown first answers nothing that was asked."""
        return bool(self.found) and self.found[0] not in self.judged.first | self.judged.also

    @property
    def without_result(self) -> bool:
        return bool(self.judged.first) and not self.found

    @property
    def unwanted(self) -> frozenset[str]:
        return self.judged.never & frozenset(self.found)


def read_queries(path: Path, networks: list[Network]) -> list[Judged]:
    """The judged queries of a file, their patterns resolved to networks."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        _judged(typed, group, kind, judgement, networks)
        for group, kinds in content.items()
        for kind, queries in kinds.items()
        for typed, judgement in queries.items()
    ]


def _judged(typed: str, group: str, kind: str, judgement: dict[str, Any], networks: list[Network]) -> Judged:
    def those(role: str, statuses: set[str]) -> frozenset[str]:
        patterns = judgement.get(role, [])
        return frozenset[str]().union(*(_described(pattern, networks, statuses) for pattern in patterns))

    every = {network.status for network in networks}
    first, also = those("first", RECOMMENDED), those("also", every - ENDED)
    if bool(first) != bool(judgement.get("first")):
        raise ValueError(f"{typed}: nothing is what should come first.")
    never = those("never", every) | {network.slug for network in networks if network.status in ENDED}
    asked_in = judgement.get("asked_in", group)
    return Judged(typed, group, kind, asked_in, first, also, never - first - also)


def _described(pattern: str, networks: list[Network], statuses: set[str]) -> set[str]:
    """The networks that a pattern describes: the one it names, whatever its status, or those that fit.

    Raises:
        ValueError: it names none; the judgement has a slip of the pen.
    """
    if ":" in pattern or pattern == "open":
        return {network.slug for network in networks if network.status in statuses and network.fits(pattern)}
    if all(pattern != network.slug for network in networks):
        raise ValueError(f"No network is called “{pattern}”.")
    return {pattern}
