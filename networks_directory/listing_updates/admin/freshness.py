"""The report on how fresh each listing is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.admin.views.reports import ReportView

from core.spreadsheets import SafeExportMixin

from ...choices import ConfirmedBy
from ...freshness import is_stale
from ...models.networks import NetworkPage
from ..permissions import require_moderator
from ..reminders import with_freshness


@dataclass(frozen=True)
class ListingFreshness:
    """A row of the report."""

    pk: int
    title: str
    confirmed_since: date | None
    confirmed_by: str
    is_stale: bool
    representatives: int
    unreachable: int

    @classmethod
    def of(cls, network: NetworkPage) -> "ListingFreshness":
        """Of a page that reminders.with_freshness() has found."""
        days = [network.confirmed_since] if network.confirmed_since else []
        return cls(
            pk=network.pk,
            title=network.title,
            confirmed_since=network.confirmed_since,
            confirmed_by=dict(ConfirmedBy.choices).get(network.confirmed_by, ""),
            is_stale=is_stale(days, network.first_published_at),
            representatives=network.representatives,
            unreachable=network.unreachable,
        )


class FreshnessReport(SafeExportMixin, ReportView):
    """When each listing was last confirmed, by whom, and who looks after it."""

    page_title = gettext_lazy("Freshness of the listings")
    header_icon = "time"
    index_url_name = "listing_updates_admin:freshness"
    index_results_url_name = "listing_updates_admin:freshness_results"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "listing_updates/admin/freshness_results.html"
    list_export = ["title", "confirmed_since", "confirmed_by", "is_stale", "representatives"]
    export_headings = {
        "title": gettext_lazy("Network"),
        "confirmed_since": gettext_lazy("All confirmed since"),
        "confirmed_by": gettext_lazy("By"),
        "is_stale": gettext_lazy("Too long ago"),
        "representatives": gettext_lazy("Representatives"),
    }
    paginate_by = 100

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_moderator(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_filename(self) -> str:
        return "freshness"

    def get_queryset(self) -> QuerySet[NetworkPage]:
        return with_freshness(NetworkPage.objects.all())

    def decorate_paginated_queryset(self, object_list: list[NetworkPage]) -> list[ListingFreshness]:
        return [ListingFreshness.of(network) for network in object_list]
