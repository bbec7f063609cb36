"""What is asked of an original is asked for its stand-ins, whichever way the page was published."""

from datetime import timedelta
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from core.translating.drift import drift_of, repair
from home.models import ProgrammePage
from tests.admin_forms import create_page, post_page
from tests.core.translating.conftest import in_language

pytestmark = pytest.mark.django_db

TITLE = "Un programme nouveau"
LANGUAGES = ("fr", "en", "ar")


def created(client, parent, action=None, **fields):
    new = ProgrammePage(title=TITLE, summary="Un résumé.", **fields)
    response = create_page(client, new, parent, action=action)
    assert response.status_code == 302, response.context["form"].errors
    return ProgrammePage.objects.get(title=TITLE, locale__language_code="fr")


def at_once(client, parent):
    created(client, parent, "action-publish")


def draft_first(client, parent):
    post_page(client, created(client, parent))


def sent_to_translation_first(client, parent):
    draft = created(client, parent)
    english = Locale.objects.get(language_code="en").pk
    url = reverse("wagtail_localize:submit_page_translation", args=[draft.pk])
    client.post(url, {"locales": [english], "include_subtree": ""})
    post_page(client, draft)


def scheduled(client, parent):
    page = created(client, parent, "action-publish", go_live_at=timezone.now() + timedelta(days=1))
    assert not page.live
    due = timezone.now() - timedelta(minutes=1)
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = due.isoformat()
    revision.approved_go_live_at = due
    revision.save()
    call_command("publish_scheduled")


def by_workflow(client, parent):
    page = created(client, parent, "action-submit")
    page.current_workflow_task_state.approve(user=parent.owner)


def copied(client, parent):
    draft = created(client, parent)
    data = {"new_title": TITLE, "new_slug": "copie", "new_parent_page": parent.pk, "publish_copies": "on"}
    post_page(client, draft)
    client.post(reverse("wagtailadmin_pages:copy", args=[draft.pk]), data)
    draft.refresh_from_db()
    client.post(reverse("wagtailadmin_pages:delete", args=[draft.pk]))


def by_code(client, parent):
    page = ProgrammePage(title=TITLE, slug="nouveau", locale=parent.locale, live=False)
    parent.add_child(instance=page)
    page.save_revision().publish()


def what_is_new(client, page):
    return [
        [item["title"] for item in client.get(page("home", language).url).context["newest"]]
        for language in LANGUAGES
    ]


@pytest.mark.parametrize(
    "way",
    [at_once, draft_first, sent_to_translation_first, scheduled, by_workflow, copied, by_code],
)
def test_a_page_is_new_in_every_language_since_the_same_day(editor_client, page, way):
    way(editor_client, page("home"))
    original = ProgrammePage.objects.get(title=TITLE, locale__language_code="fr")
    assert original.live
    assert original.first_published_at
    for language in ("en", "ar"):
        stand_in = in_language(original, language)
        assert stand_in.live, language
        assert stand_in.first_published_at == original.first_published_at, language
        assert stand_in.last_published_at == original.last_published_at, language
    french, english, arabic = what_is_new(editor_client, page)
    assert french[0] == english[0] == arabic[0] == TITLE
    assert list(drift_of(original)) == []


def test_what_has_no_date_is_not_new(editor_client, page):
    """On PostgreSQL a page without a date would stand first for ever."""
    page("home").add_child(instance=ProgrammePage(title=TITLE, slug="nouveau", locale=page("home").locale))
    assert all(TITLE not in titles for titles in what_is_new(editor_client, page))


def test_the_upgrade_gives_stand_ins_their_date_and_so_does_the_repair(editor_client, page):
    draft_first(editor_client, page("home"))
    original = ProgrammePage.objects.get(title=TITLE, locale__language_code="fr")
    stand_ins = Page.objects.filter(alias_of=original)
    upgrade = import_module("core.translating.migrations.0003_first_published")
    for mend in (lambda: upgrade.share_the_date(apps, None), repair):
        stand_ins.update(first_published_at=None)
        mend()
        assert {found.first_published_at for found in stand_ins} == {original.first_published_at}


def switcher(client, url):
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    return {link["lang"]: link for link in soup.select(".language-menu a")}


def test_the_switcher_leads_to_the_stand_in_and_says_so(editor_client, page):
    draft_first(editor_client, page("home"))
    original = ProgrammePage.objects.get(title=TITLE, locale__language_code="fr")
    labels = {"fr": "Français", "en": "English (not translated)", "ar": "العربية (غير مترجمة)"}
    for language in LANGUAGES:
        url = in_language(original, language).url
        links = switcher(editor_client, f"{url}?a=1")
        assert {code: link.get_text() for code, link in links.items()} == labels
        for code, link in links.items():
            assert link["href"] == f"{in_language(original, code).url}?a=1"
            assert link["dir"] == ("rtl" if code == "ar" else "ltr")
        notice = BeautifulSoup(editor_client.get(url).content, "html.parser").select_one(".notice")
        assert bool(notice) == (language != "fr")


def test_the_switcher_leads_home_where_the_page_is_in_no_words(editor_client, page):
    page("network/dmk", "en").unpublish()
    link = switcher(editor_client, page("network/dmk").url)["en"]
    assert (link["href"], link.get_text()) == ("/en/", "English (not translated)")
    assert switcher(editor_client, "/fr/perdu/")["en"].get_text() == "English"
