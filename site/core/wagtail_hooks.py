"""What the site adds to the Wagtail admin beyond translations."""

from wagtail import hooks

from .page_choosers import found_in_source_language

hooks.register("construct_page_chooser_queryset", found_in_source_language)
