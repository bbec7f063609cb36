"""The largest forms that anybody can have open are let in, and little more is."""

import re

import pytest
from bs4 import BeautifulSoup

from core.languages import language_choices
from networks_directory.listing_updates import submissions
from networks_directory.listing_updates.listing_form import MOST_LANGUAGES, MOST_POINTS, MOST_ROWS
from networks_directory.listing_updates.listing_values import values_of
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.listing_updates.pieces import POINTS, ROWS
from networks_directory.pages.networks import GeographicNetworkPage
from tests.public_forms import fields_of

from .conftest import errors_of, url

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in language_choices()][:MOST_LANGUAGES]


@pytest.fixture
def largest(full, amal, amals_browser, publish):
    """What Amal's browser sends for a listing with as many rows, points and languages as there may be."""
    points = [("point", {"heading": "Réseau", "text": f"Réunir {n}."}) for n in range(MOST_POINTS)]
    full.objectives = full.activities = points
    publish(full)
    rows = {name: [{}] * MOST_ROWS for name in ROWS} | {"contacts": [{"languages": LANGUAGES}] * MOST_ROWS}
    submissions.keep_draft(amal, full, {"base": values_of(full), "rows": rows})
    page = amals_browser.get(url("edit", full.pk)).content
    boxes = BeautifulSoup(page, "html.parser").select("form.form--wide [type=checkbox]")
    return {box["name"]: ["on"] for box in boxes} | fields_of(page)


def test_a_representatives_largest_form_is_let_in_and_one_half_as_large_again_is_not(
    largest,
    full,
    amals_browser,
    settings,
):
    count = sum(map(len, largest.values()))
    other_languages = len(settings.LANGUAGES) - 1
    assert count > MOST_ROWS * (27 + 9 + MOST_LANGUAGES) + other_languages * 2 * MOST_POINTS
    assert count < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS < 2 * count
    texts = {name: ["ش" * 1000] for name in largest if re.search("text|summary", name)}
    response = amals_browser.post(url("edit", full.pk), largest | texts | {"action": "save"})
    assert response.status_code == 302
    assert len(ListingUpdate.objects.get().form_state["texts"]) == other_languages
    more = {f"more-{n}": "" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS - count + 1)}
    assert amals_browser.post(url("edit", full.pk), largest | more).status_code == 413


def test_a_contact_has_as_many_languages_as_the_form_lets_in(full, amals_browser, fill_in):
    many = [code for code, _name in language_choices()][: MOST_LANGUAGES + 1]
    response = fill_in(amals_browser, full, **{"contacts-0-languages": many})
    assert any("Dix langues" in error for error in errors_of(response))


def test_an_editors_form_of_as_large_a_listing_is_let_in(settings):
    form = GeographicNetworkPage.get_edit_handler().get_form_class()()
    rows = [MOST_ROWS * len(formset.empty_form.fields) for formset in form.formsets.values()]
    points = len(POINTS) * MOST_POINTS * len(("deleted", "order", "type", "id", "heading", "text"))
    count = len(form.fields) + sum(rows) + points + MOST_ROWS * MOST_LANGUAGES
    assert set(ROWS) < set(form.formsets)
    assert 2_000 < count < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
