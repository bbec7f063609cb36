"""The translation board: a row for each page and snippet, a column for each language; and a summary."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import django_filters
from django.conf import settings
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Locale, Page
from wagtail_localize.models import TranslationSource, get_edit_url

from ..languages import SOURCE_LANGUAGE, native_name
from ..spreadsheets import SafeExportMixin
from . import versions
from .models import OFFERED, LanguageVersion, Standing
from .offering import languages_of, may_work_in

UNREVIEWED = "unreviewed"
# {(translation key, locale id): page or snippet}
Instances = dict[tuple[UUID, int], Any]


@dataclass
class Cell:
    """One language version on the board."""

    state: str = Standing.ABSENT
    waiting: int = 0
    since: object = None
    unreviewed: bool = False
    url: str = ""
    reviewed_url: str = ""

    @property
    def label(self) -> str:
        return Standing(self.state).label

    def __str__(self) -> str:
        """What an export says of it."""
        parts = [str(self.label)]
        if self.waiting:
            parts.append(str(self.waiting))
        if self.since:
            parts.append(timezone.localdate(self.since).isoformat())
        if self.unreviewed:
            parts.append(_("machine-translated, not reviewed"))
        return _(", ").join(parts)


def cells_of(
    sources: Sequence[TranslationSource],
    locales: Iterable[Locale],
    instances: Instances,
    own: Iterable[Locale] = (),
) -> dict[int, dict[str, "Cell"]]:
    """The board's cells of some TranslationSources: {source id: {language code: Cell}}.

    `instances` are instances_of() them. `own` are the languages of whoever looks: only their cells lead to
    the work.
    """
    rows = defaultdict(dict)
    for row in LanguageVersion.objects.filter(source__in=sources):
        rows[row.source_id][row.locale_id] = row
    board = defaultdict(dict)
    for locale in locales:
        waiting = versions.waiting_counts(locale, sources)
        for source in sources:
            row = rows[source.pk].get(locale.pk) or LanguageVersion(locale=locale)
            cell = Cell(row.state, since=row.behind_since, unreviewed=row.unreviewed)
            if row.state in (Standing.BEHIND, Standing.DRAFT):
                cell.waiting = waiting.get(source.pk, 0)
            if locale in own:
                cell.url = _work_url(source, instances, row.state, locale)
                if row.unreviewed:
                    cell.reviewed_url = reverse("translating:mark_reviewed", args=[source.pk, locale.pk])
            board[source.pk][locale.language_code] = cell
    return board


def instances_of(sources: Sequence[TranslationSource]) -> Instances:
    """Every language version of the objects of some sources: {(translation key, locale id): instance}."""
    keys = [source.object_id for source in sources]
    models = {source.specific_content_type.model_class() for source in sources}
    found = {}
    for model in {Page if issubclass(model, Page) else model for model in models}:
        for instance in model.objects.filter(translation_key__in=keys):
            found[instance.translation_key, instance.locale_id] = instance
    return found


def _work_url(source: TranslationSource, instances: Instances, state: str, locale: Locale) -> str:
    """Where the translation of a source into a language is worked on."""
    original = instances.get((source.object_id, source.locale_id))
    version = instances.get((source.object_id, locale.pk))
    if original is None:
        return ""
    if state == Standing.STANDS_IN or (version is None and not isinstance(original, Page)):
        query = urlencode({"select_locale": locale.language_code})
        if isinstance(original, Page):
            return f"{reverse('wagtail_localize:submit_page_translation', args=[original.pk])}?{query}"
        names = (original._meta.app_label, original._meta.model_name, original.pk)
        return f"{reverse('wagtail_localize:submit_snippet_translation', args=names)}?{query}"
    return get_edit_url(version) if version else ""


class LanguageColumn(BaseColumn):
    """What the board says of one language."""

    cell_template_name = "translating/board_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"cell": instance.cells[self.name]}


def language_choices() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != SOURCE_LANGUAGE]


class BoardFilters(WagtailFilterSet):
    title = django_filters.CharFilter(
        field_name="object_repr", lookup_expr="icontains", label=gettext_lazy("Title")
    )
    kind = django_filters.ModelChoiceFilter(
        field_name="specific_content_type",
        label=gettext_lazy("Kind"),
        queryset=lambda request: ContentType.objects.filter(
            pk__in=TranslationSource.objects.order_by().values("specific_content_type")
        ),
    )
    language = django_filters.ChoiceFilter(
        method="leave", label=gettext_lazy("Language"), choices=language_choices
    )
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=gettext_lazy("State"),
        choices=[
            *((state.value, state.label) for state in Standing if state != Standing.ORIGINAL),
            (UNREVIEWED, gettext_lazy("Machine-translated, not reviewed")),
        ],
    )

    class Meta:
        model = TranslationSource
        fields = ["title", "kind", "language", "state"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].field.label_from_instance = lambda kind: capfirst(str(kind.name))

    def leave(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A language narrows the columns (BoardView) and the state, not the rows."""
        return queryset

    def in_state(self, queryset: QuerySet, name: str, value: Any) -> QuerySet:
        found = LanguageVersion.objects.filter(source=OuterRef("pk"))
        found = found.exclude(locale__language_code=SOURCE_LANGUAGE)
        if language := self.data.get("language"):
            found = found.filter(locale__language_code=language)
        asked = Q(unreviewed=True) if value == UNREVIEWED else Q(state=value)
        return queryset.filter(Exists(found.filter(asked)))


class BoardView(SafeExportMixin, ReportView):
    """Every page and snippet that has been published, and where it stands in each language."""

    page_title = gettext_lazy("Translation board")
    header_icon = "wagtail-localize-language"
    index_url_name = "translating:board"
    index_results_url_name = "translating:board_results"
    filterset_class = BoardFilters
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not languages_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "translation-board"

    def get_queryset(self) -> QuerySet:
        sources = TranslationSource.objects.filter(locale__language_code=SOURCE_LANGUAGE)
        published = LanguageVersion.objects.filter(source=OuterRef("pk"), state=Standing.ORIGINAL)
        unfinished = LanguageVersion.objects.filter(
            source=OuterRef("pk"), state__in=[Standing.BEHIND, Standing.DRAFT, Standing.STANDS_IN]
        )
        sources = sources.filter(Exists(published)).alias(is_unfinished=Exists(unfinished))
        # What there is to do comes first.
        sources = sources.order_by("-is_unfinished", "object_repr", "pk")
        return sources.select_related("specific_content_type")

    @property
    def locales(self) -> list[Locale]:
        """The languages shown: all but the source language, or the one asked for."""
        codes = [code for code, _name in language_choices()]
        if (asked := self.request.GET.get("language")) in codes:
            codes = [asked]
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        return [locales[code] for code in codes if code in locales]

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                "object_repr",
                label=_("Title"),
                get_url=lambda source: source.edit_url,
            ),
            Column(
                "kind", label=_("Kind"), accessor=lambda source: capfirst(source.specific_content_type.name)
            ),
            *(
                LanguageColumn(locale.language_code, label=native_name(locale.language_code))
                for locale in self.locales
            ),
        ]

    def decorate_paginated_queryset(
        self, object_list: Iterable[TranslationSource]
    ) -> list[TranslationSource]:
        own = set() if self.is_export else set(languages_of(self.request.user))
        sources = list(object_list)
        locales = self.locales
        for start in range(0, len(sources), 500):
            batch = sources[start : start + 500]
            instances = instances_of(batch)
            cells = cells_of(batch, locales, instances, own)
            for source in batch:
                source.cells = cells[source.pk]
                original = instances.get((source.object_id, source.locale_id))
                source.edit_url = get_edit_url(original) if original else ""
        return sources

    @property
    def list_export(self) -> list[str]:
        return ["object_repr", "kind", *(locale.language_code for locale in self.locales)]

    @property
    def export_headings(self) -> dict[str, str]:
        names = {locale.language_code: native_name(locale.language_code) for locale in self.locales}
        return {"object_repr": _("Title"), "kind": _("Kind")} | names

    def to_row_dict(self, source: TranslationSource) -> dict[str, str]:
        row = {"object_repr": source.object_repr, "kind": capfirst(source.specific_content_type.name)}
        return row | {code: str(cell) for code, cell in source.cells.items()}


@require_admin_access
def mark_reviewed_view(request: HttpRequest, source_id: int, locale_id: int) -> HttpResponse:
    """Somebody says, with a button, that they have read what the machine has translated."""
    source = get_object_or_404(TranslationSource, pk=source_id)
    locale = get_object_or_404(Locale, pk=locale_id)
    if not may_work_in(request.user, locale):
        raise PermissionDenied
    if request.method == "POST":
        versions.mark_reviewed(source, locale, request.user)
        messages.success(request, _("Noted: “%(page)s” has been reviewed.") % {"page": source.object_repr})
        return redirect("translating:board")
    context = {
        "source": source,
        "language": native_name(locale.language_code),
        "strings": versions.machine_strings(source, locale).select_related("translation_of"),
    }
    return TemplateResponse(request, "translating/mark_reviewed.html", context)


class LanguagesPanel(Component):
    """On the dashboard: how much of the site each language has."""

    name = "languages"
    template_name = "translating/languages_panel.html"
    order = 150

    def __init__(self, user: Any) -> None:
        self.user = user

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        if not languages_of(self.user):
            return {"languages": []}
        counts = defaultdict(dict)
        numbers = LanguageVersion.objects.filter(state__in=OFFERED).order_by()
        for code, state, number in numbers.values_list("locale__language_code", "state").annotate(
            Count("pk")
        ):
            counts[code][state] = number
        languages = []
        for code, name in language_choices():
            total = sum(counts[code].values())
            done = counts[code].get(Standing.TRANSLATED, 0)
            languages.append(
                {
                    "code": code,
                    "name": name,
                    "done": done,
                    "total": total,
                    # Rounded down: 100 % means all of it.
                    "percent": done * 100 // total if total else 0,
                    "behind": counts[code].get(Standing.BEHIND, 0),
                    "url": f"{reverse('translating:board')}?language={code}",
                }
            )
        return {"languages": languages}
