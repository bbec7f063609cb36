"""A typo corrected in an original ages no translation."""

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from contact.models import ContactBlock
from core.blocks import BodyStreamBlock, PointsStreamBlock
from core.translating.models import Standing
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import data_of, edit_handler, post_page
from tests.core.translating.conftest import in_language, version, waiting

pytestmark = pytest.mark.django_db

LABEL = "Publier une modification mineure"


@pytest.fixture
def programme(page):
    return lambda: page("programme/mobilisation")


def edit_url(instance):
    if hasattr(instance, "snippet_viewset"):
        return reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk])
    return reverse("wagtailadmin_pages:edit", args=[instance.pk])


def publish_minor(client, instance, **changes):
    """Press the button that publishes a minor edit."""
    assert edit_handler(instance)
    response = client.post(edit_url(instance), data_of(instance, changes) | {"action-publish": "minor"})
    assert response.status_code == 302
    return response


def test_a_minor_edit_leaves_translations_valid(editor_client, programme):
    english = in_language(programme()).title
    publish_minor(editor_client, programme(), title="Mobilisation des compétences !")
    assert programme().title == "Mobilisation des compétences !"
    for language in ("en", "ar"):
        assert version(programme(), language).state == Standing.TRANSLATED
        assert waiting(programme(), language) == set()
    assert in_language(programme()).title == english


def test_a_minor_edit_of_a_point_keeps_its_translation(editor_client, programme):
    rationale = programme().rationale
    rationale[0].value["text"] = rationale[0].value["text"].replace("De plus en plus", "Toujours plus")
    english = in_language(programme()).rationale[0].value["text"]
    publish_minor(editor_client, programme(), rationale=rationale)
    assert version(programme()).state == Standing.TRANSLATED
    assert in_language(programme()).rationale[0].value["text"] == english


def test_a_new_point_is_no_typo(editor_client, programme):
    longer = [*programme().rationale.raw_data, {"type": "point", "value": {"text": "Un point de plus."}}]
    publish_minor(editor_client, programme(), rationale=PointsStreamBlock().to_python(longer))
    assert waiting(programme()) == {"Un point de plus."}
    assert version(programme()).state == Standing.BEHIND


def test_a_paragraph_more_in_the_same_block_is_no_typo(editor_client, page):
    def body(*paragraphs):
        text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        return BodyStreamBlock().to_python(
            [{"type": "paragraph", "value": text, "id": "0d1f5f52-35a1-4d0c-9f0e-000000000001"}]
        )

    post_page(editor_client, page("about"), body=body("Un."))
    publish_minor(editor_client, page("about"), body=body("Un.", "Deux."))
    assert {"Un.", "Deux."} <= waiting(page("about"))


def test_a_translation_that_was_behind_stays_behind(editor_client, programme):
    post_page(editor_client, programme(), title="Un autre titre")
    since = version(programme()).behind_since
    publish_minor(editor_client, programme(), title="Un autre titre !")
    assert version(programme()).state == Standing.BEHIND
    assert version(programme()).behind_since == since
    assert waiting(programme()) == {"Un autre titre !"}


def test_a_minor_edit_after_which_words_change_makes_them_wait(editor_client, programme):
    publish_minor(editor_client, programme(), title="Mobilisation !")
    post_page(editor_client, programme(), title="Tout autre chose")
    assert version(programme()).state == Standing.BEHIND
    assert waiting(programme()) == {"Tout autre chose"}


def test_a_minor_edit_published_later_by_schedule_is_still_one(editor_client, programme):
    soon = timezone.now() + timezone.timedelta(hours=1)
    publish_minor(editor_client, programme(), title="Mobilisation !", go_live_at=soon)
    assert programme().title != "Mobilisation !"
    revision, past = programme().latest_revision, timezone.now() - timezone.timedelta(minutes=1)
    revision.approved_go_live_at = past
    revision.content["go_live_at"] = past.isoformat()
    revision.save()
    call_command("publish_scheduled")
    assert programme().title == "Mobilisation !"
    assert version(programme()).state == Standing.TRANSLATED


def test_a_minor_edit_of_the_contact_block(editor_client):
    block = ContactBlock.objects.get(locale__language_code="fr")
    publish_minor(editor_client, block, organisation=block.organisation + ".")
    assert version(block).state == version(block, "ar").state == Standing.TRANSLATED


def test_a_minor_edit_of_a_field_of_activity(editor_client):
    health = FieldOfActivity.objects.source().get(code="health")
    publish_minor(editor_client, health, name="La santé")
    assert version(health).state == Standing.TRANSLATED
    assert in_language(health).name == "Health"
    assert waiting(health) == set()


def test_only_an_original_with_translations_offers_it(editor_client, page):
    assert LABEL in editor_client.get(edit_url(page("about/privacy"))).text
    assert LABEL in editor_client.get(edit_url(FieldOfActivity.objects.source()[0])).text
    assert LABEL not in editor_client.get(edit_url(page("about/privacy", "en"))).text
    add = reverse("wagtailadmin_pages:add", args=["home", "standardpage", page("about").pk])
    assert LABEL not in editor_client.get(add).text


def test_publishing_says_in_which_languages_words_wait(editor_client, programme):
    response = post_page(editor_client, programme(), title="Un autre titre")
    text = editor_client.get(response["Location"]).text
    assert "English (1)" in text
    assert "\N{FIRST STRONG ISOLATE}العربية (1)\N{POP DIRECTIONAL ISOLATE}" in text
    response = post_page(editor_client, programme(), show_in_menus=False)
    assert "Les faits sont déjà" in editor_client.get(response["Location"]).text
