"""The closed lists of the directory. Stored values are the words of the open data; labels translate."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Family(models.TextChoices):
    GEOGRAPHIC = "geographic", _("Geographic networks")
    THEMATIC = "thematic", _("Thematic networks")


class Status(models.TextChoices):
    """Where a network stands in its life. Unknown is a value of its own, never taken for active."""

    UNKNOWN = "unknown", _("Not known")
    ACTIVE = "active", _("Active")
    DORMANT = "dormant", _("Dormant")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged into another")
    PLANNED = "planned", _("Planned")

    @property
    def answers(self) -> bool:
        """Whether whoever turns to the network finds somebody: the one place that says so (decision 0025).

        What does not answer is in no number, no recommendation, and in no list but those that ask for it.
        """
        return self not in (Status.CLOSED, Status.MERGED, Status.PLANNED)

    @property
    def comes_first(self) -> bool:
        """Whether lists put it before those that may not answer."""
        return self in (Status.UNKNOWN, Status.ACTIVE)


def mark_of(status: str) -> str:
    """What stands beside the name of a network that does not answer; "" for the others."""
    standing = Status(status or Status.UNKNOWN)
    return "" if standing.answers else str(standing.label)


class ChannelKind(models.TextChoices):
    WEBSITE = "website", _("Website")
    LINKEDIN = "linkedin", "LinkedIn"
    WHATSAPP = "whatsapp", "WhatsApp"
    FACEBOOK = "facebook", "Facebook"
    X = "x", "X"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    TELEGRAM = "telegram", "Telegram"
    NEWSLETTER = "newsletter", _("Newsletter")
    OTHER = "other", _("Other")


class RelationKind(models.TextChoices):
    MEMBER_OF = "member_of", _("Member of")
    FOLLOWS = "follows", _("Takes over from")
    MERGED_INTO = "merged_into", _("Merged into")


REPLACES, REPLACED_BY = _("Replaces"), _("Replaced by")
# What visitors read of a relation: on the page that it is entered on, and at its other end.
ENDS = {
    RelationKind.MEMBER_OF: (_("Member of"), _("Has as a member")),
    RelationKind.FOLLOWS: (REPLACES, REPLACED_BY),
    RelationKind.MERGED_INTO: (REPLACED_BY, REPLACES),
}


class ConfirmedBy(models.TextChoices):
    NETWORK = "network", _("the network")
    MINISTRY = "ministry", _("the ministry")


class ListingField(models.TextChoices):
    """The parts of a listing that a network or the ministry can confirm, one date each."""

    TITLE = "title", _("Name")
    ACRONYM = "acronym", _("Acronym")
    OTHER_NAMES = "other_names", _("Other names")
    STATUS = "status", _("Status")
    SUMMARY = "summary", _("Summary")
    OBJECTIVES = "objectives", _("Objectives")
    ACTIVITIES = "activities", _("Activities")
    COUNTRIES = "countries", _("Countries")
    CITIES = "cities", _("Cities")
    FIELDS = "fields_of_activity", _("Fields of activity")
    LANGUAGES = "languages", _("Working languages")
    FOUNDED = "founded", _("Year of foundation")
    MEMBERS = "member_count", _("Members")
    LOGO = "logo", _("Logo")
    WEBSITE = "website", _("Website")
    EMAIL = "email", _("E-mail")
    PHONES = "phones", _("Telephone")
    CHANNELS = "channels", _("Channels")
    CONTACTS = "contacts", _("Contacts")
    ADDRESS = "postal_address", _("Postal address")
    COORDINATES = "coordinates", _("Place on the map")
