"""How to reach the ministry: one contact block, one contact page, the messages it receives."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
)

from core.coordinates import LatitudeField, LongitudeField
from core.drafts import RowsPanel
from core.facts import facts
from core.languages import SOURCE_LANGUAGE
from core.models import ContentPage

from .choices import Answers, PhoneKind
from .contact_details import ContactDetails
from .forms import ContactForm
from .hours import WEEKDAYS
from .messages import ContactMessage
from .phone_fields import PhoneField


class ContactBlock(
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    ClusterableModel,
):
    """The ministry's contact details, edited here and shown on every page."""

    organisation = models.CharField(
        _("organisation"),
        max_length=200,
        help_text=_("Who answers: the name shown above the address."),
    )
    address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("One line of the address to a line, as written on an envelope."),
    )
    latitude = LatitudeField()
    longitude = LongitudeField()

    panels = [
        FieldPanel("organisation"),
        FieldPanel("address"),
        FieldRowPanel(
            [FieldPanel("latitude"), FieldPanel("longitude")],
            heading=_("Place on the map"),
        ),
        RowsPanel(
            "phones",
            heading=_("Telephone numbers"),
            label=_("Telephone number"),
            help_text=_("In the order in which callers should try them."),
        ),
        RowsPanel(
            "hours",
            heading=_("Hours"),
            label=_("Hours"),
            help_text=_("In Moroccan time. One row for each span of hours."),
        ),
    ]

    override_translatable_fields = facts(
        "latitude", "longitude", "hours", "go_live_at", "expire_at", "first_published_at"
    )  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("contact block")
        verbose_name_plural = _("contact block")
        constraints = [
            models.UniqueConstraint(
                fields=["locale"],
                name="contact_one_block_per_language",
                violation_error_message=_(
                    "There is a contact block already. Edit that one: it is shown everywhere."
                ),
            )
        ]

    def __str__(self):
        return self.organisation

    def get_preview_template(self, request, mode_name):
        return "contact/contact_block_preview.html"

    def get_preview_context(self, request, mode_name):
        return {"contact": ContactDetails.from_block(self)}


class ContactPhone(TranslatableMixin, Orderable):
    """A telephone number of the contact block."""

    block = ParentalKey(ContactBlock, on_delete=models.CASCADE, related_name="phones")
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=PhoneKind,
        help_text=_("A fax number is shown but cannot be tapped to call."),
    )
    number = PhoneField(
        _("number"),
        region="MA",
        help_text=_("For example +212 5 37 77 65 64 or 05 37 77 65 64; an extension follows as “ext. 12”."),
    )
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("Optional: shown instead of the kind, for example “Switchboard 2”."),
    )

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("label")])]

    override_translatable_fields = facts("kind", "number", "sort_order")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("telephone number")


class ContactHours(Orderable):
    """When somebody answers, in Moroccan time."""

    block = ParentalKey(ContactBlock, on_delete=models.CASCADE, related_name="hours")
    answers = models.CharField(
        _("what these hours are for"),
        max_length=20,
        choices=Answers,
        help_text=_("The hours are shown beside the number they belong to."),
    )
    opens = models.TimeField(_("from"), help_text=_("Moroccan time."))
    closes = models.TimeField(_("to"), help_text=_("Moroccan time, later than “from”."))
    monday = models.BooleanField(_("Monday"), default=False)
    tuesday = models.BooleanField(_("Tuesday"), default=False)
    wednesday = models.BooleanField(_("Wednesday"), default=False)
    thursday = models.BooleanField(_("Thursday"), default=False)
    friday = models.BooleanField(_("Friday"), default=False)
    saturday = models.BooleanField(_("Saturday"), default=False)
    sunday = models.BooleanField(_("Sunday"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("answers"), FieldPanel("opens"), FieldPanel("closes")]),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(day) for day in WEEKDAYS])],
            heading=_("Days"),
            help_text=_(
                "Leave all unticked when the days are not known: visitors then see the hours alone,"
                " and the site never says “open now”."
            ),
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("hours")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes__gt=models.F("opens")),
                name="contact_hours_close_after_opening",
                violation_error_message=_("The closing time must be later than the opening time."),
            )
        ]


class ContactPage(ContentPage):
    """How to reach the ministry, and a form to write to it."""

    form_introduction = models.TextField(
        _("words above the form"),
        blank=True,
        help_text=_("What to write for, and when to expect an answer."),
    )
    thanks = models.TextField(
        _("words after sending"),
        blank=True,
        help_text=_("Shown to the sender once the message has arrived."),
    )
    recipients = models.TextField(
        _("who is told"),
        blank=True,
        help_text=_(
            "One e-mail address a line. Each receives every message. When empty, all moderators do."
            " Visitors do not see this."
        ),
    )

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("form_introduction"),
        FieldPanel("thanks"),
        FieldPanel("recipients"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        *facts("recipients"),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("contact page")
        verbose_name_plural = _("contact pages")

    def clean(self):
        super().clean()
        # Wagtail's validate_to_address() would want its forms app installed, and commas between addresses.
        for address in self.recipients.split():
            try:
                validate_email(address)
            except ValidationError as error:
                message = _("“%(address)s” is not an e-mail address.") % {"address": address}
                raise ValidationError({"recipients": message}) from error

    def recipient_addresses(self):
        """Who is told of a message: the addresses entered here, or every moderator's."""
        if self.recipients.strip():
            return self.recipients.split()
        moderators = get_user_model().objects.filter(is_active=True, groups__name="Moderators")
        return list(moderators.values_list("email", flat=True))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["form"] = kwargs.get("form") or ContactForm.for_request(request)
        context["sent_reference"] = ContactMessage.reference_from_receipt(request.GET.get("receipt", ""))
        return context


def answers_to():
    """Where the answer to an e-mail of the site goes: who is told of messages, or the site's own address."""
    recipients = ContactPage.objects.values_list("recipients", flat=True)
    named = recipients.filter(locale__language_code=SOURCE_LANGUAGE).first()
    return named.split() if named else [settings.DEFAULT_FROM_EMAIL]
