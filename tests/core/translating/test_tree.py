"""What is done to an original is done to all its languages, and is said before."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from contact.models import ContactBlock
from core.translating.drift import find_drift
from core.translating.models import Standing
from home.models import StandardPage
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import post_page
from tests.core.translating.conftest import version
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SAID = "La même chose se produit dans les autres langues"


@pytest.fixture(autouse=True)
def _nothing_drifts():
    yield
    assert [str(drift) for drift in find_drift()] == []


def versions_live(page, key):
    return [page(key, language).live for language in ("fr", "en", "ar")]


def order(parent):
    return list(parent.get_children().order_by("path").values_list("translation_key", flat=True))


def act(client, name, *args, data=None):
    """Send the form of a confirmation that says what happens in the other languages; open it first."""
    url = reverse(f"wagtailadmin_pages:{name}", args=args)
    assert SAID in client.get(url).text
    response = client.post(url, data or {})
    assert response.status_code == 302
    return response


def bulk(client, action, *pages, **data):
    ids = "&".join(f"id={page.pk}" for page in pages)
    url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?{ids}"
    assert SAID in client.get(url).text
    return client.post(url, data)


def test_unpublishing_an_original_unpublishes_its_translations(editor_client, page, client):
    act(editor_client, "unpublish", page("about/privacy").pk)
    assert versions_live(page, "about/privacy") == [False, False, False]
    assert version(page("about/privacy")).state == Standing.UNPUBLISHED
    assert client.get(page("about/privacy", "en").url).status_code == 404


def test_what_went_down_with_the_original_comes_back_with_it(editor_client, page):
    act(editor_client, "unpublish", page("about/privacy").pk)
    post_page(editor_client, page("about/privacy"))
    assert versions_live(page, "about/privacy") == [True, True, True]
    assert page("about/privacy", "en").title == "Personal data"
    assert version(page("about/privacy")).state == Standing.TRANSLATED


def test_what_was_a_draft_before_stays_one(editor_client, page):
    editor_client.post(reverse("wagtailadmin_pages:unpublish", args=[page("about/privacy", "en").pk]))
    act(editor_client, "unpublish", page("about/privacy").pk)
    post_page(editor_client, page("about/privacy"))
    assert versions_live(page, "about/privacy") == [True, False, True]


def test_a_page_below_goes_with_the_one_above_in_every_language(editor_client, page):
    act(editor_client, "unpublish", page("about").pk, data={"include_descendants": "on"})
    assert versions_live(page, "about/privacy") == [False, False, False]


def test_several_pages_are_unpublished_at_once(editor_client, page):
    bulk(editor_client, "unpublish", page("about/privacy"), page("about/accessibility"))
    assert versions_live(page, "about/privacy") == versions_live(page, "about/accessibility") == [False] * 3


def test_a_page_that_expires_does_so_in_every_language(page):
    privacy = page("about/privacy")
    privacy.expire_at = timezone.now() - timezone.timedelta(minutes=1)
    privacy.save()
    call_command("publish_scheduled")
    assert versions_live(page, "about/privacy") == [False, False, False]


def test_a_page_moves_in_every_language(editor_client, page, client):
    mobilisation, about = page("programme/mobilisation"), page("about")
    act(editor_client, "move_confirm", mobilisation.pk, about.pk)
    for language in ("fr", "en", "ar"):
        moved = page("programme/mobilisation", language)
        assert moved.get_parent().pk == page("about", language).pk
        assert client.get(moved.url).status_code == 200


def test_several_pages_move_at_once(editor_client, page):
    pages = [page("about/privacy"), page("about/accessibility")]
    bulk(editor_client, "move", *pages, chooser=page("home").pk)
    for language in ("en", "ar"):
        assert page("about/privacy", language).get_parent().pk == page("home", language).pk


@pytest.mark.parametrize("position", ["0", "1", "2", None])
def test_the_order_of_pages_is_the_same_in_every_language(editor_client, page, position):
    last = page("about").get_children().order_by("path").last()
    url = reverse("wagtailadmin_pages:set_page_position", args=[last.pk])
    editor_client.post(f"{url}?position={position}" if position else url)
    assert order(page("about", "en")) == order(page("about", "ar")) == order(page("about"))


def test_a_translation_that_is_put_elsewhere_goes_back_to_where_its_original_is(editor_client, page):
    first = page("about", "en").get_children().order_by("path").first()
    url = reverse("wagtailadmin_pages:set_page_position", args=[first.pk])
    editor_client.post(f"{url}?position=2")
    assert order(page("about", "en")) == order(page("about"))


def test_deleting_an_original_deletes_every_language(editor_client, page):
    key = page("about/privacy").translation_key
    act(editor_client, "delete", page("about/privacy").pk)
    assert not Page.objects.filter(translation_key=key).exists()


def test_deleting_a_section_deletes_it_with_all_below_it(editor_client, editor, page):
    editor.is_superuser = True
    editor.save()
    act(editor_client, "delete", page("about").pk, data={"confirm_site_name": "Kafaat"})
    assert not Page.objects.filter(slug__in=["confidentialite", "privacy"]).exists()


def test_several_pages_are_deleted_at_once(editor_client, page):
    keys = [page(key).translation_key for key in ("about/privacy", "about/accessibility")]
    bulk(editor_client, "delete", page("about/privacy"), page("about/accessibility"))
    assert not Page.objects.filter(translation_key__in=keys).exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_translation_is_neither_deleted_nor_moved_on_its_own(editor_client, page, language):
    translation = page("about/privacy", language)
    for url in (
        reverse("wagtailadmin_pages:delete", args=[translation.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[translation.pk, page("home", language).pk]),
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={translation.pk}",
        f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'move'])}?id={translation.pk}",
    ):
        response = editor_client.post(url, {"chooser": page("home", language).pk}, follow=True)
        assert "est une traduction" in response.text
    assert page("about/privacy", language).get_parent().pk == page("about", language).pk


def test_a_page_of_one_language_alone_is_nobodys_translation(editor_client, page):
    own = StandardPage(title="Only here", locale=page("home", "en").locale)
    page("about", "en").add_child(instance=own)
    editor_client.post(reverse("wagtailadmin_pages:delete", args=[own.pk]))
    assert not Page.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("alias", ["", "on"])
def test_a_copy_appears_in_every_language(editor_client, page, alias):
    data = {
        "new_title": "Une copie",
        "new_slug": "une-copie",
        "new_parent_page": page("home").pk,
        "copy_subpages": "on",
        "publish_copies": "on",
        "alias": alias,
    }
    url = reverse("wagtailadmin_pages:copy", args=[page("about").pk])
    assert editor_client.post(url, data).status_code == 302
    copy = Page.objects.get(slug="une-copie", locale__language_code="fr")
    for language in ("en", "ar"):
        twin = Page.objects.get(translation_key=copy.translation_key, locale__language_code=language)
        assert twin.live
        assert twin.get_descendant_count() == copy.get_descendant_count()


def test_what_is_made_private_is_private_in_every_language(editor_client, page, client):
    url = reverse("wagtailadmin_pages:set_privacy", args=[page("about").pk])
    addresses = [page("about/privacy", language).url for language in ("fr", "en", "ar")]
    for is_public, form in (
        (False, {"restriction_type": "login"}),
        (False, {"restriction_type": "groups", "groups": [Group.objects.get(name="Editors").pk]}),
        (True, {"restriction_type": "none"}),
    ):
        assert editor_client.post(url, form).status_code == 200
        stranger = type(client)()
        if "groups" in form:
            stranger.force_login(UserFactory())
        statuses = [stranger.get(address).status_code for address in addresses]
        assert len(set(statuses)) == 1
        assert (statuses[0] == 200) is is_public
        assert [str(drift) for drift in find_drift()] == []


def test_deleting_a_field_of_activity_deletes_its_translations(editor_client):
    field = FieldOfActivity(code="mining", name="Mines", locale=FieldOfActivity.objects.source()[0].locale)
    field.save()
    english = field.copy_for_translation(FieldOfActivity.objects.get(code="health", name="Health").locale)
    english.save()
    url = reverse(field.snippet_viewset.get_url_name("delete"), args=[field.pk])
    assert SAID in editor_client.get(url).text
    editor_client.post(url)
    assert not FieldOfActivity.objects.filter(code="mining").exists()


def test_the_contact_block_is_unpublished_in_every_language(editor_client):
    block = ContactBlock.objects.get(locale__language_code="fr")
    url = reverse(block.snippet_viewset.get_url_name("unpublish"), args=[block.pk])
    assert SAID in editor_client.get(url).text
    editor_client.post(url)
    assert not ContactBlock.objects.filter(live=True).exists()
