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
    """What a network or the ministry can confirm, one date each."""

    STATUS = "status", _("Status")
    COUNTRIES = "countries", _("Countries")
    FIELDS = "fields_of_activity", _("Fields of activity")
    EMAIL = "email", _("E-mail")
    WEBSITE = "website", _("Website")
    PHONES = "phones", _("Telephone")
    ADDRESS = "postal_address", _("Postal address")
    CHANNELS = "channels", _("Channels")
    CONTACTS = "contacts", _("Contacts")
    MEMBERS = "member_count", _("Members")
