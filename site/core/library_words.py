"""Words that Wagtail reads once, while its modules are imported: from now on in the language of each reader.

They would stay in the site's first language in an English or Arabic admin. A label made with `gettext`
instead of `gettext_lazy`, or put together of several, is set again here, by the names Wagtail gave them.
The strings are the libraries', so their catalogues translate them (site/words_of_libraries what they lack).
"""

from functools import partial
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import ForeignKey
from django.db.models.fields import BLANK_CHOICE_DASH
from django.urls import reverse_lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_lazy as of_library
from wagtail.admin import auth
from wagtail.admin.forms.collections import GroupCollectionManagementPermissionFormSet
from wagtail.admin.forms.models import register_form_field_override
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets import AdminPageChooser
from wagtail.contrib.redirects.filters import RedirectsReportFilterSet
from wagtail.contrib.redirects.views import IndexView as RedirectsView
from wagtail.documents.forms import GroupDocumentPermissionFormSet
from wagtail.forms import TaskStateCommentForm
from wagtail.images.forms import GroupImagePermissionFormSet
from wagtail.models import Locale, Page
from wagtail.sites.views import IndexView as SitesView
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail.users.forms import PagePermissionsForm
from wagtail.users.views.groups import IndexView as GroupsView
from wagtail_localize import models as localize_models
from wagtail_localize.models import LocaleSynchronization, Translation, TranslationSource
from wagtail_localize.views import edit_translation
from wagtail_localize.views.report import TranslationsReportFilterSet

from .formats import labelled

# The groups that Wagtail and this site make; what an editor names another stays as it is.
OUR_GROUPS = {
    "Editors": _("Editors"),
    "Moderators": _("Moderators"),
    "Listing moderators": _("Listing moderators"),
    "Translators": _("Translators"),
}


def say_in_readers_language() -> None:
    """Called once, when the apps are ready and before any address of the admin is known."""
    _choosers()
    _permissions()
    _redirects()
    _optional_choices()
    _dates()
    _refusals()
    LocaleSynchronization.base_form_class = SynchronizationForm
    TranslationsReportFilterSet.base_filters["source_locale"].label = of_library("Source locale")
    TranslationsReportFilterSet.base_filters["target_locale"].label = of_library("Target locale")
    Group.__str__ = group_name  # type: ignore[method-assign,assignment]
    GroupsView.columns[0].accessor = group_name
    SitesView.columns[1].label = of_library("Port")
    SitesView.columns[2].label = of_library("Site name")
    SitesView.columns[3].label = of_library("Root page")
    TaskStateCommentForm.base_fields["comment"].label = of_library("Comment")
    # Our snippets have menu items of their own, so that nothing stands between the dashboard and their list.
    SnippetViewSet.breadcrumbs_items = [
        {"url": reverse_lazy("wagtailadmin_home"), "label": of_library("Home")}
    ]
    Locale._meta.verbose_name = of_library("locale")
    Locale._meta.verbose_name_plural = of_library("locales")
    TranslationSource._meta.verbose_name = of_library("translation source")
    TranslationSource._meta.verbose_name_plural = of_library("translation sources")
    Translation._meta.verbose_name = of_library("translation")
    Translation._meta.verbose_name_plural = of_library("translations")
    LocaleSynchronization._meta.get_field("sync_from").verbose_name = of_library("Sync from")


def group_name(group: Group) -> str:
    """The name of a group: "Moderators", "Translators: العربية"."""
    role, _colon, language = group.name.partition(": ")
    if role not in OUR_GROUPS:
        return group.name
    return labelled(OUR_GROUPS[role], language) if language else str(OUR_GROUPS[role])


def _optional_choices() -> None:
    """What stands before the choices of a list in which nothing need be chosen: Django has nine hyphens."""
    # Of a list that is not one of rows, Django and django-countries read it from this one place alone.
    BLANK_CHOICE_DASH[:] = [("", _("Not said"))]  # type: ignore[list-item]
    register_form_field_override(ForeignKey, override={"empty_label": _("Not said")})


class SynchronizationForm(LocaleSynchronization.base_form_class):
    """wagtail-localize's own, whose first field has no label but its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "enabled" in self.fields:
            self.fields["enabled"].label = of_library("Enabled")


def _refusals() -> None:
    """Who may not see a page of the admin is told so in their language too."""
    refuse = auth.permission_denied
    auth.permission_denied = partial(auth.get_localized_response, refuse)


def _dates() -> None:
    """The dates of wagtail-localize, in figures: it has English words for months."""
    edit_translation.DATE_FORMAT = localize_models.DATE_FORMAT = "%d/%m/%Y"


def _choosers() -> None:
    ChooserViewSet.choose_one_text = of_library("Choose")
    ChooserViewSet.choose_another_text = of_library("Choose another")
    ChooserViewSet.edit_item_text = of_library("Edit")
    ChooserViewSet.search_tab_label = of_library("Search")
    ChooserViewSet.create_action_label = of_library("Create")
    make = AdminPageChooser.__init__

    def make_with_late_label(chooser: Any, *args: Any, **kwargs: Any) -> None:
        make(chooser, *args, **kwargs)
        if chooser.model is not Page:
            kind = capfirst(chooser.model._meta.verbose_name)
            chooser.choose_one_text = format_lazy("{} ({})", type(chooser).choose_one_text, kind)

    AdminPageChooser.__init__ = make_with_late_label


def _permissions() -> None:
    """The permissions of a group on collections and pictures; the forms read these lists when shown."""
    GroupCollectionManagementPermissionFormSet.permission_types[:] = [
        ("add_collection", of_library("Add"), of_library("Add collections")),
        ("change_collection", of_library("Edit"), of_library("Edit collections")),
        ("delete_collection", of_library("Delete"), of_library("Delete collections")),
    ]
    GroupImagePermissionFormSet.permission_types[:] = [
        ("add_image", of_library("Add"), of_library("Add/edit images you own")),
        ("change_image", of_library("Edit"), of_library("Edit any image")),
        ("choose_image", of_library("Choose"), of_library("Select images in choosers")),
    ]
    for form in (PagePermissionsForm, WorkflowPageForm):
        form.base_fields["page"].label = of_library("Page")
    for formset in (
        GroupCollectionManagementPermissionFormSet,
        GroupDocumentPermissionFormSet,
        GroupImagePermissionFormSet,
    ):
        collection = formset.form.base_fields["collection"]
        collection.label, collection.empty_label = of_library("Collection"), _("Not said")


def _redirects() -> None:
    kind = RedirectsReportFilterSet.base_filters["is_permanent"]
    kind.label = of_library("Type")
    kind.extra["empty_label"] = of_library("All")
    kind.extra["choices"] = ((True, of_library("Permanent")), (False, of_library("Temporary")))
    RedirectsView.export_headings = {
        "old_path": of_library("From"),
        "site": of_library("Site"),
        "link": of_library("To"),
        "get_is_permanent_display": of_library("Type"),
    }
