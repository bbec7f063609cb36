"""Networks: one table for both families, and a page type an editor chooses for each."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from core.addresses import LinkField, MailboxField
from core.blocks import PointsStreamBlock
from core.coordinates import LatitudeField, LongitudeField
from core.countries import all_names
from core.drafts import INCOMPLETE, RowsPanel
from core.facts import facts
from core.languages import SOURCE_LANGUAGE
from core.models import BasePage
from core.search_text import normalise

from ..choices import Family, Status, mark_of
from ..page_forms import NetworkPageForm
from ..panels import FieldsOfActivityPanel, HostCountriesPanel
from .confirmed_values import ALL_FIELDS, confirmed_value

OLDEST_NETWORK = 1900


def this_year():
    return timezone.localdate().year


class NetworkQuerySet(PageQuerySet):
    """Questions the directory asks of networks, whatever their family."""

    def in_language(self, language_code):
        return self.filter(locale__language_code=language_code)

    def of_family(self, family):
        return self.filter(family=family)

    def answering(self):
        return self.filter(status__in=[status for status in Status if status.answers])

    def silent(self):
        return self.filter(status__in=[status for status in Status if not status.answers])


class NetworkPage(BasePage):
    """A network's listing. Editors choose GeographicNetworkPage or ThematicNetworkPage."""

    FAMILY = None

    family = models.CharField(max_length=20, choices=Family, editable=False)
    acronym = models.CharField(
        _("acronym"),
        max_length=30,
        blank=True,
        help_text=_("For example “DMK”, without full stops."),
    )
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=Status,
        default=Status.UNKNOWN,
        help_text=_(
            "Visitors see it. Say “active” only if you know that it is. A network that is closed, merged or"
            " planned is found only by its name or by the filter, and counted nowhere."
        ),
    )
    notice = models.CharField(
        _("notice"),
        max_length=200,
        blank=True,
        help_text=_("One short piece of news at the top of the listing. Give its date below."),
    )
    notice_date = models.DateField(
        _("date of the notice"),
        null=True,
        blank=True,
        help_text=_("Shown with the notice, so that nobody takes old news for new."),
    )
    serves_worldwide = models.BooleanField(
        _("serves the whole world"),
        default=False,
        help_text=_("Tick this instead of listing every country it serves."),
    )
    objectives = StreamField(
        PointsStreamBlock(),
        blank=True,
        verbose_name=_("objectives"),
        help_text=_("What the network is for. One objective to a point."),
    )
    activities = StreamField(
        PointsStreamBlock(),
        blank=True,
        verbose_name=_("activities"),
        help_text=_("What the network does. One activity to a point."),
    )
    founded = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(OLDEST_NETWORK), MaxValueValidator(this_year)],
        help_text=_("The year, for example 2009."),
    )
    member_count = models.PositiveIntegerField(
        _("number of members"),
        null=True,
        blank=True,
        help_text=_("As last stated by the network."),
    )
    logo = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown on a light ground. At least 300 pixels wide."),
    )
    website = LinkField(
        _("website"),
        blank=True,
        help_text=_("For example www.example.org: https:// may be left out."),
    )
    email = MailboxField(
        _("e-mail"),
        blank=True,
        help_text=_("A shared address rather than a person's, if possible."),
    )
    postal_address = models.TextField(
        _("postal address"),
        blank=True,
        help_text=_("One line of the address to a line."),
    )
    latitude = LatitudeField()
    longitude = LongitudeField()

    identity_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("acronym"),
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("notice"), FieldPanel("notice_date")]),
            ],
            heading=_("Identity"),
        ),
        RowsPanel("other_names", heading=_("Other names"), label=_("Other name")),
        FieldPanel("logo"),
        FieldPanel("objectives"),
        FieldPanel("activities"),
        FieldRowPanel([FieldPanel("founded"), FieldPanel("member_count")]),
        RowsPanel("relations", heading=_("Relations to other networks"), label=_("Relation")),
    ]
    reach_panels = [
        HostCountriesPanel(
            "countries",
            heading=_("Countries"),
            label=_("Country"),
            help_text=_(
                "A network based in one country may serve others: say both. A geographic network is"
                " based in at least one."
            ),
        ),
        FieldPanel("serves_worldwide"),
        RowsPanel("cities", heading=_("Cities"), label=_("City")),
        FieldsOfActivityPanel(
            "fields_of_activity",
            heading=_("Fields of activity"),
            label=_("Field of activity"),
            help_text=_(
                "A thematic network has at least one. Leave empty for a geographic network that is"
                " open to every field."
            ),
        ),
        RowsPanel("languages", heading=_("Working languages"), label=_("Language")),
    ]
    contact_panels = [
        FieldRowPanel([FieldPanel("website"), FieldPanel("email")]),
        RowsPanel("phones", heading=_("Telephone numbers"), label=_("Telephone number")),
        RowsPanel(
            "channels",
            heading=_("Channels"),
            label=_("Channel"),
            help_text=_("In the order the network prefers."),
        ),
        RowsPanel("contacts", heading=_("Contacts"), label=_("Contact")),
        FieldPanel("postal_address"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        RowsPanel(
            "confirmations",
            heading=_("Confirmations"),
            label=_("Confirmation"),
            help_text=_(
                "What has been confirmed, when and by whom. When you change what was confirmed, its"
                " confirmation goes, unless you confirm it anew."
            ),
        ),
    ]
    edit_handler = TabbedInterface([
        ObjectList(identity_panels, heading=_("Identity")),
        ObjectList(reach_panels, heading=_("Countries and fields")),
        ObjectList(contact_panels, heading=_("How to reach it")),
        ObjectList(BasePage.promote_panels, heading=_("Promote"), classname="promote"),
    ])  # fmt: skip

    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *facts(
            "acronym", "status", "notice_date", "serves_worldwide", "founded", "member_count", "logo",
            "website", "email", "postal_address", "latitude", "longitude", "other_names", "countries",
            "cities", "fields_of_activity", "languages", "phones", "channels", "relations",
            "confirmations",
        ),
    ]  # fmt: skip

    search_fields = [
        *BasePage.search_fields,
        index.FilterField("family"),
        index.AutocompleteField("names_and_places"),
    ]

    search_kind = ""  # the directory's own index has it

    objects = PageManager.from_queryset(NetworkQuerySet)()

    base_form_class = NetworkPageForm
    parent_page_types = ["networks_directory.NetworkFamilyPage"]
    subpage_types = []
    is_creatable = False
    template = "networks_directory/network_page.html"

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    @property
    def mark(self):
        """What stands beside its name in a list of pages, where it does not answer; else nothing."""
        return mark_of(self.status)

    @property
    def standing(self) -> Status:
        """Where it stands in its life: not known while nothing is said, as in a draft."""
        return Status(self.status or Status.UNKNOWN)

    @classmethod
    def can_create_at(cls, parent):
        return super().can_create_at(parent) and parent.specific.family == cls.FAMILY

    def can_move_to(self, parent):
        return super().can_move_to(parent) and parent.specific.family == self.family

    def full_clean(self, *args, **kwargs):
        self.family = self.FAMILY or self.family
        super().full_clean(*args, **kwargs)

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.family = self.FAMILY or self.family
        if self.live and (missing := self.missing_to_publish()):
            raise ValidationError(missing)
        saved = kwargs.get("update_fields")
        may_change = saved is None or ALL_FIELDS.intersection(saved)
        if may_change and self.settle_confirmations() and saved is not None:
            kwargs["update_fields"] = [*saved, "confirmations"]
        vars(self).pop("_names_and_places", None)
        super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        self.settle_confirmations()
        return super().save_revision(*args, **kwargs)

    def settle_confirmations(self) -> bool:
        """Bind new confirmations to what stands here, and let go of those of something else, in memory.

        Only an original's: its translations have what it has. Returns whether any has changed.
        """
        if self.locale_id and self.locale.language_code != SOURCE_LANGUAGE:
            return False
        rows = list(self.confirmations.all())
        before = [row.value for row in rows]
        kept = [row for row in rows if self._holds(row)]
        has_changed = before != [row.value for row in kept]
        if has_changed:
            self.confirmations.set(kept)
        return has_changed

    def _holds(self, row):
        """Whether a confirmation is about what stands here; a new one is bound to it."""
        value = confirmed_value(row.field, self)
        if row.is_new():
            row.bind(value)
        elif not row.value and self.pk:  # from a revision kept before confirmations were bound
            stored = type(row)._default_manager.filter(
                network=self.pk, field=row.field, confirmed_on=row.confirmed_on
            )
            row.bind(stored.values_list("value", flat=True).first() or "")
        return row.value == value

    def missing_to_publish(self):
        """Why this listing may not be live yet, or "". The form says the same; this is for all other ways.

        It is asked when the page is saved, not when it is cleaned: the form cleans a page before its
        children are there.
        """
        return ""

    def clean(self):
        super().clean()
        if self.notice and not self.notice_date:
            missing = ValidationError(_("Give the date of the notice."), code=INCOMPLETE)
            raise ValidationError({"notice_date": missing})

    def own_words(self):
        """The words of this page in its language."""
        words = self.search_text()
        for stream in (self.objectives, self.activities):
            words += stream.stream_block.get_searchable_content(stream)
        return words

    def facts_in_words(self, fields):
        """Its acronym, other names and cities, and its countries and fields in every language.

        `fields` are the names of its fields of activity, as field_names() has them.
        """
        words = list(self._names_and_places)
        for names in fields:
            words += names.values()
        return words

    @cached_property
    def _names_and_places(self):
        words = [self.acronym]
        words += [name.name for name in self.other_names.all()]
        words += [city.name for city in self.cities.all()]
        countries = [row.country.code for row in self.countries.all()]
        for code, _name in settings.LANGUAGES:
            # A draft may have a row whose country is not chosen yet.
            words += [name for country in countries for name in all_names(country, code)]
        return words

    @property
    def names_and_places(self):
        """What editors find it by, besides its title, as it is written and without accents."""
        words = " ".join(filter(None, self._names_and_places))
        return f"{words} {normalise(words)}"
