"""The directory in the Wagtail admin: fields of activity, searches, whether lists are up to date."""

from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.tables import LocaleColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .index.waiting import LEFT_BEHIND, number_waiting, waiting_since
from .models.fields_of_activity import FieldOfActivity
from .models.networks import NetworkPage
from .searches.report import PERMISSION, AddToField, SearchReport


@register_snippet
class FieldOfActivityViewSet(SnippetViewSet):
    model = FieldOfActivity
    icon = "tag"
    menu_label = _("Fields of activity")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", LocaleColumn(label=_("Language")), "code"]
    list_export = ["code", "name"]
    search_fields = ["name", "code", "words_people_use"]
    ordering = ["name"]


class WaitingForTheIndex(SummaryItem):
    """How many networks the directory does not show yet as they are, on the dashboard."""

    order = 160
    template_name = "networks_directory/admin/waiting_for_the_index.html"

    def is_shown(self):
        self.since = waiting_since()
        return self.since is not None

    def get_context_data(self, parent_context):
        is_late = self.since < timezone.now() - LEFT_BEHIND
        return {"waiting": number_waiting(), "late_since": self.since if is_late else None}


@hooks.register("construct_homepage_summary_items")
def add_waiting_for_the_index(request, items):
    items.append(WaitingForTheIndex(request))


@hooks.register("register_admin_urls")
def register_searches():
    urls = [
        path("", SearchReport.as_view(), name="index"),
        path("results/", SearchReport.as_view(results_only=True), name="index_results"),
        path("add/", AddToField.as_view(), name="add"),
    ]
    return [path("reports/searches/", include((urls, "searches")))]


class SearchesMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


@hooks.register("register_reports_menu_item")
def register_search_report():
    return SearchesMenuItem(
        _("What people search for"), reverse("searches:index"), name="searches", icon_name="search", order=890
    )


@hooks.register("construct_contact_networks")
def leave_out_who_does_not_answer(networks):
    """Of the networks that a message to the ministry may concern, those that answer (decision 0025)."""
    return networks.filter(pk__in=NetworkPage.objects.answering().values("pk"))
