"""Listing updates in the directory: its links; and in the admin: menu, dashboard, preferences, reports."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry

from core.formats import joined
from core.preferences import PreferencePanel

from ..listing.links import ListingLink
from ..models.networks import NetworkPage
from .admin import views as admin_views
from .admin.freshness import FreshnessReport
from .admin.personal_data import PersonalDataView, why_not_personal_data
from .admin.queue import AcceptConfirmationsView, QueueView
from .admin.representatives import (
    NoticePreferenceForm,
    RepresentationViewSet,
    RepresentativeViewSet,
    WithdrawnConsentViewSet,
)
from .models import ListingUpdate
from .permissions import why_not_moderate
from .pieces import PIECES
from .states import State

NEEDS_AN_EDITOR = [State.WAITING, State.FROZEN]


@hooks.register("register_proposal_form")
def proposal_form() -> str:
    """Where the directory leads whoever misses a network."""
    return reverse("listing_updates:new_network")


@hooks.register("register_listing_links")
def links_of_listing(page: NetworkPage) -> list[ListingLink]:
    """What visitors and representatives can do about a listing, on its page."""
    correction = reverse("listing_updates:correction", args=[page.translation_key])
    return [
        ListingLink("pencil", _("Suggest a correction"), correction),
        ListingLink("key", _("Update our listing"), reverse("listing_updates:my_networks")),
    ]


@hooks.register("register_admin_urls")
def register_urls() -> list[URLResolver]:
    urls = [
        path("", QueueView.as_view(), name="index"),
        path("results/", QueueView.as_view(results_only=True), name="index_results"),
        path("confirmations/", AcceptConfirmationsView.as_view(), name="confirmations"),
        path("freshness/", FreshnessReport.as_view(), name="freshness"),
        path(
            "freshness/results/",
            FreshnessReport.as_view(results_only=True),
            name="freshness_results",
        ),
        path("logo/<int:pk>/", admin_views.logo, name="logo"),
        path("personal-data/<int:pk>/", admin_views.personal_data, name="personal_data"),
        path("person/", PersonalDataView.as_view(), name="person"),
        path("<int:pk>/", admin_views.ReviewView.as_view(), name="review"),
    ]
    return [path("listing-updates/", include((urls, "listing_updates_admin")))]


@hooks.register("register_permissions")
def offer_permission() -> QuerySet[Permission]:
    """So that it can be given to other groups, under Settings → Groups."""
    return Permission.objects.filter(codename="moderate_listingupdate")


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [RepresentationViewSet(), RepresentativeViewSet(), WithdrawnConsentViewSet()]


def waiting() -> int:
    """How many updates wait for an editor."""
    return ListingUpdate.objects.filter(state__in=NEEDS_AN_EDITOR).count()


class QueueMenuItem(MenuItem):
    """The queue, with the number of what waits beside its name."""

    def is_shown(self, request: HttpRequest) -> bool:
        return not why_not_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if count := waiting():
            component.label = f"{self.label} ({count})"
        return component


@hooks.register("register_admin_menu_item")
def register_queue() -> MenuItem:
    return QueueMenuItem(
        gettext_lazy("Updates"),  # short, so that the number is seen beside it
        reverse("listing_updates_admin:index"),
        name="listing-updates",
        icon_name="history",
        order=295,
    )


class FreshnessMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return not why_not_moderate(request.user)


@hooks.register("register_reports_menu_item")
def register_freshness() -> MenuItem:
    return FreshnessMenuItem(
        gettext_lazy("Freshness of the listings"),
        reverse("listing_updates_admin:freshness"),
        name="listing-freshness",
        icon_name="time",
        order=900,
    )


class PersonalDataMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return not why_not_personal_data(request.user)


@hooks.register("register_settings_menu_item")
def register_personal_data() -> MenuItem:
    return PersonalDataMenuItem(
        gettext_lazy("Personal data"),
        reverse("listing_updates_admin:person"),
        name="personal-data",
        icon_name="user",
        order=910,
    )


class WaitingUpdates(SummaryItem):
    """How many updates wait, on the dashboard."""

    order = 150
    template_name = "listing_updates/admin/summary.html"

    def is_shown(self) -> bool:
        return not why_not_moderate(self.request.user)

    def get_context_data(self, parent_context: Any) -> dict[str, int]:
        frozen = ListingUpdate.objects.filter(state=State.FROZEN).count()
        return {"waiting": waiting(), "frozen": frozen}


@hooks.register("construct_homepage_summary_items")
def add_waiting_updates(request: HttpRequest, items: list[SummaryItem]) -> None:
    items.append(WaitingUpdates(request))


@hooks.register("register_account_settings_panel")
class NoticesPanel(PreferencePanel):
    """How this editor hears of listing updates."""

    name = "listing_notices"
    title = gettext_lazy("Listing updates")
    order = 250
    form_class = NoticePreferenceForm

    def is_active(self) -> bool:
        return not why_not_moderate(self.user)


class DecisionFormatter(LogFormatter):
    """A line in a page's history that names the sender of an update; Wagtail names the editor beside it."""

    sentence: str | Promise = ""

    def format_message(self, log_entry: PageLogEntry) -> str:
        pieces = [str(PIECES[name].label) for name in log_entry.data.get("parts", []) if name in PIECES]
        return str(self.sentence) % log_entry.data + (f" ({joined(pieces)})" if pieces else "")


@hooks.register("register_log_actions")
def register_decisions(actions: LogActionRegistry) -> None:
    @actions.register_action("listing_updates.accept")
    class Accepted(DecisionFormatter):
        label = gettext_lazy("Accept a listing update")
        sentence = gettext_lazy("Listing update %(reference)s from %(author)s accepted")

    actions.register_action(
        "listing_updates.erase", gettext_lazy("Erase a person"), gettext_lazy("A person was erased")
    )

    @actions.register_action("listing_updates.refuse")
    class Refused(DecisionFormatter):
        label = gettext_lazy("Refuse a listing update")
        sentence = gettext_lazy("Listing update %(reference)s from %(author)s refused")
