"""One contact block, edited in one place, right in every language."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from contact.hours import Hours
from contact.models import ContactBlock, ContactHours
from tests.admin_forms import post_snippet

pytestmark = pytest.mark.django_db

RABAT = ZoneInfo("Africa/Casablanca")
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=RABAT)


def french_block():
    return ContactBlock.objects.get(locale__language_code="fr")


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_page_shows_the_numbers_as_links_left_to_right(client, page, language):
    for key in ("home", "network/dmk", "about/privacy"):
        text = client.get(page(key, language).url).text
        assert '<a href="tel:+212-5-37-77-65-64" dir="ltr">+212 5 37 77 65 64</a>' in text
        assert '<span dir="ltr">+212 5 37 77 00 06</span>' in text
        assert "tel:+212-5-37-77-00-06" not in text


@pytest.mark.parametrize(
    ("language", "label", "hours"),
    [
        ("fr", "Permanence", "de 16:30 à 18:30"),
        ("en", "Duty line", "16:30 – 18:30"),
        ("ar", "المداومة", "من 16:30 إلى 18:30"),
    ],
)
def test_hours_are_written_as_the_reader_writes_them(client, page, language, label, hours):
    text = client.get(page("contact", language).url).text
    assert label in text
    assert hours in text or hours.replace("\u202f", " ") in text


def test_the_site_never_says_open_now_where_no_day_is_known(client, page):
    hours = Hours(time(16, 30), time(18, 30), ())
    assert hours.is_open(MONDAY_NOON) is None
    assert "open now" not in client.get(page("contact", "en").url).text.lower()


def test_hours_with_days_are_open_on_those_days_only():
    hours = Hours(time(9), time(16, 30), ("monday", "tuesday"))
    assert hours.is_open(MONDAY_NOON)
    assert not hours.is_open(MONDAY_NOON.replace(hour=17))
    assert not hours.is_open(MONDAY_NOON.replace(day=25))


@pytest.mark.parametrize(
    ("language", "weekdays", "days"),
    [
        ("fr", ("monday", "tuesday", "wednesday", "thursday", "friday"), "du lundi au vendredi"),
        ("en", ("monday", "wednesday"), "Monday and Wednesday"),
        ("ar", ("monday", "wednesday"), "الاثنين والأربعاء"),
        ("en", (), ""),
    ],
)
def test_days_are_named_in_the_readers_language(language, weekdays, days):
    with translation.override(language):
        assert Hours(time(9), time(10), weekdays).days == days


def test_reception_hours_with_days_appear_when_an_editor_enters_them(editor_client, client, page):
    reception = ContactHours(answers="reception", opens=time(9), closes=time(16), monday=True, friday=True)
    response = post_snippet(editor_client, french_block(), hours=[reception])
    assert response.status_code == 302
    assert "lundi et vendredi" in client.get(page("home").url).text
    assert "Monday and Friday" in client.get(page("home", "en").url).text


def test_hours_that_close_before_they_open_are_refused(editor_client):
    wrong = ContactHours(answers="reception", opens=time(18), closes=time(16))
    response = post_snippet(editor_client, french_block(), hours=[wrong])
    assert response.status_code == 200
    assert "postérieure" in response.text


def test_there_is_one_block_and_its_menu_entry_opens_it(editor_client):
    edit = reverse("wagtailsnippets_contact_contactblock:edit", args=[french_block().pk])
    for view in ("list", "add"):
        response = editor_client.get(reverse(f"wagtailsnippets_contact_contactblock:{view}"))
        assert response["Location"] == edit
    assert editor_client.get(edit).status_code == 200


def test_the_block_can_be_previewed(editor_client):
    url = reverse("wagtailsnippets_contact_contactblock:preview_on_edit", args=[french_block().pk])
    from tests.admin_forms import data_of

    data = data_of(french_block(), {"organisation": "Un autre nom"})
    assert editor_client.post(url, data).json()["is_valid"]
    assert "Un autre nom" in editor_client.get(url).text


def test_without_a_block_pages_are_whole(client, page):
    ContactBlock.objects.all().delete()
    assert client.get(page("contact").url).status_code == 200
    assert client.get(page("home").url).status_code == 200


def test_wrong_recipients_are_refused_with_the_address(editor_client, page):
    from tests.admin_forms import post_page

    response = post_page(editor_client, page("contact"), recipients="somebody")
    assert response.status_code == 200
    assert "«\N{NO-BREAK SPACE}somebody\N{NO-BREAK SPACE}» n’est pas un courriel" in response.text
