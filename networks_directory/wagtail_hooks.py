"""Fields of activity in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models.fields_of_activity import FieldOfActivity


@register_snippet
class FieldOfActivityViewSet(SnippetViewSet):
    model = FieldOfActivity
    icon = "tag"
    menu_label = _("Fields of activity")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ["name", "code"]
    list_export = ["code", "name"]
    search_fields = ["name", "code"]
    ordering = ["name"]
