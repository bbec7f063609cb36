"""A text as long as its field allows is taken, however many lines: a browser sends two for each end."""

import pytest
from django import forms

from core.lines import LinesInput
from core.models import BasePage
from home.models import StandardPage
from tests.admin_forms import edit_handler, post_page
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def lines(longest):
    """A text of so many characters, as a browser counts them, and as it sends them."""
    text = ("ligne\n" * longest)[: longest - 1] + "."
    return text, text.replace("\n", "\r\n")


def test_an_editors_summary_may_have_lines_up_to_its_limit(editor_client):
    page = StandardPageFactory()
    kept, sent = lines(400)
    post_page(editor_client, page, summary=sent)
    assert StandardPage.objects.get(pk=page.pk).summary == kept
    post_page(editor_client, page, summary=sent + "..")
    assert StandardPage.objects.get(pk=page.pk).summary == kept


def test_whatever_an_editor_types_in_lines_is_read_so():
    for model in BasePage.__subclasses__():
        if model._meta.abstract:
            continue
        for name, field in edit_handler(model()).get_form_class().base_fields.items():
            is_lines = isinstance(field.widget, forms.Textarea)
            assert not is_lines or isinstance(field.widget, LinesInput), (model, name)
