"""Sessions in the Wagtail admin, modules on a network's page, and networks that may not go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from core.formats import joined
from core.links import link_columns
from core.spreadsheets import SafeExportMixin
from core.visibility import visible
from networks_directory.index.facets import Facet
from networks_directory.listing.parts import ListingPart
from networks_directory.models.networks import NetworkPage

from .models import AcademyModulePage, ModuleDelivery, ModuleSession


class SessionIndexView(SafeExportMixin, ModelViewSet.index_view_class):
    pass


class SessionAddView(ModelViewSet.add_view_class):
    """From the editor of a module, whose session it is then."""

    def get_initial(self):
        module = self.request.GET.get("module", "")
        chosen = AcademyModulePage.objects.filter(pk=module).first() if module.isdecimal() else None
        return super().get_initial() | ({"module": chosen.pk} if chosen else {})


class SessionEditView(ModelViewSet.edit_view_class):
    @cached_property
    def header_more_buttons(self):
        module = reverse("wagtailadmin_pages:edit", args=[self.object.module_id])
        return [*super().header_more_buttons, Button(_("Module"), url=module, icon_name="doc-empty")]


class SessionViewSet(ModelViewSet):
    model = ModuleSession
    name = "academy_sessions"
    url_prefix = "academy-sessions"
    icon = "calendar-alt"
    menu_label = gettext_lazy("Academy sessions")
    menu_order = 305
    add_to_admin_menu = True
    index_view_class = SessionIndexView
    add_view_class = SessionAddView
    edit_view_class = SessionEditView
    list_display = [
        "__str__",
        TitleColumn(
            "module",
            label=gettext_lazy("Module"),
            accessor=lambda session: session.module.title,
            get_url=lambda session: reverse("wagtailadmin_pages:edit", args=[session.module_id]),
        ),
        "starts_at", "place", "host_institution",
    ]  # fmt: skip
    list_filter = ["module", "starts_at", "cancelled"]
    list_export = [
        "module", "starts_at", "ends_at", "place", "online_url", "host_institution", "language",
        "trainers_network", "registration_url", "cancelled",
    ]  # fmt: skip
    exclude_form_fields = []
    search_fields = ["place", "host_institution"]


@hooks.register("register_admin_viewset")
def register_sessions():
    return SessionViewSet()


class DeliveredModules(ListingPart):
    """The academy modules a network delivers, on its page in every language."""

    name = "modules"

    def query(self, page, language_code):
        modules = (
            visible(AcademyModulePage.objects)
            .filter(
                locale__language_code=language_code,
                deliveries__network__translation_key__in=NetworkPage.objects.filter(pk=page).values(
                    "translation_key"
                ),
            )
            .order_by("path")
        )
        return modules, link_columns()

    def build(self, rows, frame):
        return [frame.located(row) for row in rows]


hooks.register("register_listing_part", DeliveredModules)


class DeliversModules(Facet):
    """Whether a network delivers a module of the academy."""

    name = "modules"
    label = gettext_lazy("Academy")
    values = ("yes",)

    def values_of_all(self, pages):
        delivering = visible(ModuleDelivery.objects, "module__").filter(
            network__translation_key__in=[page.translation_key for page in pages]
        )
        keys = set(delivering.values_list("network__translation_key", flat=True))
        return {page.translation_key: [("yes", "")] if page.translation_key in keys else [] for page in pages}

    def label_of(self, value):
        return _("Delivers academy modules")


hooks.register("register_directory_facet", DeliversModules)


def modules_delivered_by(page):
    """Titles of the modules that any network at or under `page` delivers, in the source language."""
    networks = NetworkPage.objects.filter(path__startswith=page.path)
    modules = AcademyModulePage.objects.filter(
        pk__in=ModuleDelivery.objects.filter(network__in=networks.values("pk")).values("module")
    )
    return list(modules.filter(locale=page.locale).values_list("title", flat=True))


@hooks.register("before_delete_page")
def refuse_to_delete_delivering_network(request, page):
    """Deleting a network that delivers a module would leave the module without it: say so instead."""
    if titles := modules_delivered_by(page):
        messages.error(request, refusal(page, titles))
        return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_to_bulk_delete_delivering_networks(request, action_type, objects, action_class_instance):
    if action_type != "delete":
        return None
    for page in objects:
        if isinstance(page, Page) and (titles := modules_delivered_by(page)):
            messages.error(request, refusal(page, titles))
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


def refusal(page, titles):
    """Why a page cannot be deleted, and the way out."""
    return ngettext(
        "“%(page)s” cannot be deleted: it delivers the academy module %(modules)s. First give that"
        " module another network, or delete it.",
        "“%(page)s” cannot be deleted: it delivers the academy modules %(modules)s. First give"
        " those modules another network, or delete them.",
        len(titles),
    ) % {"page": page.get_admin_display_title(), "modules": joined(titles)}
