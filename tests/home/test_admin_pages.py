"""Editors create, edit, translate and publish every type of page through the admin's own views."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail.users.models import UserProfile
from wagtail_localize.models import Translation, TranslationSource

from academy_pages.models import AcademyModulePage, AcademyPage, AcademyPartner, ModuleDelivery
from contact.models import ContactPage
from core.blocks import BodyStreamBlock, PointsStreamBlock
from home.models import HomePage, IndexPage, ProgrammePage, StandardPage
from networks_directory.models.listing_facts import NetworkCountry, NetworkField
from networks_directory.pages.directory import NetworkFamilyPage, NetworksDirectoryPage
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage
from tests.admin_forms import create_page, post_page
from tests.factories import field_of_activity, opening_page

pytestmark = pytest.mark.django_db


def points(*texts):
    return PointsStreamBlock().to_python(
        [{"type": "point", "value": {"heading": "", "text": text}} for text in texts]
    )


def body():
    return BodyStreamBlock().to_python([
        {"type": "heading", "value": "Un titre"},
        {"type": "paragraph", "value": "<p>Un <b>paragraphe</b>.</p>"},
        {"type": "callout", "value": {"heading": "Attention", "text": "Un encadré."}},
        {"type": "contact_details", "value": None},
    ])  # fmt: skip


# Page type: (where it is created, how it is filled in).
NEW_PAGES = {
    HomePage: ("root", lambda: {"publisher": "Le ministère", "body": body()}),
    ProgrammePage: ("home", lambda: {"rationale": points("Une raison."), "approach": "Une démarche."}),
    IndexPage: ("home", lambda: {"body": body()}),
    StandardPage: ("about", lambda: {"body": body()}),
    ContactPage: ("home", lambda: {"thanks": "Merci.", "recipients": "a@kafaat.example\nb@kafaat.example"}),
    NetworksDirectoryPage: ("home", lambda: {"body": body()}),
    NetworkFamilyPage: ("directory", lambda: {"family": "geographic", "objectives": points("Un objectif.")}),
    GeographicNetworkPage: (
        "family/geographic",
        lambda: {"acronym": "RCB", "countries": [NetworkCountry(country="BE")]},
    ),
    ThematicNetworkPage: (
        "family/thematic",
        lambda: {"fields_of_activity": [NetworkField(field=field_of_activity("research"))]},
    ),
    AcademyPage: (
        "home",
        lambda: {"strengths": points("Un atout."), "partners": [AcademyPartner(name="X", role="partner")]},
    ),
    AcademyModulePage: (
        "academy",
        lambda: {
            "plan": points("Une partie."),
            "deliveries": [ModuleDelivery(network=opening_page("network/dmk"))],
        },
    ),
}


def make_room_for(model):
    """Of some types there may be one page only: the one of the opening content gives way."""
    if model in (NetworksDirectoryPage, AcademyPage):
        AcademyModulePage.objects.all().delete()
    if model in (ContactPage, NetworksDirectoryPage, AcademyPage):
        for one in model.objects.filter(locale__language_code="fr"):
            one.delete()  # and with it its translations


def translate_in_admin(client, page, language):
    """Submit a page for translation, fill every string in, publish: all in the admin's views."""
    locale = Locale.objects.get(language_code=language)
    submit = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    response = client.post(submit, {"locales": [locale.pk], "include_subtree": ""})
    assert response.status_code == 302
    source = TranslationSource.objects.get_for_instance(page)
    translation = Translation.objects.get(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string"):
        if segment.context.path != "slug":
            url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
            words = segment.string.data.replace("Une ", "A ").replace("Un ", "A ") + " (EN)"
            answer = client.put(url, f"value={words}", content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 201, answer.text
    target = translation.get_target_instance()
    response = client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"})
    assert response.status_code == 302
    return type(page).objects.get(pk=target.pk)


@pytest.mark.parametrize("model", NEW_PAGES, ids=lambda model: model.__name__)
def test_a_page_is_created_edited_translated_and_published(
    editor_client, model, page, django_capture_on_commit_callbacks
):
    parent_key, fields = NEW_PAGES[model]
    make_room_for(model)
    parent = Page.objects.get(depth=1) if parent_key == "root" else page(parent_key)
    with django_capture_on_commit_callbacks(execute=True):
        new = model(title="Une page", summary="Un résumé.", **fields())
        response = create_page(editor_client, new, parent)
        assert response.status_code == 302, response.context["form"].errors
        new = model.objects.get(title="Une page", locale__language_code="fr")
        if model is HomePage:  # it has an address once it is the root of a site
            site = Site.objects.get()
            site.root_page = new
            site.save()
        assert new.live
        assert new.title in editor_client.get(new.url).text

        assert post_page(editor_client, new, title="Une page changée").status_code == 302
    assert "Une page changée" in editor_client.get(new.url).text

    with django_capture_on_commit_callbacks(execute=True):
        english = translate_in_admin(editor_client, new, "en")
    assert english.title == "A page changée (EN)"
    assert "A page changée (EN)" in editor_client.get(english.url).text


@pytest.mark.parametrize("model", NEW_PAGES, ids=lambda model: model.__name__)
def test_the_edit_view_and_the_preview_open(editor_client, model):
    page = model.objects.filter(locale__language_code="fr").first()
    assert editor_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    from tests.admin_forms import data_of

    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    changed = data_of(page, {"title": "Un titre d’essai"})
    assert editor_client.post(preview, changed).json()["is_valid"]
    response = editor_client.get(preview)
    assert response.status_code == 200
    assert "Un titre d’essai" in response.text


def test_a_new_french_page_stands_in_for_its_translations_at_once(
    editor_client, page, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        create_page(editor_client, StandardPage(title="Une page", body=body()), page("about"))
    source = StandardPage.objects.get(slug="une-page", locale__language_code="fr")
    stand_ins = Page.objects.filter(alias_of=source, live=True)
    assert {p.locale.language_code for p in stand_ins} == {"en", "ar"}
    assert all(client.get(p.url).status_code == 200 for p in stand_ins)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_admin_opens_in_three_languages(editor_client, editor, language):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(editor)
    profile.preferred_language = language
    profile.save()
    menus = {"fr": "Messages de contact", "en": "Contact messages", "ar": "رسائل الاتصال"}
    response = editor_client.get("/admin/")
    assert response.status_code == 200
    assert json.dumps(menus[language])[1:-1] in response.text
    for url in (
        "/admin/contact-messages/",
        "/admin/academy-sessions/",
        "/admin/snippets/networks_directory/fieldofactivity/",
    ):
        assert editor_client.get(url).status_code == 200


def test_an_anonymous_visitor_is_sent_to_the_login(client):
    response = client.get("/admin/contact-messages/")
    assert response.status_code == 302
    assert "/admin/login/" in response["Location"]


@pytest.mark.parametrize(("language", "whom"), [("fr", "le système"), ("en", "the system"), ("ar", "النظام")])
def test_a_version_that_nobody_made_is_by_the_system(editor_client, editor, page, language, whom):
    UserProfile.objects.create(user=editor, preferred_language=language)
    legal = page("about/legal")
    first = legal.revisions.order_by("pk").first()
    assert first.user is None
    opened = editor_client.get(reverse("wagtailadmin_pages:revisions_revert", args=[legal.pk, first.pk]))
    (message,) = [str(one) for one in opened.context["messages"]]
    assert whom in message
    assert "None" not in message
