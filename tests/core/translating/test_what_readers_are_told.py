"""Every page says, quietly, where its words come from; what is not translated yet is shown and said so."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from contact.models import ContactBlock
from core.translating.models import LanguageVersion
from home.models import StandardPage
from tests.admin_forms import create_page, post_page
from tests.conftest import LANGUAGES
from tests.core.translating.conftest import in_language, record, version, waiting
from tests.home.test_public_pages import ONE_OF_EACH

pytestmark = pytest.mark.django_db

MACHINE = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}


@pytest.fixture
def stand_in(editor_client, page, django_capture_on_commit_callbacks):
    """A French page that nobody has translated yet."""
    with django_capture_on_commit_callbacks(execute=True):
        new = StandardPage(title="Une page toute neuve", summary="Un résumé en français.")
        create_page(editor_client, new, page("about"))
    return StandardPage.objects.get(title="Une page toute neuve", locale__language_code="fr")


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_every_page_says_whether_its_text_is_the_original(client, page, key):
    assert "Ce texte est l’original." in client.get(page(key).url).text
    english, arabic = client.get(page(key, "en").url).text, client.get(page(key, "ar").url).text
    assert "This text is a translation." in english
    assert "هذا النص مترجم." in arabic
    for text in (english, arabic):
        assert re.search(rf'<a href="{page(key).url}" hreflang="fr">', text)


def test_a_translation_that_is_behind_says_since_when(editor_client, client, page):
    post_page(editor_client, page("about/privacy"), title="Un autre titre")
    LanguageVersion.objects.filter(state="behind").update(behind_since="2026-03-10T12:00Z")
    assert "behind the original since 10 March 2026" in client.get(page("about/privacy", "en").url).text
    assert "منذ 10 مارس 2026" in client.get(page("about/privacy", "ar").url).text
    assert "Ce texte est l’original." in client.get(page("about/privacy").url).text


def test_what_a_machine_has_translated_is_said_until_somebody_has_read_it(
    editor_client, client, page, settings, stand_in, django_capture_on_commit_callbacks
):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINE
    english = page("home", "en").locale
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtail_localize:submit_page_translation", args=[stand_in.pk])
        editor_client.post(url, {"locales": [english.pk], "include_subtree": ""})
        translation = record(stand_in, "en")
        editor_client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
        edit_url = reverse("wagtailadmin_pages:edit", args=[in_language(stand_in).pk])
        editor_client.post(edit_url, {"action": "publish"})
    text = client.get(in_language(stand_in).url).text
    assert "neuve toute page Une" in text
    assert "translated by a machine" in text
    assert version(stand_in).unreviewed

    board = editor_client.get(reverse("translating:board")).text
    assert "non relu" in board
    review = reverse("translating:mark_reviewed", args=[translation.source_id, english.pk])
    assert "neuve toute page Une" in editor_client.get(review).text
    assert version(stand_in).unreviewed, "reading the page that asks changes nothing"
    editor_client.post(review)
    assert "translated by a machine" not in client.get(in_language(stand_in).url).text
    assert "This text is a translation." in client.get(in_language(stand_in).url).text


def test_machine_translation_is_off_by_default(editor_client, page):
    translation = record(page("about/privacy"), "en")
    url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    assert editor_client.post(url).status_code == 404


def test_what_a_person_has_corrected_is_no_longer_the_machines(
    editor_client, client, page, settings, translate
):
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = MACHINE
    post_page(editor_client, page("about/privacy"), title="Vos données à vous")
    translation = record(page("about/privacy"), "en")
    editor_client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]))
    segment = translation.source.stringsegment_set.get(context__path="title")
    editor_client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=Your data",
        content_type="application/x-www-form-urlencoded",
    )
    assert waiting(page("about/privacy")) == set()
    translate(page("about/privacy"))
    assert not StringTranslation.objects.filter(translation_type="machine").exists()
    assert "This text is a translation." in client.get(page("about/privacy", "en").url).text


@pytest.mark.parametrize(
    ("language", "notice", "direction"),
    [("en", "has not been translated yet", "ltr"), ("ar", "لم تُترجم", "rtl")],
)
def test_a_page_that_stands_in_is_in_the_readers_site_with_its_words_marked(
    client, stand_in, language, notice, direction
):
    text = client.get(in_language(stand_in, language).url).text
    assert f'<html lang="{language}" dir="{direction}">' in text
    assert '<h1 lang="fr" dir="ltr">Une page toute neuve</h1>' in text
    assert '<p class="banner__lead" lang="fr" dir="ltr">' in text
    assert '<main id="main" tabindex="-1">' in text, "labels and facts are in the reader's language"
    assert notice in text
    assert f'<link rel="canonical" href="http://testserver{stand_in.url}">' in text
    assert 'rel="alternate"' not in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_links_to_it_are_marked_with_its_language(client, page, stand_in, language):
    text = client.get(page("about", language).url).text
    assert re.search(r'<a href="[^"]+" lang="fr" dir="ltr">Une page toute neuve</a>', text)
    assert '<small class="language-label" lang="fr">Français</small>' in text
    assert "language-label" not in client.get(page("about").url).text


def test_it_is_found_by_the_search_and_marked_there(client, stand_in):
    text = client.get("/en/search/?q=neuve").text
    assert re.search(r'lang="fr" dir="ltr">Une page toute <mark>neuve</mark></a>', text)
    assert '<small class="language-label" lang="fr">Français</small>' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_contact_block_that_is_not_translated_is_shown_in_the_source_language(client, page, language):
    ContactBlock.objects.exclude(locale__language_code="fr").delete()
    text = client.get(page("home", language).url).text
    assert "+212-5-37-77-65-64" in text
    marked = 'class="contact-block__address" lang="fr" dir="ltr"' in text
    assert marked == (language != "fr")


def test_a_preview_says_nothing_of_it(editor_client, page):
    from tests.admin_forms import data_of

    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page("about/privacy").pk])
    editor_client.post(preview, data_of(page("about/privacy"), {}))
    assert "translation-note" not in editor_client.get(preview).text


def test_pages_of_one_language_alone_say_nothing(client, page):
    own = StandardPage(title="Only here", locale=page("home", "en").locale)
    page("about", "en").add_child(instance=own)
    text = client.get(Page.objects.get(pk=own.pk).url).text
    assert "translation-note" not in text
