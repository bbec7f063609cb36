"""What the site adds to the Wagtail admin beyond translations."""

from django.db.models import DateTimeField
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.fields import register_display_class

from .moment_display import MomentDisplay
from .page_choosers import found_in_source_language

hooks.register("construct_page_chooser_queryset", found_in_source_language)
register_display_class(DateTimeField, display_class=MomentDisplay)


@hooks.register("insert_editor_js")
def autosave_ends_with_sending() -> str:
    """The script of every form for a page: see its first line (decision 0024)."""
    return format_html('<script type="module" src="{}"></script>', static("js/autosave.js"))
