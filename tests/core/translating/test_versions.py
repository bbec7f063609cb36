"""What is out of date is told from versions of the words, and every change of state is one of these."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.blocks import PointsStreamBlock
from core.translating.models import Standing
from home.models import StandardPage
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import create_page, post_page, post_snippet
from tests.core.translating.conftest import in_language, version, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme(page):
    return lambda: page("programme/mobilisation")


def without_last_point(programme):
    return PointsStreamBlock().to_python(list(programme.rationale.raw_data)[:-1])


def test_the_opening_content_is_translated(programme):
    assert version(programme(), "fr").state == Standing.ORIGINAL
    assert version(programme()).state == version(programme(), "ar").state == Standing.TRANSLATED


def test_changed_words_make_a_translation_wait_since_now(editor_client, programme):
    before = timezone.now()
    post_page(editor_client, programme(), title="Un autre titre")
    behind = version(programme())
    assert behind.state == Standing.BEHIND
    assert before <= behind.behind_since <= timezone.now()
    since = behind.behind_since
    post_page(editor_client, programme(), summary="Un autre résumé.")
    assert version(programme()).behind_since == since, "it has been behind since the first change"


def test_changed_facts_make_no_translation_wait(editor_client, page):
    post_page(editor_client, page("network/dmk"), website="https://dmk.example/", founded=2009)
    assert version(page("network/dmk")).state == Standing.TRANSLATED


def test_a_draft_of_the_original_makes_no_translation_wait(editor_client, programme):
    post_page(editor_client, programme(), action=None, title="Un autre titre")
    assert version(programme()).state == Standing.TRANSLATED


def test_words_changed_back_wait_no_longer(editor_client, programme):
    title = programme().title
    post_page(editor_client, programme(), title="Un autre titre")
    post_page(editor_client, programme(), title=title)
    assert version(programme()).state == Standing.TRANSLATED
    assert version(programme()).behind_since is None


def test_a_translation_that_is_filled_in_waits_until_it_is_published(editor_client, programme, translate):
    post_page(editor_client, programme(), title="Un autre titre")
    translate(programme(), publish=False)
    assert version(programme()).state == Standing.BEHIND
    post_page(
        editor_client, programme(), show_in_menus=False
    )  # facts travel; the words stay the translator's
    assert in_language(programme()).title == "Competencies mobilisation"
    assert version(programme()).state == Standing.BEHIND
    assert translate(programme()).title == "[Un autre titre]"
    assert version(programme()).state == Standing.TRANSLATED


def test_a_removed_point_leaves_every_language_at_once(editor_client, programme):
    """No words wait for that: the translation is made again from the strings it has."""
    points = len(programme().rationale)
    post_page(editor_client, programme(), rationale=without_last_point(programme()))
    for language in ("en", "ar"):
        assert len(in_language(programme(), language).rationale) == points - 1
        assert version(programme(), language).state == Standing.TRANSLATED


def test_points_put_in_another_order_are_so_in_every_language(editor_client, programme):
    english = [block.id for block in in_language(programme()).rationale]
    turned = PointsStreamBlock().to_python(list(programme().rationale.raw_data)[::-1])
    post_page(editor_client, programme(), rationale=turned)
    assert [block.id for block in in_language(programme()).rationale] == english[::-1]
    assert in_language(programme()).rationale[-1].value["text"].startswith("More and more highly skilled")


def test_a_text_a_translator_has_begun_to_improve_is_not_published_for_them(editor_client, programme):
    from wagtail_localize.models import StringTranslation

    improved = StringTranslation.objects.get(
        context__object_id=programme().translation_key, context__path="title", locale__language_code="en"
    )
    improved.data = "A better title"
    improved.save()
    post_page(editor_client, programme(), rationale=without_last_point(programme()))
    english = in_language(programme())
    assert english.title != "A better title"
    assert len(english.rationale) == len(programme().rationale) + 1
    assert version(programme()).state == Standing.BEHIND


def test_a_new_page_stands_in_is_a_draft_and_then_translated(
    editor_client, page, translate, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        create_page(editor_client, StandardPage(title="Une page", summary="Un résumé."), page("about"))
    new = StandardPage.objects.get(slug="une-page", locale__language_code="fr")
    assert version(new).state == version(new, "ar").state == Standing.STANDS_IN
    with django_capture_on_commit_callbacks(execute=True):
        url = reverse("wagtail_localize:submit_page_translation", args=[new.pk])
        editor_client.post(url, {"locales": [page("home", "en").locale.pk], "include_subtree": ""})
    assert version(new).state == Standing.DRAFT
    assert waiting(new) == {"Une page", "Un résumé.", "une-page"}
    translate(new)
    assert version(new).state == Standing.TRANSLATED
    assert version(new, "ar").state == Standing.STANDS_IN


def test_a_translation_unpublished_on_its_own_is_a_draft(editor_client, page):
    english = page("about/privacy", "en")
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[english.pk]))
    assert version(page("about/privacy")).state == Standing.DRAFT
    assert version(page("about/privacy"), "ar").state == Standing.TRANSLATED


def test_a_field_of_activity_goes_the_same_way(editor_client, translate):
    health = FieldOfActivity.objects.source().get(code="health")
    assert version(health).state == Standing.TRANSLATED
    post_snippet(editor_client, health, action=None, name="Santé et soins")
    assert version(health).state == Standing.BEHIND
    assert in_language(health).name == "Health"
    translate(health, words="%s (EN)")
    assert in_language(health).name == "Santé et soins (EN)"
    assert version(health).state == Standing.TRANSLATED


def test_a_new_field_of_activity_is_offered_nowhere_until_it_is_translated(editor_client):
    field = FieldOfActivity(
        code="energy", name="Énergie", locale=FieldOfActivity.objects.source().first().locale
    )
    field.save()
    assert version(field).state == Standing.ABSENT


def test_a_renamed_page_keeps_its_address_in_the_other_languages(editor_client, page, translate, client):
    addresses = {language: page("about/privacy", language).url for language in ("en", "ar")}
    post_page(editor_client, page("about/privacy"), title="Vos données", slug="vos-donnees")
    assert page("about/privacy").url.endswith("/vos-donnees/")
    for language, words in (("en", "Your data"), ("ar", "معطياتكم")):
        translate(page("about/privacy"), language, words=words.replace("%", "%%") + "%.0s")
        assert page("about/privacy", language).title == words
        assert page("about/privacy", language).url == addresses[language]
        assert client.get(addresses[language]).status_code == 200
