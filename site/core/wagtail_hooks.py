"""What the site adds to the Wagtail admin beyond translations."""

from django.db.models import DateTimeField
from wagtail import hooks
from wagtail.admin.ui.fields import register_display_class

from .moment_display import MomentDisplay
from .page_choosers import found_in_source_language

hooks.register("construct_page_chooser_queryset", found_in_source_language)
register_display_class(DateTimeField, display_class=MomentDisplay)
