"""What a visitor asked, as the address says it: `?q=&family=&country=&field=&...&sort=&page=`.

The address is the whole state. Several values of one filter mean "or", different filters mean "and".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200  # characters; nobody types more, and a machine gets no more work out of us
MOST_VALUES = 20  # of one filter; the others are left out, and the page says so
SORTS = {
    "relevance": _("Best match first"),
    "name": _("By name"),
    "updated": _("Recently updated first"),
}


@dataclass(frozen=True)
class Asked:
    """The words, the values of each filter, the order and the page of results that an address asks for."""

    words: str
    values: Mapping[str, list[str]]
    sort: str  # "" for the usual order
    page: str
    literal: bool = False  # nothing of the words is corrected

    @classmethod
    def of(cls, parameters: QueryDict, filters: Iterable[str]) -> "Asked":
        """Read an address. `filters` are the names of the filters that the page offers."""
        return cls(
            words=parameters.get("q", "").strip()[:LONGEST_QUERY],
            values={
                name: [value[:LONGEST_QUERY] for value in dict.fromkeys(parameters.getlist(name)) if value]
                for name in filters
            },
            sort=parameters.get("sort", "")[:LONGEST_QUERY],
            page=parameters.get("page", "1"),
            literal=parameters.get("literal") == "yes",
        )

    def with_meaning(self, meant: Mapping[str, list[str]]) -> "Asked":
        """The same with what means something: the values that are `meant`, and an order there is."""
        sort = self.sort if self.sort in self.sorts and self.sort != self.usual_sort else ""
        return replace(self, values={name: values[:MOST_VALUES] for name, values in meant.items()}, sort=sort)

    def without_meaning(self, kept: "Asked") -> list[str]:
        """The values that were asked for and are not in `kept`, with_meaning() of this."""
        ignored = []
        for name, values in self.values.items():
            known = {value.upper() for value in kept.values[name]}
            ignored += [value for value in values if value.upper() not in known]
        return ignored + [sort for sort in [self.sort] if sort and sort not in SORTS]

    @property
    def usual_sort(self) -> str:
        return "relevance" if self.words else "name"

    @property
    def sorts(self) -> list[str]:
        """The orders that mean something here."""
        return [sort for sort in SORTS if self.words or sort != "relevance"]

    @property
    def order(self) -> str:
        return self.sort or self.usual_sort

    @property
    def literally(self) -> str:
        return "yes" if self.literal and self.words else ""

    @property
    def is_anything(self) -> bool:
        """Whether some word or some value is asked for."""
        return bool(self.words or any(self.values.values()))

    def query(self, **changes: str | list[str]) -> str:
        """The parameters of this with some changed, on the first page of results; "" where none is left.

        Not Django's {% querystring %}, which changes the parameters of the request: these are the ones
        that mean something, each once, in one order, so that one state has one address.
        """
        query = QueryDict(mutable=True)
        asked = {"q": self.words} | dict(self.values) | {"sort": self.sort, "literal": self.literally}
        if changes.keys() & {"q"} and "literal" not in changes:
            changes["literal"] = ""  # other words are searched for as usual
        for name, value in (asked | changes).items():
            query.setlist(name, [one for one in (value if isinstance(value, list) else [value]) if one])
        encoded = query.urlencode(safe="")
        return f"?{encoded}" if encoded else ""
