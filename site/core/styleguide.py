"""The styleguide: every component with sample content, for the staff, in each language."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.auth import require_admin_access

from .languages import SOURCE_LANGUAGE
from .search_text import normalise


class SampleForm(forms.Form):
    """A form with one field, sent empty: it shows the field, its error and the summary on top."""

    name = forms.CharField(
        label=gettext_lazy("your name"),
        help_text=gettext_lazy("So that we know how to address you."),
        error_messages={"required": gettext_lazy("Enter your name.")},
    )


def found_page(title: str, text: str) -> dict[str, Any]:
    """A page as the search of the site lists it."""
    return {
        "title": title,
        "url": "#",
        "excerpt": text,
        "matched": set(normalise(text).split()[:1]),
        "reason": _("Field of activity: %(field)s") % {"field": _("Health")},
    }


@require_admin_access
def styleguide(request: HttpRequest) -> HttpResponse:
    """Components as they look in the active language; the language menu shows the other ones."""
    long_text = _(
        "This sentence is long enough to run over several lines, so that one sees how a paragraph"
        " breaks, how far apart its lines stand, and where a column ends."
    )
    sample = {
        "title": _("A title of ordinary length"),
        "text": long_text,
        "url": "#",
        "points": [
            {"heading": _("A heading"), "text": long_text},
            {"heading": "", "text": _("A point without a heading.")},
        ],
        "original": {"url": "#", "language_code": SOURCE_LANGUAGE},
        "note": {"is_behind": True, "original": {"url": "#", "language_code": SOURCE_LANGUAGE}},
        "tags": [_("Health"), _("Law"), _("Research")],
        "facts": [
            (_("Founded in"), "2009"),
            (_("Website"), "https://example.org/a/rather/long/address"),
        ],
    }
    network = {
        "title": sample["title"],
        "acronym": "ABC",
        "family_label": _("Text"),
        "url": "#",
        "summary": long_text,
        "words_in": SOURCE_LANGUAGE,
        "matched": set(normalise(sample["title"]).split()[:1]),
        "reasons": [_("It serves the whole world.")],
        "fields": [{"label": tag, "matches": tag == sample["tags"][0]} for tag in sample["tags"]],
    }
    context = {
        "sample": sample,
        "network": network,
        "result": found_page(sample["title"], long_text),
        "form": SampleForm({}),
    }
    return render(request, "core/styleguide.html", context)
