"""What only some may see is named nowhere to everybody else, in no language."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, PageViewRestriction, get_page_models
from wagtail_localize.models import Translation, TranslationSource

from academy_pages.models import AcademyModulePage, AcademyPage, ModuleDelivery
from contact.models import ContactPage
from core.translating.tree import make_stand_ins
from core.visibility import restrictions_of, visible
from home.models import HomePage, IndexPage, ProgrammePage, StandardPage
from home.opening_content import translate
from networks_directory.browsing.addresses import sub_path
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.listing_updates.reminders import send_listing_reminders
from networks_directory.models.listing_facts import NetworkCountry, NetworkField, NetworkRelation
from networks_directory.models.networks import NetworkPage
from networks_directory.pages.directory import NetworkFamilyPage, NetworksDirectoryPage
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage
from tests.conftest import LANGUAGES
from tests.factories import (
    ModuleSessionFactory,
    RepresentationFactory,
    StandardPageFactory,
    UserFactory,
    field_of_activity,
    opening_page,
)

pytestmark = pytest.mark.django_db

TITLE, SUMMARY, SLUG, ACRONYM = "Zumaque", "Quillaja", "retama", "GNT"  # nobody else's
WAYS = {"password": {"password": "zellige"}, "login": {}, "groups": {}}
PARENTS = {
    ProgrammePage: "home",
    IndexPage: "home",
    StandardPage: "about",
    ContactPage: "home",
    AcademyPage: "home",
    AcademyModulePage: "academy",
    NetworksDirectoryPage: "home",
    NetworkFamilyPage: "directory",
    GeographicNetworkPage: "family/geographic",
    ThematicNetworkPage: "family/thematic",
}
STAND_INS = ("alias", "sent to translators", "translated")


def facts_of(model, number):
    """What a page of a type cannot be without, and what makes it turn up in as many places as possible."""
    if issubclass(model, NetworkPage):
        return {
            "acronym": f"{ACRONYM} {number}",
            "countries": [NetworkCountry(country="DE")],
            "fields_of_activity": [NetworkField(field=field_of_activity())],
        }
    if model is NetworkFamilyPage:
        return {"family": "geographic"}
    if model is AcademyModulePage:
        return {"deliveries": [ModuleDelivery(network=opening_page("network/dmk"))]}
    return {}


def published(model, parent, number):
    page = model(
        title=f"{TITLE} {number}", summary=f"{SUMMARY} {number}", slug=f"{SLUG}-{number}", show_in_menus=True,
        locale=parent.locale, **facts_of(model, number),
    )  # fmt: skip
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def let_stand_in(original, language, how):
    """Let a page appear in another language: its alias, a draft translation, or a translation."""
    if how == "alias":
        return
    locale = Locale.objects.get(language_code=language)
    if how == "translated":
        words = (original.title, original.summary)
        translate(original, locale, {word: f"{word} {language}" for word in words})
    else:
        source, _created = TranslationSource.get_or_create_from_instance(original)
        Translation.objects.create(source=source, target_locale=locale).save_target(publish=False)


def restrict(page, way):
    restriction = page.view_restrictions.create(restriction_type=way, **WAYS[way])
    if way == "groups":
        restriction.groups.add(Group.objects.get(name="Moderators"))


def made_private():
    """{original: how it is private}, one of each type; what stands below some of them is so too.

    Ways and kinds of stand-ins take turns, so that each kind is private in each way.
    """
    made = {}
    for number, model in enumerate(PARENTS):
        original, way = published(model, opening_page(PARENTS[model]), number), list(WAYS)[number % 3]
        below = {IndexPage: StandardPage, NetworkFamilyPage: GeographicNetworkPage}.get(model)
        originals = [original, published(below, original, f"{number}-1")] if below else [original]
        for page in originals:
            make_stand_ins(page)
            for turn, language in enumerate(("en", "ar")):
                let_stand_in(page, language, STAND_INS[(number + number // 3 + turn) % 3])
            made[page] = way
        restrict(original, way)
    return made


def led_to(pages):
    """Let public pages point at the private ones wherever a page can."""
    dmk, module = opening_page("network/dmk"), opening_page("module/sante")
    networks = [page for page in pages if isinstance(page, NetworkPage)]
    for network in networks:
        ModuleDelivery.objects.create(module=module, network=network)
        ModuleSessionFactory(module=module, trainers_network=network)
        NetworkRelation.objects.create(network=dmk, other=network, kind="member_of")


@pytest.fixture(scope="module")
def private(django_db_setup, django_db_blocker):
    """{private page: how it is private}. Made once: it takes longer than the tests."""
    block = transaction.atomic()
    block._from_testcase = True  # what waits for its end happens in it, as in a test: see conftest._commits
    with django_db_blocker.unblock(), translation.override("fr"), block:
        made = made_private()
        led_to(made)
        while connection.run_on_commit:
            _savepoints, callback, _robust = connection.run_on_commit.pop(0)
            callback()
        yield made
        transaction.set_rollback(True)


def versions_of(page):
    return page.specific_class.objects.filter(translation_key=page.translation_key).select_related("locale")


def addresses_asked_for(private):
    """What nothing links to, or only with words that somebody has typed."""
    networks = [version for page in private if isinstance(page, NetworkPage) for version in versions_of(page)]
    yield from ("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-directory.xml", "/robots.txt")
    for language in LANGUAGES:
        with translation.override(language):
            for word in (TITLE, SUMMARY, ACRONYM):
                yield f"{reverse('search')}?q={word}"
                yield f"{reverse('suggest')}?q={word}"
                yield f"{opening_page('directory', language).url}?q={word}"
                yield f"{opening_page('directory', language).url}suggestions/?q={word}"
            yield f"{opening_page('directory', language).url}?country=DE&field=health"
            yield f"{opening_page('directory', language).url}map/"
            which = sub_path(language, "which_network")
            yield f"{opening_page('directory', language).url}{which}?country=DE&field=health"
            yield reverse("listing_updates:new_network")
            yield reverse("listing_updates:find_status")
        yield f"/{language}/nowhere/"
    for network in networks:
        language = network.locale.language_code
        with translation.override(language):
            yield reverse("listing_updates:correction", args=[network.translation_key])
    yield f"{opening_page('contact').url}?network={networks[0].pk}"


def links_in(html, url):
    """The addresses of this site that a page leads to, without those of a state of a list."""
    for element in BeautifulSoup(html, "html.parser").select("[href], [src], [action]"):
        address = element.get("href") or element.get("src") or element.get("action")
        address = urlsplit(urljoin(f"http://testserver{url}", address))
        if address.netloc == "testserver" and not address.path.startswith(("/static/", "/media/", "/admin/")):
            yield address.path


def crawl(start):
    """{address: what it answers} of every address that a visitor is led to."""
    client, found, waiting = Client(), {}, list(start)
    while waiting:
        url = waiting.pop()
        if url not in found:
            response = client.get(url, follow=True)
            found[url] = response.text if hasattr(response, "text") else ""
            if "text/html" in response.get("Content-Type", ""):
                waiting += links_in(found[url], url)
    return found


def test_nothing_names_them_anywhere(private):
    assert set(PARENTS) == {model for model in get_page_models() if model.is_creatable} - {HomePage, Page}
    found = crawl([*(f"/{language}/" for language in LANGUAGES), *addresses_asked_for(private)])
    assert len(found) > 200
    named = re.compile(rf"(?:{TITLE}|{SUMMARY}|{ACRONYM}) \d|{SLUG}")
    leaks = {url: named.findall(text) for url, text in found.items()}
    assert {url: words for url, words in leaks.items() if words} == {}


def test_no_count_has_them(client, private):
    for language in LANGUAGES:
        assert client.get(f"/{language}/").context["network_count"] == 9
        assert client.get(opening_page("directory", language).url).context["browsing"].count == 9


def test_each_asks_for_what_it_was_set_to_and_says_nothing_of_itself(client, private):
    for page, way in private.items():
        versions = list(versions_of(page))
        assert {version.locale.language_code for version in versions} == set(LANGUAGES)
        for version in versions:
            own = [version.url, f"{version.url}vcard/"] if isinstance(page, NetworkPage) else [version.url]
            for url in own:
                response = client.get(url)
                login = f"/{version.locale.language_code}/_util/login/"
                if way != "password":
                    assert (response.status_code, urlsplit(response["Location"]).path) == (302, login)
                    continue
                assert response.context["form"].fields["password"], url
                assert TITLE not in response.text
                assert SUMMARY not in response.text
                others = [other.url for other in versions if other != version]
                assert [other for other in others if f'"{other}"' in response.text] == []


def test_what_is_listed_is_what_needs_nothing(private):
    """The condition of lists and the restrictions a page itself is served by are one."""
    listed = set(visible(Page.objects).values_list("pk", flat=True))
    served = {page.pk for page in Page.objects.filter(live=True) if not restrictions_of(page).exists()}
    assert listed == served
    assert len(served) > 75


@pytest.mark.parametrize("way", WAYS)
def test_every_type_is_hidden_in_every_way(private, way):
    for page in private:
        if not page.view_restrictions.exists():
            continue  # it is below one that is private
        page.view_restrictions.all().delete()
        assert len(visible(versions_of(page))) == len(LANGUAGES)
        restrict(page, way)
        assert not visible(versions_of(page))
        for version in versions_of(page):
            kinds = {restriction.restriction_type for restriction in restrictions_of(version)}
            assert way in kinds, (version, kinds)


def test_nobody_is_reminded_of_them(private):
    for page in private:
        if isinstance(page, NetworkPage):
            RepresentationFactory(network=page)
    mail.outbox.clear()
    send_listing_reminders()
    assert [message.subject for message in mail.outbox if TITLE in message.subject] == []


@pytest.fixture
def password_of(client):
    """Gives the password that a page asks for."""

    def give(url):
        form = client.get(url).context["form"]
        action = BeautifulSoup(client.get(url).content, "html.parser").select_one("main form")["action"]
        data = {"password": WAYS["password"]["password"], "return_url": form.initial["return_url"]}
        return client.post(action, data, follow=True)

    return give


def test_who_has_given_the_password_of_an_original_reads_its_stand_ins(client, password_of):
    original = StandardPageFactory(title="Une page")
    make_stand_ins(original)
    restrict(original, "password")
    assert password_of(original.url).context["page"].title == "Une page"
    for version in versions_of(original):
        assert client.get(version.url).context["page"].pk == version.pk


def test_nobody_is_asked_for_one_password_twice(client, page, password_of):
    restrict(page("about/privacy"), "password")
    english = page("about/privacy", "en")
    assert password_of(english.url).context["page"].pk == english.pk
    assert client.get(english.url).context["page"].pk == english.pk


def test_what_is_private_in_one_language_is_named_in_no_other(client, page):
    restrict(page("network/dmk", "en"), "login")
    french = client.get(page("network/dmk").url)
    assert page("network/dmk", "en").url not in french.text
    assert page("network/dmk", "ar").url in french.text
    for language, count in (("fr", 9), ("en", 8), ("ar", 9)):
        assert client.get(f"/{language}/").context["network_count"] == count


def test_who_may_see_a_private_section_finds_its_pages_there(client, editor_client, page):
    restrict(page("about"), "login")
    restrict(page("about/legal"), "groups")
    address, titles = page("about").url, {page("about/privacy").title, page("about/legal").title}
    assert {row["title"] for row in editor_client.get(address).context["pages"]} >= titles
    client.force_login(UserFactory())
    listed = {row["title"] for row in client.get(address).context["pages"]}
    assert titles - listed == {page("about/legal").title}


def test_a_network_is_as_private_as_where_it_is_moved_to(client, page):
    closed = NetworkFamilyPage(
        title="Réservée", slug="reservee", family="geographic", locale=page("home").locale
    )
    page("directory").add_child(instance=closed)
    make_stand_ins(closed)
    restrict(closed, "login")
    directory = page("directory", "en").url
    page("network/dmk").move(closed, pos="last-child")
    assert client.get(directory).context["browsing"].count == 8
    NetworkPage.objects.get(pk=page("network/dmk").pk).move(page("family/geographic"), pos="last-child")
    assert client.get(directory).context["browsing"].count == 9


def test_what_the_index_does_not_know_yet_is_not_named(client, page):
    """Where a family of thousands is made private, a task brings the index up to date."""
    dmk = page("network/dmk")
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page=dmk, restriction_type="login")])
    for language in LANGUAGES:
        here = page("directory", language).url
        title = page("network/dmk", language).title
        for address in (
            here,
            f"{here}?q=dmk",
            f"{here}suggestions/?q=dmk",
            page("network/c3m", language).url,
        ):
            assert title not in client.get(address).text


def test_a_stranger_reads_what_they_wrote_about_not_what_it_is_called_now(client, page):
    dmk = page("network/dmk")
    update = ListingUpdate.objects.create(
        kind="correction", state="unverified", network=dmk, network_title="DMK", author_email="a@example.org",
        language="fr", base={}, proposal={}, message="Fermé.",
    )  # fmt: skip
    status = reverse("listing_updates:status_page", args=[update.reference, update.status_code])
    assert dmk.title in client.get(status).text
    restrict(dmk, "login")
    response = client.get(status)
    assert dmk.title not in response.text
    assert response.context["title"] == "DMK"


def test_the_form_of_a_private_contact_page_shows_it_to_nobody_else(client, editor_client, page):
    restrict(page("contact"), "login")
    for browser, status in ((Client(), 404), (editor_client, 422)):
        assert browser.post("/fr/message-de-contact/", {}).status_code == status
