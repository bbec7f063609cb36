"""The repeated facts of a listing, one small table each.

All but the contacts are the same in every language. The words of a contact's role are translated,
its facts are not (core.translating.field_kinds.Twins).
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from contact.choices import PhoneKind
from contact.phone_fields import PhoneField
from core.addresses import LinkField, MailboxField
from core.countries import CountriesAbroad, CountriesByName
from core.drafts import INCOMPLETE
from core.facts import facts
from core.language_list import LanguageListField
from core.languages import language_choices
from core.translations import source_version

from ..choices import ChannelKind, ConfirmedBy, ListingField, RelationKind, Status
from .confirmed_values import confirmed_value
from .fields_of_activity import FieldOfActivity, FieldOfActivityKey, source_fields


def network_key(related_name):
    """The key by which a fact belongs to its listing."""
    return ParentalKey(
        "networks_directory.NetworkPage",
        on_delete=models.CASCADE,
        related_name=related_name,
    )


class NetworkName(Orderable):
    """Another name of a network: a former one, or its own name in another language."""

    network = network_key("other_names")
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("In full, as the network itself writes it."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=language_choices,
        help_text=_("The language this name is in, so that it is read aloud rightly."),
    )

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("language")])]

    class Meta(Orderable.Meta):
        verbose_name = _("other name")


class NetworkCountry(Orderable):
    """A country a network is based in, serves, or both."""

    network = network_key("countries")
    country = CountryField(_("country"), countries=CountriesAbroad, help_text=_("A country outside Morocco."))
    is_based = models.BooleanField(
        _("based here"),
        default=True,
        help_text=_("The network has its seat or its members here."),
    )
    is_served = models.BooleanField(
        _("serves"),
        default=True,
        help_text=_("People living here may turn to the network."),
    )

    panels = [FieldRowPanel([FieldPanel("country"), FieldPanel("is_based"), FieldPanel("is_served")])]

    class Meta(Orderable.Meta):
        verbose_name = _("country")
        constraints = [
            models.UniqueConstraint(fields=["network", "country"], name="networks_one_row_per_country"),
            models.CheckConstraint(
                condition=models.Q(is_based=True) | models.Q(is_served=True),
                name="networks_country_based_or_served",
                violation_error_message=_("Tick “based here”, “serves”, or both."),
            ),
        ]


class NetworkCity(Orderable):
    """A city where a network is present."""

    network = network_key("cities")
    name = models.CharField(
        _("city"),
        max_length=100,
        help_text=_("As it is written on the spot, for example “Köln”."),
    )
    country = CountryField(
        _("country"), countries=CountriesByName, help_text=_("The country the city is in.")
    )

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("country")])]

    class Meta(Orderable.Meta):
        verbose_name = _("city")


class NetworkField(Orderable):
    """A field of activity of a network. Points at the source-language row, whatever the page's."""

    network = network_key("fields_of_activity")
    field = FieldOfActivityKey(
        FieldOfActivity,
        verbose_name=_("field of activity"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=source_fields,
        help_text=_("Missing one? Add it under Fields of activity."),
    )

    panels = [FieldPanel("field", widget=forms.Select)]

    class Meta(Orderable.Meta):
        verbose_name = _("field of activity")
        constraints = [
            models.UniqueConstraint(fields=["network", "field"], name="networks_one_row_per_field")
        ]


class NetworkLanguage(Orderable):
    """A language a network works in."""

    network = network_key("languages")
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=language_choices,
        help_text=_("A language in which one can write to the network."),
    )

    panels = [FieldPanel("language")]

    class Meta(Orderable.Meta):
        verbose_name = _("working language")


class NetworkPhone(Orderable):
    """A telephone number of a network."""

    network = network_key("phones")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=PhoneKind,
        default=PhoneKind.OFFICE,
        help_text=_("A fax number is shown but cannot be tapped to call."),
    )
    number = PhoneField(
        _("number"),
        help_text=_(
            "With the country code (+49 30 123456), or as it is dialled in the network's country. An"
            " extension follows as “ext. 12”."
        ),
    )

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("number")])]

    class Meta(Orderable.Meta):
        verbose_name = _("telephone number")


class NetworkChannel(Orderable):
    """Where a network can be followed or written to on line, in the order it prefers."""

    network = network_key("channels")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ChannelKind,
        help_text=_("Visitors see this as the link's name."),
    )
    url = LinkField(_("address"), help_text=_("For example www.example.org: https:// may be left out."))

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("channel")


class NetworkContact(TranslatableMixin, Orderable):
    """A person or a role to turn to. Shown to visitors only when marked public."""

    network = network_key("contacts")
    person = models.CharField(
        _("person"),
        max_length=120,
        blank=True,
        help_text=_("Only with the person's consent. Leave empty to give the role alone."),
    )
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("For example “President”."))
    responsibility = models.CharField(
        _("responsibility"),
        max_length=200,
        blank=True,
        help_text=_("What to turn to this contact for, for example “Students and internships”."),
    )
    email = MailboxField(_("e-mail"), blank=True, help_text=_("Shown if the contact is public."))
    languages = LanguageListField(_("languages"), help_text=_("The languages in which this contact answers."))
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Unticked, only editors see this contact."),
    )

    consent_on = models.DateField(
        _("agreed on"),
        null=True,
        blank=True,
        help_text=_("The day this person agreed to be named here. Without it the name is not shown."),
    )
    consent_by = models.CharField(
        _("said by"),
        max_length=20,
        choices=ConfirmedBy,
        blank=True,
        help_text=_("Who told us that this person agrees."),
    )

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("role")]),
        FieldPanel("responsibility"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("languages"), FieldPanel("is_public")]),
        FieldRowPanel([FieldPanel("consent_on"), FieldPanel("consent_by")]),
    ]
    override_translatable_fields = facts(
        "person", "email", "languages", "is_public", "consent_on", "consent_by", "sort_order"
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("contact")

    def clean(self):
        super().clean()
        # No constraint of the table: in another language a role waits for its translation.
        if not (self.person or self.role or self.email):
            raise ValidationError(_("Give a person, a role or an e-mail address."), code=INCOMPLETE)
        if self.person and self.is_public and not (self.consent_on and self.consent_by):
            missing = ValidationError(
                _("Say when this person agreed to be named, and who told us; or untick “public”."),
                code=INCOMPLETE,
            )
            raise ValidationError({"consent_on": missing})


BY_PERSON_NAMED = "person-named"


class WithdrawnConsent(models.Model):
    """A person no longer wants to be named: their name leaves every page at once, drafts included.

    A consent given later, with a later date, counts again.
    """

    contact_key = models.UUIDField(db_index=True, editable=False)  # NetworkContact.translation_key
    person = models.CharField(_("person"), max_length=120, help_text=_("Whose name has been taken off."))
    network = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("network"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    consent_on = models.DateField(_("had agreed on"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), auto_now_add=True)
    withdrawn_by = models.CharField(_("by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("withdrawn consent")
        verbose_name_plural = _("withdrawn consents")
        ordering = ["-withdrawn_at"]

    def __str__(self):
        return self.person

    def by_whom(self) -> str:
        """Who has taken the name off, for the reader: an editor's address, or that it was the person."""
        return gettext("the person named") if self.withdrawn_by == BY_PERSON_NAMED else self.withdrawn_by


class NetworkRelation(Orderable):
    """How a network stands to another one. Made between source pages."""

    network = network_key("relations")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=RelationKind,
        help_text=_("Read it as a sentence: this network … the other one."),
    )
    other = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("other network"),
        on_delete=models.PROTECT,
        related_name="related_from",
        help_text=_("Visitors see a link to it in their own language, and there a link to this one."),
    )
    since = models.DateField(
        _("since"),
        null=True,
        blank=True,
        help_text=_("Visitors see the month and the year. Leave empty if nobody knows."),
    )

    panels = [
        FieldRowPanel([
            FieldPanel("kind"),
            PageChooserPanel("other", page_type="networks_directory.NetworkPage"),
            FieldPanel("since"),
        ])
    ]  # fmt: skip

    class Meta(Orderable.Meta):
        verbose_name = _("relation to another network")

    def clean(self):
        super().clean()
        if self.other_id:
            self.other = source_version(self.other)
            if self.kind == RelationKind.FOLLOWS and self.other.status == Status.ACTIVE:
                message = _("“%(other)s” is active. Say there first that it has closed or merged.")
                params = {"other": self.other.title}
                raise ValidationError({"other": ValidationError(message, INCOMPLETE, params)})


class NetworkConfirmation(Orderable):
    """When one part of a listing was last confirmed, and by whom. Editing is not confirming."""

    network = network_key("confirmations")
    field = models.CharField(
        _("what was confirmed"),
        max_length=30,
        choices=ListingField,
        help_text=_("One row for each part of the listing."),
    )
    confirmed_on = models.DateField(_("on"), help_text=_("The day it was confirmed."))
    confirmed_by = models.CharField(
        _("by"),
        max_length=20,
        choices=ConfirmedBy,
        help_text=_("Who said that it is true."),
    )
    value = models.CharField(max_length=24, blank=True, default="", editable=False)  # see confirmed_values.py

    panels = [
        FieldRowPanel(
            [
                FieldPanel("field"),
                FieldPanel("confirmed_on"),
                FieldPanel("confirmed_by"),
            ]
        )
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("confirmation")
        constraints = [
            models.UniqueConstraint(fields=["network", "field"], name="networks_one_confirmation_per_field")
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._as_read = self._said()

    def _said(self):
        return tuple(self.__dict__.get(name) for name in ("field", "confirmed_on", "confirmed_by"))

    def save(self, *args, **kwargs):
        if self.is_new():
            self.bind(confirmed_value(self.field, self.network))
        super().save(*args, **kwargs)

    def is_new(self):
        """Whether somebody has just said so: of what stands there now, then, whatever it was about before."""
        return self._said() != self._as_read or not (self.value or self.pk)

    def bind(self, value):
        """Be about a value, as confirmed_value() gives it."""
        self.value, self._as_read = value, self._said()
