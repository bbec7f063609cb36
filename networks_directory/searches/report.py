"""The report on what people search for, and one click from a word to the field of activity that it means."""

from datetime import timedelta
from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.reports import ReportView

from core.alphabet import alphabetical
from core.languages import native_name
from core.search_words import content_words
from core.spreadsheets import SafeExportMixin

from ..browsing.vocabulary import vocabulary
from ..models.fields_of_activity import field_names, field_words, name_in
from ..models.searches import SearchCount
from .adding import add_word
from .counting import waiting

PERMISSION = "networks_directory.change_fieldofactivity"
PERIODS = [("7", gettext_lazy("7 days")), ("30", gettext_lazy("30 days")), ("365", gettext_lazy("12 months"))]
# What each list is sorted by, the most first; who has none of it is left out.
LISTS = {
    "asked": gettext_lazy("Most searched for"),
    "nothing": gettext_lazy("Found nothing, or not all"),
    "taken": gettext_lazy("Corrected"),
    "declined": gettext_lazy("Corrections refused"),
}


def field_choices() -> list[tuple[str, str]]:
    """[(code, name)] of every field of activity, by name in the reader's language."""
    choices = [(code, name_in(names, get_language())) for code, names in field_names().items()]
    return sorted(choices, key=lambda choice: alphabetical(choice[1]))


class SearchFilters(WagtailFilterSet):
    order = django_filters.ChoiceFilter(
        label=gettext_lazy("Show"), choices=list(LISTS.items()), method="leave", empty_label=None
    )
    period = django_filters.ChoiceFilter(
        label=gettext_lazy("In the last"), choices=PERIODS, method="since", empty_label=None
    )
    language = django_filters.ChoiceFilter(
        field_name="language_code", label=gettext_lazy("Language"), choices=lambda: settings.LANGUAGES
    )

    class Meta:
        model = SearchCount
        fields = ["order", "period", "language"]

    def leave(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """The order is that of the sums (SearchReport)."""
        return queryset

    def since(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(day__gt=timezone.localdate() - timedelta(days=int(value)))


class WordsColumn(BaseColumn):
    """What was searched for, which words of it nothing knew, and what it was corrected to."""

    cell_template_name = "networks_directory/admin/words_cell.html"


class AddToFieldColumn(BaseColumn):
    """A form: the field of activity that the words mean, and a button that adds them to its words."""

    cell_template_name = "networks_directory/admin/add_to_field_cell.html"

    def __init__(self, report: "SearchReport", **kwargs: Any) -> None:
        super().__init__("add", **kwargs)
        self.report = report

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        report = self.report
        return super().get_cell_context_data(instance, parent_context) | {
            "choices": report.fields,
            "likely": report.field_of(instance),
            "back": report.request.get_full_path(),
            "csrf_token": get_token(report.request),
        }


class SearchReport(SafeExportMixin, ReportView):
    """What was searched for: how often, what of it found nothing, what was corrected."""

    page_title = gettext_lazy("What people search for")
    header_icon = "search"
    index_url_name = "searches:index"
    index_results_url_name = "searches:index_results"
    results_template_name = "networks_directory/admin/searches_results.html"
    filterset_class = SearchFilters
    permission_required = None
    list_export = [
        "words",
        "language_code",
        "times",
        "nothing",
        "unknown_words",
        "taken",
        "declined",
        "instead",
    ]
    export_headings = {
        "words": gettext_lazy("Words"),
        "language_code": gettext_lazy("Language"),
        "times": gettext_lazy("Searches"),
        "nothing": gettext_lazy("Found nothing, or not all"),
        "unknown_words": gettext_lazy("Unknown words"),
        "taken": gettext_lazy("Corrected"),
        "declined": gettext_lazy("Corrections refused"),
        "instead": gettext_lazy("Corrected to"),
    }
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "searches"

    def get_queryset(self) -> QuerySet[Any]:
        waiting.write()
        return SearchCount.objects.order_by()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Days added up: {"words", "language_code", "times", ...}, most of what is asked for first."""
        counted = super().filter_queryset(queryset)
        self.not_kept = counted.filter(words="").aggregate(number=Sum("asked"))["number"] or 0
        order = self.request.GET.get("order")
        order = order if order in LISTS else "asked"
        rows = counted.exclude(words="").values("words", "language_code").annotate(
            times=Sum("asked"), nothing=Sum("found_nothing"), taken=Sum("corrected"), declined=Sum("refused"),
            unknown_words=Max("unknown"), instead=Max("corrected_to"),
        )  # fmt: skip
        column = "times" if order == "asked" else order
        return rows.filter(**{f"{column}__gt": 0}).order_by(f"-{column}", "words", "language_code")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            WordsColumn("words", label=_("Words")),
            Column(
                "language_code", label=_("Language"), accessor=lambda row: native_name(row["language_code"])
            ),
            Column("times", label=_("Searches")),
            Column(
                "nothing", label=_("Found nothing, or not all"), accessor=lambda row: row["nothing"] or "–"
            ),
            Column("taken", label=_("Corrected"), accessor=lambda row: row["taken"] or "–"),
            Column("declined", label=_("Corrections refused"), accessor=lambda row: row["declined"] or "–"),
            AddToFieldColumn(self, label=_("Means this field of activity")),
        ]

    @cached_property
    def _words_of_fields(self) -> Any:
        return field_words()

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        return field_choices()

    def field_of(self, row: dict[str, Any]) -> str:
        """The code of the field that a row means, or what it was corrected to; "" for none."""
        words = content_words(row["instead"] or row["words"])
        known = vocabulary(self._words_of_fields)
        meanings = (meaning for start in range(len(words)) for meaning in known.longest(words[start:])[1])
        return next((meaning.value for meaning in meanings if meaning.kind == "field"), "")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"not_kept": self.not_kept}


class AddToField(View):
    """Adds what people search for to the words of a field of activity."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        sent = request.POST
        word = " ".join(sent.get("word", "").split())
        if not word or not sent.get("field"):
            messages.error(request, _("Choose a field of activity first."))
            return self._back(request)
        try:
            field = add_word(sent["field"], sent.get("language", ""), word, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            edit = reverse(field.snippet_viewset.get_url_name("edit"), args=[field.pk])
            name = dict(field_choices())[field.code]
            said = _("“%(word)s” leads to “%(field)s” now.") % {"word": word, "field": name}
            messages.success(request, said, buttons=[messages.button(edit, _("Edit"))])
        return self._back(request)

    @staticmethod
    def _back(request: HttpRequest) -> HttpResponse:
        back = request.POST.get("back", "")
        if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
            back = reverse("searches:index")
        return redirect(back)
