"""Two speeds: facts reach every language when the source is published, words wait for a translator."""

import datetime
from decimal import Decimal

import pytest
from django.db import models
from django.urls import reverse, reverse_lazy
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.signals import page_published
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from contact.models import ContactBlock
from core.translating.field_kinds import Fact, kinds_of
from home.models import StandardPage
from networks_directory.choices import ChannelKind, Status
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import (
    NetworkChannel,
    NetworkContact,
    NetworkCountry,
    NetworkPhone,
)
from tests.admin_forms import create_page, post_page, post_snippet
from tests.conftest import LANGUAGES
from tests.core.translating.conftest import in_language, record, waiting
from tests.home.test_public_pages import ONE_OF_EACH

pytestmark = pytest.mark.django_db

BULK_PUBLISH = reverse_lazy("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])


@pytest.fixture
def dmk(page):
    return lambda language="fr": page("network/dmk", language)


def test_a_changed_website_reaches_every_language_when_the_page_is_published(
    editor_client, dmk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        post_page(editor_client, dmk(), website="https://dmk.example/")
    for language in ("fr", "en", "ar"):
        assert dmk(language).website == "https://dmk.example/"
        assert "https://dmk.example/" in editor_client.get(dmk(language).url).text


def test_a_publication_that_fails_in_one_language_has_changed_none(dmk, publish):
    def fail(sender, instance, **kwargs):
        if instance.locale.language_code == "ar":
            raise ZeroDivisionError

    before = dmk().website
    changed = dmk()
    changed.website = "https://dmk.example/"
    page_published.connect(fail)
    try:
        with pytest.raises(ZeroDivisionError):
            publish(changed)
    finally:
        page_published.disconnect(fail)
    assert [dmk(language).website for language in LANGUAGES] == [before] * 3
    assert waiting(dmk(), "ar") == set()


VALUES = {  # another value for a fact of each kind
    models.URLField: "https://elsewhere.example/",
    models.EmailField: "info@elsewhere.example",
    models.DateField: datetime.date(2026, 1, 2),
    models.DecimalField: Decimal("12.5"),
    models.PositiveSmallIntegerField: 2001,
    models.PositiveIntegerField: 12,
}


def another_value(field, value):
    """A value for a field that it does not have yet."""
    if field.choices:
        return next(key for key, _label in field.flatchoices if key not in (value, ""))
    if isinstance(field, models.BooleanField):
        return not value
    if field.related_model is FieldOfActivity:
        return FieldOfActivity.objects.source().exclude(pk=value).first()
    if field.related_model is get_image_model():
        return get_image_model().objects.create(title="Un logo", file=get_test_image_file())
    found = [VALUES[kind] for kind in type(field).__mro__ if kind in VALUES]
    return found[0] if found else "else@where.example"


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_every_fact_of_every_type_of_page_reaches_every_language_at_once(editor_client, page, key):
    original = page(key)
    kinds = kinds_of(type(original))
    facts = [kind.field for kind in kinds if isinstance(kind, Fact) and kind.name != "family"]
    changes = {field.name: another_value(field, getattr(original, field.attname)) for field in facts}
    assert post_page(editor_client, original, **changes).status_code == 302
    for language in LANGUAGES:
        version = page(key, language)
        assert {name: getattr(version, name) for name in changes} == changes, language
        assert version.live


def test_a_draft_of_the_source_reaches_nobody(editor_client, dmk):
    post_page(editor_client, dmk(), action=None, website="https://dmk.example/")
    assert [dmk(language).website for language in ("fr", "en", "ar")] == ["", "", ""]


def test_children_reach_every_language_in_their_order(editor_client, dmk):
    post_page(
        editor_client,
        dmk(),
        status=Status.ACTIVE,
        founded=2009,
        countries=[
            *dmk().countries.all(),
            NetworkCountry(country="AT", is_based=False, is_served=True),
        ],
        phones=[NetworkPhone(kind="office", number="+4930123456")],
        channels=[
            NetworkChannel(kind=ChannelKind.LINKEDIN, url="https://www.linkedin.com/company/dmk"),
            NetworkChannel(kind=ChannelKind.WEBSITE, url="https://dmk.example"),
        ],
    )
    for language in ("fr", "en", "ar"):
        network = dmk(language)
        assert [(row.country.code, row.is_based) for row in network.countries.all()] == [
            ("DE", True),
            ("AT", False),
        ]
        assert [row.kind for row in network.channels.all()] == ["linkedin", "website"]
        assert network.phones.get().number.as_e164 == "+4930123456"
        assert (network.status, network.founded) == ("active", 2009)


def test_changed_words_wait_and_the_previous_translation_stays_live(editor_client, dmk, client):
    post_page(editor_client, dmk(), title="Réseau DMK d’Allemagne", website="https://dmk.example/")
    english = dmk("en")
    assert english.title == "Network of Moroccan Competencies in Germany"
    assert english.website == "https://dmk.example/"
    assert waiting(dmk(), "en") == {"Réseau DMK d’Allemagne"}
    assert "Réseau DMK" not in client.get(english.url).text


def test_words_in_lists_of_points_are_never_replaced_by_the_source(editor_client, page):
    programme = page("programme/mobilisation")
    programme.rationale[0].value["text"] = "Une raison toute nouvelle."
    post_page(editor_client, programme)
    english = page("programme/mobilisation", "en")
    assert english.rationale[0].value["text"].startswith("More and more highly skilled Moroccans")
    assert waiting(programme, "en") == {"Une raison toute nouvelle."}


def test_a_text_cleared_in_the_source_is_cleared_everywhere(editor_client, page):
    post_page(editor_client, page("programme/mobilisation"), approach="")
    assert page("programme/mobilisation", "en").approach == ""
    assert page("programme/mobilisation", "ar").approach == ""


def test_facts_reach_a_translators_unfinished_draft_without_publishing_it(editor_client, dmk):
    english = dmk("en")
    english.title = "A draft title"
    english.save_revision()
    post_page(editor_client, dmk(), website="https://dmk.example/")
    english = dmk("en")
    draft = english.get_latest_revision_as_object()
    assert english.title == "Network of Moroccan Competencies in Germany"
    assert english.has_unpublished_changes
    assert (draft.title, draft.website) == ("A draft title", "https://dmk.example/")


def test_a_translation_that_is_not_live_stays_a_draft(editor_client, dmk):
    dmk("en").unpublish()
    post_page(editor_client, dmk(), website="https://dmk.example/")
    english = dmk("en")
    assert not english.live
    assert english.get_latest_revision_as_object().website == "https://dmk.example/"


def test_publishing_a_translation_changes_no_other_language(editor_client, dmk, publish):
    english = dmk("en")
    english.title = "DMK in Germany"
    publish(english)
    assert dmk().title == "Réseau des Compétences Marocaines en Allemagne"
    assert dmk("ar").title == "شبكة الكفاءات المغربية بألمانيا"


def test_a_new_contact_arrives_with_its_facts_and_without_foreign_words(editor_client, dmk, client):
    contact = NetworkContact(person="N. N.", role="Présidente", email="nn@dmk.example", is_public=True)
    contact.consent_on, contact.consent_by = datetime.date(2026, 3, 1), "network"
    contact.locale = dmk().locale
    post_page(editor_client, dmk(), contacts=[contact])
    twin = dmk("en").contacts.get()
    assert (twin.person, twin.email, twin.role) == ("N. N.", "nn@dmk.example", "")
    assert "Présidente" in waiting(dmk(), "en")
    assert "Présidente" not in client.get(dmk("en").url).text


def test_a_changed_telephone_of_the_contact_block_reaches_every_language(editor_client, client, page):
    block = ContactBlock.objects.get(locale__language_code="fr")
    phones = list(block.phones.all())
    phones[0].number = "+212537000000"
    response = post_snippet(editor_client, block, phones=phones)
    assert response.status_code == 302
    for language in ("fr", "en", "ar"):
        assert "+212-5-37-00-00-00" in client.get(page("home", language).url).text
    english = ContactBlock.objects.get(locale__language_code="en")
    assert english.phones.first().label == "Switchboard 1"


def test_a_renamed_field_of_activity_waits_for_its_translation(editor_client):
    health = FieldOfActivity.objects.source().get(code="health")
    response = post_snippet(editor_client, health, action=None, name="Santé et soins")
    assert response.status_code == 302
    english = FieldOfActivity.objects.get(translation_key=health.translation_key, locale__language_code="en")
    assert (english.name, english.code) == ("Health", "health")
    assert waiting(health, "en") == {"Santé et soins"}


def test_the_translator_finds_the_changed_string_and_publishes_it(
    editor_client, dmk, django_capture_on_commit_callbacks
):
    post_page(editor_client, dmk(), title="Réseau DMK d’Allemagne")
    source = TranslationSource.objects.get_for_instance(dmk())
    translation = Translation.objects.get(source=source, target_locale__language_code="en")
    edit_url = reverse("wagtailadmin_pages:edit", args=[dmk("en").pk])
    assert "Réseau DMK d’Allemagne" in editor_client.get(edit_url).text
    segment = source.stringsegment_set.get(context__path="title")
    editor_client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        "value=DMK%20network%20of%20Germany",
        content_type="application/x-www-form-urlencoded",
    )
    assert StringTranslation.objects.filter(data="DMK network of Germany").exists()
    with django_capture_on_commit_callbacks(execute=True):
        editor_client.post(edit_url, {"action": "publish"})
    assert dmk("en").title == "DMK network of Germany"


@pytest.fixture
def sent_to_translation(editor_client, page, django_capture_on_commit_callbacks):
    """A new French page, sent to translation into English, with no string translated yet."""
    with django_capture_on_commit_callbacks(execute=True):
        create_page(editor_client, StandardPage(title="Une page", summary="Un résumé."), page("about"))
        source = StandardPage.objects.get(title="Une page", locale__language_code="fr")
        english = page("home", "en").locale
        url = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
        editor_client.post(url, {"locales": [english.pk], "include_subtree": ""})
    return source


def test_a_page_sent_to_translation_stands_in_until_a_translator_publishes_it(client, sent_to_translation):
    english = in_language(sent_to_translation)
    assert english.alias_of_id is None
    text = client.get(english.url).text
    assert '<h1 lang="fr" dir="ltr">Une page</h1>' in text
    assert "has not been translated yet" in text
    assert 'rel="alternate"' not in text
    assert english.url not in client.get("/sitemap-pages.xml").text


def test_a_page_that_stands_in_follows_its_source(editor_client, client, sent_to_translation):
    post_page(editor_client, sent_to_translation, title="Une page changée", show_in_menus=True)
    english = in_language(sent_to_translation)
    assert (english.title, english.show_in_menus) == ("Une page changée", True)
    assert "has not been translated yet" in client.get(english.url).text


def test_half_a_translation_is_not_published(editor_client, dmk, client):
    post_page(editor_client, dmk(), title="Réseau DMK d’Allemagne")
    edit_url = reverse("wagtailadmin_pages:edit", args=[dmk("en").pk])
    response = editor_client.post(edit_url, {"action": "publish"}, follow=True)
    assert "1 texte attend encore sa traduction" in response.text
    assert dmk("en").title == "Network of Moroccan Competencies in Germany"


@pytest.fixture
def unpublished(editor_client, page):
    """A page that has been taken off the site, in every language."""
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[page("about/privacy").pk]))
    return page("about/privacy")


def test_a_translation_is_not_published_without_its_original(editor_client, page, unpublished):
    english = page("about/privacy", "en")
    url = reverse("wagtailadmin_pages:edit", args=[english.pk])
    response = editor_client.post(url, {"action": "publish"}, follow=True)
    assert "l’original n’est pas publié" in response.text
    for published, data in ((english, {}), (page("about", "en"), {"include_descendants": "on"})):
        response = editor_client.post(f"{BULK_PUBLISH}?id={published.pk}", data, follow=True)
        assert "l’original n’est pas publié" in response.text
    assert not page("about/privacy", "en").live


def test_one_that_is_written_by_hand_is_kept_but_not_published_either(editor_client, page, unpublished):
    translation = record(unpublished, "en")
    editor_client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    response = post_page(editor_client, page("about/privacy", "en"), title="By hand")
    assert "l’original n’est pas publié" in editor_client.get(response["Location"]).text
    english = page("about/privacy", "en")
    assert not english.live
    assert english.get_latest_revision_as_object().title == "By hand"


def test_one_that_is_published_by_code_goes_down_again(page, unpublished, publish):
    publish(page("about/privacy", "en"))
    assert not page("about/privacy", "en").live


def test_facts_reach_a_translation_that_was_unpublished_on_its_own(editor_client, page, publish):
    page("about", "en").unpublish()
    post_page(editor_client, page("about"), show_in_menus=not page("about").show_in_menus)
    assert not page("about", "en").live
    publish(page("about", "en"))
    assert page("about", "en").show_in_menus == page("about").show_in_menus


def test_half_a_translation_is_not_published_among_others(editor_client, page, sent_to_translation):
    for version in (in_language(sent_to_translation), in_language(sent_to_translation, "ar")):
        response = editor_client.post(f"{BULK_PUBLISH}?id={version.pk}", follow=True)
        assert "Non publié" in response.text
    assert "has not been translated yet" in editor_client.get(in_language(sent_to_translation).url).text


def test_half_a_translation_of_a_snippet_is_not_published(editor_client):
    health = FieldOfActivity.objects.source().get(code="health")
    post_snippet(editor_client, health, action=None, name="Santé et soins")
    english = FieldOfActivity.objects.get(translation_key=health.translation_key, locale__language_code="en")
    url = reverse(english.snippet_viewset.get_url_name("edit"), args=[english.pk])
    editor_client.post(url, {"action": "publish"})
    english.refresh_from_db()
    assert english.name == "Health"


def test_synchronising_by_hand_is_explained_and_publishes_no_foreign_words(editor_client, dmk):
    post_page(editor_client, dmk(), title="Réseau DMK d’Allemagne")
    source = TranslationSource.objects.get_for_instance(dmk())
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    response = editor_client.post(url, {"publish_translations": "on"}, follow=True)
    assert "Il n’y a rien à faire" in response.text
    assert dmk("en").title == "Network of Moroccan Competencies in Germany"
