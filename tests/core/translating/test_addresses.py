"""An address is what somebody typed, or a short one; one that is taken is said, however a page gets it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import get_edit_url

from core.slugs import LONGEST, LONGEST_ENCODED, proposed_slug
from home.models import StandardPage
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import create_page, post_page, post_snippet
from tests.conftest import LANGUAGES
from tests.core.translating.conftest import in_language, record
from tests.factories import StandardPageFactory
from tests.prepared_database import CONTENT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Communiqué de presse : l’accès à l'œuvre", "communique-de-presse-acces-a-oeuvre"),
        ("Réseau des Compétences Marocaines en Allemagne", "reseau-des-competences-marocaines"),
        ("شبكة الكفاءات المغربية بألمانيا", "شبكة-الكفاءات-المغربية"),
        ("التَّعلُّم الإلكترونــي", "التعلم-الإلكتروني"),
        ("E-learning & co", "e-learning-co"),
        ("The lawyers’ network, today's", "the-lawyers-network-todays"),
        ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ("x" * 90, "x" * LONGEST),
        ("???", ""),
    ],
)
def test_a_title_makes_a_short_readable_address(title, slug):
    assert proposed_slug(title) == slug
    assert len(slug) <= LONGEST
    assert len(slug.encode()) * 3 <= LONGEST_ENCODED or slug.isascii()


def type_slug(client, original, language, slug, publish=True):
    """What a translator does in the editor: type a slug, press "publish"; what is said then."""
    translation = record(original, language)
    segment = translation.source.stringsegment_set.get(context__path="slug")
    url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    answer = client.put(url, f"value={slug}", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 201)
    if publish:
        url = get_edit_url(translation.get_target_instance())
        return client.post(url, {"action": "publish"}, follow=True).text
    return ""


@pytest.mark.parametrize("slug", ["بيان-الولوج", "access-statement", "accès", "ⵜⴰⵣⴷⴰⵢⵜ", "Access_2026"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_translator_gets_the_address_as_it_was_typed(editor_client, client, page, language, slug):
    former = page("about/accessibility", language).url
    said = type_slug(editor_client, page("about/accessibility"), language, slug)
    assert "Publié" in said or "publié" in said
    assert page("about/accessibility", language).slug == slug
    assert client.get(page("about/accessibility", language).url).status_code == 200
    assert client.get(former).headers["Location"] == page("about/accessibility", language).url


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize(
    ("slug", "reason"), [("personal-data", "Personal data"), ("a b", "ne peut pas"), ("a/b", "ne peut pas")]
)
def test_an_address_that_cannot_be_is_refused_with_the_reason(editor_client, page, slug, reason, times):
    for _again in range(times):  # whoever insists is told the same
        said = type_slug(editor_client, page("about/accessibility"), "en", slug)
        assert "Non publié" in said
        assert reason in said
        assert "Publié «" not in said
    assert page("about/accessibility", "en").slug == "accessibility"


def test_a_slug_in_a_po_file_is_as_good_as_one_that_was_typed(editor_client, page):
    translation = record(page("about/accessibility"), "ar")
    po = translation.export_po()
    for entry in po:
        if entry.msgctxt == "slug":
            entry.msgstr = "بيان-الولوج"
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    upload = {"file": SimpleUploadedFile("words.po", str(po).encode())}
    assert "1 texte" in editor_client.post(url, upload, follow=True).text
    editor_client.post(get_edit_url(page("about/accessibility", "ar")), {"action": "publish"})
    assert page("about/accessibility", "ar").slug == "بيان-الولوج"
    upload = {"file": SimpleUploadedFile("words.po", str(po).encode())}
    assert "Rien n’a été importé" in editor_client.post(url, upload, follow=True).text


def test_a_translation_published_for_the_first_time_gets_an_address_in_its_words(
    editor_client, page, translate
):
    create_page(editor_client, StandardPage(title="Communiqué de presse"), page("about"))
    original = StandardPage.objects.get(slug="communique-de-presse", locale__language_code="fr")
    locales = [in_language(original, language).locale_id for language in ("en", "ar")]
    submit = reverse("wagtail_localize:submit_page_translation", args=[original.pk])
    assert editor_client.post(submit, {"locales": locales, "include_subtree": ""}).status_code == 302
    assert in_language(original, "en").slug == "communique-de-presse"  # it stands in until then
    assert translate(original, "en", words="Statement%.0s").slug == "statement"
    assert translate(original, "ar", words="بلاغ صحفي%.0s").slug == "بلاغ-صحفي"
    assert translate(original, "en", words="Another%.0s").slug == "statement"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_slug_left_empty_is_made_short_and_kept_ever_after(page, publish, language):
    parent = page("about", language)
    new = StandardPage(title="Réseau des Compétences Marocaines en Allemagne", locale=parent.locale)
    parent.add_child(instance=new)
    assert new.slug == "reseau-des-competences-marocaines"
    new.slug, new.title = "", "Autre chose"
    publish(new)
    assert Page.objects.get(pk=new.pk).slug == "reseau-des-competences-marocaines"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_page_is_not_moved_where_its_address_is_taken_in_some_language(editor_client, page, language):
    home = page("home", language)
    home.add_child(
        instance=StandardPage(title="Là", slug=page("about/privacy", language).slug, locale=home.locale)
    )
    mover = reverse("wagtailadmin_pages:move_confirm", args=[page("about/privacy").pk, page("home").pk])
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    bulk = f"{bulk}?id={page('about/privacy').pk}"
    for url, data in ((mover, {}), (bulk, {"chooser": page("home").pk})):
        said = editor_client.post(url, data, follow=True).text
        assert "Données personnelles" in said
        assert "a été déplacée" not in said
    assert page("about/privacy").get_parent().pk == page("about").pk
    assert page("about/privacy", "en").get_parent().pk == page("about", "en").pk


def test_whoever_makes_or_copies_a_page_hears_where_it_stands_in_at_another_address(editor_client, page):
    taken = page("about", "en")
    taken.add_child(instance=StandardPage(title="Taken", slug="nouvelles", locale=taken.locale))
    response = create_page(editor_client, StandardPage(title="Nouvelles"), page("about"))
    assert "nouvelles-1" in editor_client.get(response.url).text
    data = {"new_title": "Prise", "new_slug": "taken", "new_parent_page": page("about").pk}
    taken.add_child(instance=StandardPage(title="T", slug="taken", locale=taken.locale))
    url = reverse("wagtailadmin_pages:copy", args=[page("about/privacy").pk])
    assert "taken-1" in editor_client.post(url, data, follow=True).text


def test_a_draft_whose_address_is_taken_meanwhile_is_not_published_with_others(editor_client, page):
    draft = page("about/privacy")
    draft.slug = "plus-tard"
    draft.save_revision()
    StandardPageFactory(parent=page("about"), title="Plus tard", slug="plus-tard")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    said = editor_client.post(f"{url}?id={draft.pk}", follow=True).text
    assert "plus-tard" in said
    assert page("about/privacy").slug == "donnees-personnelles"


def test_two_fields_of_activity_have_two_addresses_and_a_code_stays(editor_client):
    law = FieldOfActivity.objects.get(code="law", locale__language_code="fr")
    said = post_snippet(editor_client, law, name="Santé !").content.decode()
    assert "Santé" in said
    said = post_snippet(editor_client, law, name="Droit", code="droit").content.decode()
    assert "field-error" in said or "error-message" in said
    law.refresh_from_db()
    assert (law.name, law.code) == ("Droit", "law")
    post_snippet(editor_client, law, name="Droit et justice")
    law.refresh_from_db()
    assert law.name == "Droit et justice"


def test_pages_nobody_has_touched_get_the_addresses_of_todays_content(client, editor_client, page, capsys):
    for key, slug in (("network/avocats", "المحامون-المغاربة-بالخارج"), ("about/legal", "ancienne")):
        version = page(key, "ar" if key.startswith("network") else "fr")
        version.slug = slug
        version.save()
    post_page(editor_client, page("about/legal"))  # somebody has touched this one
    former = page("network/avocats", "ar").url
    call_command("load_opening_content", folder=CONTENT)
    assert page("network/avocats", "ar").slug == "محامون"
    assert page("about/legal").slug == "ancienne"
    assert client.get(former).headers["Location"] == page("network/avocats", "ar").url
    assert page("network/avocats", "ar").url in capsys.readouterr().out
