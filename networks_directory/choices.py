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
    PLANNED = "planned", _("Planned")


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
