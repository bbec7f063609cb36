"""What a visitor can choose, and what they have chosen: choices, filters, values that can be taken off."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def at_once(self) -> list[Choice]:
        """The choices that are seen at once: the first of those that leave something or are chosen."""
        return [choice for choice in self.choices if not choice.disabled][:CHOICES_AT_ONCE]

    @cached_property
    def folded(self) -> list[Choice]:
        """The others. Both keep their order when one is chosen."""
        return [choice for choice in self.choices if choice not in self.at_once]

    @property
    def unfolds(self) -> bool:
        """Whether a choice is chosen that would not be seen."""
        return any(choice.chosen for choice in self.folded)

    def separates(self, count: int) -> bool:
        """Whether some choice would leave others than the networks listed now, of which there are `count`."""
        left = [choice.count for choice in self.choices if choice.count]
        return len(left) > 1 or left not in ([], [count]) or any(choice.chosen for choice in self.choices)


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
