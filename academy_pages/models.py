"""The academy: its page, its modules, and the sessions in which a module is taught."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, TranslatableMixin

from core.addresses import LinkField
from core.alphabet import alphabetical
from core.blocks import PointsStreamBlock
from core.drafts import RowsPanel
from core.facts import facts
from core.formats import day, label_of
from core.languages import language_choices, language_name
from core.links import link_columns, link_row
from core.models import BasePage, ContentPage
from core.one_query import fetch_in_one_query
from core.page_search.models import PageKind
from core.translations import source_version
from core.visibility import shown_on, visible
from networks_directory.choices import mark_of
from networks_directory.index.waiting import networks_changed
from networks_directory.models.fields_of_activity import (
    FieldOfActivity,
    FieldOfActivityKey,
    field_label,
    source_fields,
)

from .panels import SessionsPanel

MOROCCO = ZoneInfo(settings.TIME_ZONE)
STARTING_SOON = timedelta(days=14)


class DeliveryMode(models.TextChoices):
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("Partly in person, partly online")


class PartnerRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    HOST = "host_institution", _("Host institution")
    PARTNER = "partner", _("Partner")


def points(label, help_text):
    """A list of points of an academy page."""
    return StreamField(PointsStreamBlock(), blank=True, verbose_name=label, help_text=help_text)


class AcademyPage(ContentPage):
    """The training programme and its modules."""

    context = models.TextField(
        _("context"),
        blank=True,
        help_text=_("What the academy is part of, and who runs it."),
    )
    objectives = points(_("objectives"), _("What the academy is for. One objective to a point."))
    phase = models.TextField(
        _("present phase"),
        blank=True,
        help_text=_("How the modules are delivered at this stage."),
    )
    delivery_mode = models.CharField(
        _("delivery"),
        max_length=20,
        choices=DeliveryMode,
        blank=True,
        help_text=_("How the modules are taught in this phase."),
    )
    strengths = points(_("strengths"), _("What the academy can build on. One strength to a point."))

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("context"),
        FieldPanel("objectives"),
        RowsPanel("partners", heading=_("Partners"), label=_("Partner")),
        MultiFieldPanel(
            [FieldPanel("phase"), FieldPanel("delivery_mode")],
            heading=_("Present phase"),
        ),
        FieldPanel("strengths"),
        FieldPanel("body"),
    ]
    override_translatable_fields = [
        *ContentPage.override_translatable_fields,
        *facts("delivery_mode"),
    ]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["academy_pages.AcademyModulePage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("academy page")
        verbose_name_plural = _("academy pages")

    def search_text(self):
        words = [*super().search_text(), self.context, self.phase]
        for stream in (self.objectives, self.strengths):
            words += stream.stream_block.get_searchable_content(stream)
        return words

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        frame = context["frame"]
        modules = AcademyModulePage.objects.filter(locale__language_code=frame.language_code)
        modules = shown_on(self, request, modules)
        context |= cards_of_modules(modules, frame, partners_of=self)
        if getattr(request, "is_preview", False):  # the partners as they stand in the form
            context["partners"] = [
                {
                    "name": p.name,
                    "acronym": p.acronym,
                    "website": p.website,
                    "role": p.get_role_display(),
                }
                for p in self.partners.all()
            ]
        return context


class AcademyPartner(TranslatableMixin, Orderable):
    """Who makes the academy, in which role."""

    page = ParentalKey(AcademyPage, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(_("name"), max_length=200, help_text=_("In full."))
    acronym = models.CharField(_("acronym"), max_length=30, blank=True, help_text=_("For example “OFPPT”."))
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=PartnerRole,
        help_text=_("What the partner does for the academy."),
    )
    website = LinkField(
        _("website"),
        blank=True,
        help_text=_("For example www.example.org: https:// may be left out."),
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("acronym"), FieldPanel("role"), FieldPanel("website")]),
    ]
    override_translatable_fields = facts("acronym", "role", "website", "sort_order")

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("partner")


class AcademyModulePage(BasePage):
    """A module of the academy, delivered by one network or more."""

    field = FieldOfActivityKey(
        FieldOfActivity,
        verbose_name=_("field of activity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to=source_fields,
        help_text=_("Missing one? Add it under Fields of activity."),
    )
    delivery_mode = models.CharField(
        _("delivery"),
        max_length=20,
        choices=DeliveryMode,
        blank=True,
        help_text=_("How this module is taught."),
    )
    learning_outcomes = points(
        _("learning outcomes"),
        _("What participants can do afterwards: the hard skills, one to a point."),
    )
    plan = points(_("plan"), _("The parts of the module, in their order, one to a point."))
    audience = models.TextField(_("audience"), blank=True, help_text=_("Who the module is for."))
    prerequisites = models.TextField(
        _("prerequisites"),
        blank=True,
        help_text=_("What participants must know or have."),
    )
    assessment = models.TextField(
        _("assessment"), blank=True, help_text=_("How what was learnt is assessed.")
    )
    effort_hours = models.PositiveSmallIntegerField(
        _("effort, in hours"),
        null=True,
        blank=True,
        help_text=_("Hours of teaching and of work by oneself, together."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("field", widget=forms.Select),
        FieldRowPanel([FieldPanel("delivery_mode"), FieldPanel("effort_hours")]),
        RowsPanel(
            "deliveries",
            heading=_("Delivered by"),
            label=_("Network"),
            min_num=1,
            help_text=_("At least one network, the leading one first."),
        ),
        FieldPanel("learning_outcomes"),
        FieldPanel("plan"),
        FieldPanel("audience"),
        FieldPanel("prerequisites"),
        FieldPanel("assessment"),
        SessionsPanel(heading=_("Sessions")),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *facts("field", "delivery_mode", "effort_hours", "deliveries"),
    ]

    parent_page_types = ["academy_pages.AcademyPage"]
    subpage_types = []
    search_kind = PageKind.MODULE

    class Meta:
        verbose_name = _("academy module")
        verbose_name_plural = _("academy modules")

    def save(self, *args, **kwargs):
        # Not in clean(): the form cleans a page before its children are there, and checks them itself.
        if self.live and not self.deliveries.all():
            raise ValidationError(_("A module cannot be published without a network to deliver it."))
        with transaction.atomic():
            before = self.delivering_keys()
            super().save(*args, **kwargs)
            networks_changed(before | self.delivering_keys())  # one may find networks that deliver modules

    def delivering_keys(self):
        """The translation keys of the networks that deliver this module, as saved."""
        deliveries = ModuleDelivery.objects.filter(module=self.pk)
        return set(deliveries.values_list("network__translation_key", flat=True))

    def search_text(self):
        words = [
            *super().search_text(),
            self.audience,
            self.prerequisites,
            self.assessment,
        ]
        for stream in (self.learning_outcomes, self.plan):
            words += stream.stream_block.get_searchable_content(stream)
        return words

    def search_keys(self):
        return [f"field:{self.field.code}"] if self.field else []

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        frame = context["frame"]
        language_code = frame.language_code
        rows = fetch_in_one_query({
            "networks": delivering_networks(
                ModuleDelivery.objects.filter(module_id=self.pk), language_code
            ),
            "field": (
                FieldOfActivity.objects.filter(pk=self.field_id),
                {"code": "code", "label": field_label("", language_code)},
            ),
            "sessions": ModuleSession.rows_of(self.translation_key, language_code),
        })  # fmt: skip
        if getattr(request, "is_preview", False):  # the networks as they stand in the form
            rows["networks"] = _rows_as_in_form(self.deliveries.all(), language_code)
        context["networks"] = _network_links(rows["networks"], frame)
        context["field"] = next(iter(rows["field"]), None)
        context |= ModuleSession.by_time(rows["sessions"], frame)
        return context


class ModuleDelivery(Orderable):
    """A network that delivers a module. Points at the network's source page, whatever the module's."""

    module = ParentalKey(AcademyModulePage, on_delete=models.CASCADE, related_name="deliveries")
    network = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("network"),
        on_delete=models.PROTECT,
        related_name="module_deliveries",
        help_text=_("Visitors see it in their own language."),
    )

    panels = [PageChooserPanel("network", page_type="networks_directory.NetworkPage")]

    class Meta(Orderable.Meta):
        verbose_name = _("delivering network")
        constraints = [models.UniqueConstraint(fields=["module", "network"], name="academy_network_once")]

    def clean(self):
        super().clean()
        if self.network_id:
            self.network = source_version(self.network)


def delivering_networks(deliveries, language_code):
    """(queryset, columns) of the networks of some deliveries, in the reader's language."""
    twin = visible(Page.objects).filter(
        translation_key=OuterRef("network__translation_key"),
        locale__language_code=language_code,
    )
    return deliveries.order_by("module_id", "sort_order"), {
        "module_id": "module_id",
        "acronym": "network__acronym",
        "status": "network__status",
    } | link_columns(twin)


def _rows_as_in_form(deliveries, language_code):
    """What delivering_networks() reads, of deliveries that are not saved yet."""
    networks = [delivery.network for delivery in deliveries]
    keys = [network.translation_key for network in networks]
    twins = visible(Page.objects).filter(translation_key__in=keys, locale__language_code=language_code)
    shown = {twin.translation_key: link_row(twin) for twin in twins}
    return [
        shown[network.translation_key] | {"acronym": network.acronym, "status": network.status}
        for network in networks
        if network.translation_key in shown
    ]


def _network_links(rows, frame):
    """Links to the networks that are visible in the reader's language, by acronym where they have one.

    One that no longer answers is marked: it has delivered the module, and that stays true.
    """
    return [
        frame.located(row) | {"label": row["acronym"] or row["title"], "mark": mark_of(row["status"])}
        for row in rows
        if row["title"]
    ]


def cards_of_modules(modules, frame, partners_of=None):
    """The modules as cards, each with its field and its networks, in one query.

    With `partners_of` an AcademyPage, its partners are read in the same query.
    """
    queries = {
        "modules": (
            modules.order_by("path"),
            {
                "summary": "summary",
                "delivery_mode": "delivery_mode",
                "field": field_label("field__", frame.language_code),
            }
            | link_columns(),
        ),
        "networks": delivering_networks(
            ModuleDelivery.objects.filter(module__in=modules.order_by().values("pk")),
            frame.language_code,
        ),
    }
    if partners_of:
        queries["partners"] = (
            AcademyPartner.objects.filter(page_id=partners_of.pk).order_by("sort_order"),
            {name: name for name in ("name", "acronym", "role", "website")},
        )
    rows = fetch_in_one_query(queries)
    cards = [
        frame.located(row)
        | {
            "delivery": label_of(DeliveryMode, row["delivery_mode"]),
            "networks": _network_links(
                [network for network in rows["networks"] if network["module_id"] == row["id"]], frame
            ),
        }
        for row in rows["modules"]
    ]
    partners = [row | {"role": label_of(PartnerRole, row["role"])} for row in rows.get("partners", [])]
    networks = {network["id"]: network for card in cards for network in card["networks"]}
    by_name = sorted(networks.values(), key=lambda network: alphabetical(network["title"]))
    return {"modules": cards, "partners": partners, "networks": by_name}


class SessionState(models.TextChoices):
    """Where a session stands, computed from its dates; the order is the order of lists."""

    UNDER_WAY = "under_way", _("Under way")
    STARTING_SOON = "starting_soon", _("Starting soon")
    OPEN = "open", _("Open for registration")
    ANNOUNCED = "announced", _("Announced")
    TO_BE_SCHEDULED = "to_be_scheduled", _("To be scheduled")
    CANCELLED = "cancelled", _("Cancelled")
    PAST = "past", _("Past")


class ModuleSession(models.Model):
    """One time a module is taught. Kept when it is over: it is the module's record."""

    module = models.ForeignKey(
        AcademyModulePage,
        verbose_name=_("module"),
        on_delete=models.PROTECT,
        related_name="sessions",
        help_text=_("The module taught. The session appears on its page in every language."),
    )
    starts_at = models.DateTimeField(
        _("starts"),
        null=True,
        blank=True,
        help_text=_("Moroccan time. Leave empty while the date is not known."),
    )
    ends_at = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Moroccan time, later than the start."),
    )
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("For a session in person: the town and the building."),
    )
    online_url = LinkField(_("link"), blank=True, help_text=_("For a session online: where to join it."))
    host_institution = models.CharField(
        _("host institution"),
        max_length=200,
        blank=True,
        help_text=_("The institution whose students are taught."),
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=language_choices,
        blank=True,
        help_text=_("The language the session is taught in."),
    )
    trainers_network = models.ForeignKey(
        "networks_directory.NetworkPage",
        verbose_name=_("trainers' network"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions_taught",
        help_text=_("The network the trainers belong to."),
    )
    registration_url = LinkField(
        _("registration link"),
        blank=True,
        help_text=_("Where participants register. With it, the session is shown as open."),
    )
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("Tick instead of deleting, so that those who had noted it find out."),
    )

    # What a module's page shows of a session.
    SHOWN = (
        "starts_at", "ends_at", "place", "online_url", "host_institution", "language",
        "registration_url", "cancelled",
    )  # fmt: skip

    panels = [
        PageChooserPanel("module", page_type="academy_pages.AcademyModulePage"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("online_url")]),
        FieldRowPanel([FieldPanel("host_institution"), FieldPanel("language")]),
        PageChooserPanel("trainers_network", page_type="networks_directory.NetworkPage"),
        FieldPanel("registration_url"),
        FieldPanel("cancelled"),
    ]

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at"))
                | models.Q(ends_at=None)
                | models.Q(starts_at=None),
                name="academy_session_ends_after_start",
                violation_error_message=_("The end must be later than the start."),
            )
        ]

    def __str__(self):
        starts = timezone.localtime(self.starts_at, MOROCCO) if self.starts_at else None
        return f"{self.module}{_(', ')}{day(starts) or '–'}"

    def clean(self):
        super().clean()
        if self.module_id:
            self.module = source_version(self.module)
        if self.trainers_network_id:
            self.trainers_network = source_version(self.trainers_network)
        if self.ends_at and not self.starts_at:
            raise ValidationError({"starts_at": _("A session that ends must also start: when?")})

    def state_at(self, moment):
        """The SessionState at a moment. A session without an end is over when its day is."""
        if self.cancelled:
            return SessionState.CANCELLED
        if self.starts_at is None:
            return SessionState.TO_BE_SCHEDULED
        if moment >= (self.ends_at or self._end_of_day()):
            return SessionState.PAST
        if moment >= self.starts_at:
            return SessionState.UNDER_WAY
        if self.starts_at - moment <= STARTING_SOON:
            return SessionState.STARTING_SOON
        return SessionState.OPEN if self.registration_url else SessionState.ANNOUNCED

    def _end_of_day(self):
        day = timezone.localtime(self.starts_at, MOROCCO).replace(hour=0, minute=0, second=0)
        return day + timedelta(days=1)

    @property
    def state(self):
        return self.state_at(timezone.now())

    @property
    def may_register(self):
        return bool(self.registration_url) and self.state in (
            SessionState.OPEN,
            SessionState.STARTING_SOON,
        )

    @property
    def language_label(self):
        return language_name(self.language) if self.language else ""

    @classmethod
    def rows_of(cls, module_key, language_code):
        """(queryset, columns) of the sessions of a module, whatever its language.

        `network_title` and `network_url_path` are those of the trainers' network in the reader's
        language, where it is visible.
        """
        twin = visible(Page.objects).filter(
            translation_key=OuterRef("trainers_network__translation_key"),
            locale__language_code=language_code,
        )
        columns = {name: name for name in cls.SHOWN} | link_columns(twin, "network_")
        return cls.objects.filter(module__translation_key=module_key).order_by(), columns

    @classmethod
    def by_time(cls, rows, frame):
        """The sessions to come in the order of their state, then the past ones, latest first.

        Takes the rows of rows_of(); returns {"sessions": [...], "past_sessions": [...]}, of ShownSession.
        """
        shown = [ShownSession(cls._from_row(row), frame.located(row, "network_")) for row in rows]
        rank = {state: i for i, state in enumerate(SessionState)}
        far = timezone.now() + timedelta(days=36_500)
        coming = [s for s in shown if s.session.state != SessionState.PAST]
        past = [s for s in shown if s.session.state == SessionState.PAST]
        return {
            "sessions": sorted(coming, key=lambda s: (rank[s.session.state], s.session.starts_at or far)),
            "past_sessions": sorted(past, key=lambda s: s.session.starts_at, reverse=True),
        }

    @classmethod
    def _from_row(cls, row):
        values = {name: cls._meta.get_field(name).to_python(row[name]) for name in cls.SHOWN}
        for name in ("starts_at", "ends_at"):
            if values[name] and timezone.is_naive(values[name]):  # SQLite keeps UTC without saying so
                values[name] = values[name].replace(tzinfo=UTC)
        return cls(**values)


@dataclass(frozen=True)
class ShownSession:
    """A session as a module's page shows it; `trainers` is the row of their network, with its address."""

    session: ModuleSession
    trainers: Mapping[str, Any]
