"""A draft may lack anything but its title: it is kept, found, opened and previewed all the same."""

import datetime
import logging

import pytest
from django import forms
from django.urls import reverse
from wagtail.blocks.base import BlockField
from wagtail.models import Page

from core.slugs import proposed_slug
from networks_directory.pages.networks import GeographicNetworkPage
from tests.factories import opening_page
from tests.home.test_admin_pages import NEW_PAGES, make_room_for

pytestmark = pytest.mark.django_db

AUTOSAVE = {"Accept": "application/json"}
TITLE = "Une page à demi remplie"
ONLY_TITLE = {"title": TITLE, "slug": proposed_slug(TITLE)}


def typed(field):
    """What an editor may have typed or chosen in a field of a form."""
    if isinstance(field, BlockField):
        return None
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        choices = [value for value, _label in field.choices if value]
        return str(choices[0]) if choices else None
    for kind, value in {
        forms.URLField: "https://a.example/",
        forms.EmailField: "a@a.example",
        forms.DateField: "2026-01-02",
        forms.DateTimeField: "2099-01-02 09:30",
        forms.IntegerField: "2009",
        forms.DecimalField: "1.5",
        forms.UUIDField: None,
    }.items():
        if isinstance(field, kind):
            return value
    return "a@a.example"


def form_of(model):
    return model.get_edit_handler().get_form_class()(instance=model())


print
