"""What a visitor can choose, and what they have chosen: choices, filters, values that can be taken off."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.alphabet import alphabetical

CHOICES_AT_ONCE = 8  # of one filter; the rest is folded away


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with the number of networks it would leave."""

    value: str
    label: str
    count: int
    chosen: bool = False
    path: str = ""  # of its own page, below the directory's address, where it is linked to

    @property
    def disabled(self) -> bool:
        return not self.count and not self.chosen


@dataclass(frozen=True)
class Filter:
    """One filter of the form: its parameter, its label, its choices, those with networks first."""

    name: str
    label: str
    help_text: str
    choices: list[Choice]

    @property
    def folded(self) -> int:
        """How many choices are not seen at once: all but the first CHOICES_AT_ONCE and the chosen ones."""
        return len(self.choices) - self.at_once

    @property
    def at_once(self) -> int:
        return max(min(CHOICES_AT_ONCE, len(self.choices)), sum(choice.chosen for choice in self.choices))


@dataclass(frozen=True)
class AskedValue:
    """A chosen value, or the words: where one gets without it, and how many networks are there."""

    name: str
    label: str
    remove_url: str
    count_without: int


def by_name(choices: Iterable[Choice]) -> list[Choice]:
    """Choices in the order of their labels."""
    return sorted(choices, key=lambda choice: alphabetical(choice.label))
