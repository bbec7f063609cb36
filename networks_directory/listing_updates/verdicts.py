"""What an editor has read, and what they say to it."""

from dataclasses import dataclass, field

from .listing_values import Values, values_of, version_of
from .models import ListingUpdate


class RefusedError(Exception):
    """A decision cannot be carried out; its text says why and what to do."""


class MovedError(RefusedError):
    """The proposal or the listing is no longer what the editor has read. Nothing has been done."""


@dataclass(frozen=True)
class Reading:
    """What an editor had before them: the versions of the proposal and of the live listing."""

    proposal: int
    live: str

    @classmethod
    def of(cls, update: ListingUpdate) -> "Reading":
        return cls(update.version, live_version(update))


@dataclass(frozen=True)
class Verdict:
    """What an editor says: the values to set, the pieces left as they are and why, words to the author."""

    values: Values = field(default_factory=dict)  # as proposed, or edited
    left_out: dict[str, str] = field(default_factory=dict)  # {piece: words}
    message: str = ""
    remarks: dict[str, str] = field(default_factory=dict)  # {piece: words} on what is accepted


def live_version(update: ListingUpdate) -> str:
    """What the offered fields of the live listing say now, as one short text."""
    return version_of(values_of(update.network.specific)) if update.network else ""
