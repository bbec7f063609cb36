"""Who answers whoever looks for a network: one rule (choices.Status), to which every view is held."""

import re
from datetime import date
from html import unescape

import pytest
from bs4 import BeautifulSoup

from networks_directory.browsing.addresses import ROUTES
from networks_directory.choices import Status
from networks_directory.models.listing_facts import (
    NetworkConfirmation,
    NetworkCountry,
    NetworkField,
    NetworkRelation,
)
from tests.admin_forms import post_page
from tests.factories import ThematicNetworkPageFactory, field_of_activity, opening_page

pytestmark = pytest.mark.django_db

NAME = "Zumaque"  # nobody else's
ANSWERING = {"unknown", "active", "dormant"}
SILENT = {"closed", "merged", "planned"}
# Views of the directory that name networks for whoever has not asked for one by name.
NAMING = {
    "list": "",
    "country": "countries/portugal/",
    "field": "fields/automotive-industry/",
    "which_network": "which-network/?country=PT&field=automotive",
    "suggestions": "suggestions/?q=zumaque",
    "words": "?q=automotive",
    "family": "thematic/",
}
COUNTING = {"coverage", "map"}  # and those that only count them


@pytest.fixture
def make(page):
    """Makes a thematic network of the English site."""
    parent = page("family/thematic", "en")
    return lambda **facts: ThematicNetworkPageFactory(parent=parent, locale=parent.locale, **facts)


@pytest.fixture
def one_of_each(make):
    """A network in each status, at work in the same field in the same country: {status: its page}."""
    return {
        str(status): make(
            title=f"{NAME} {status.value}",
            acronym=f"ZMQ{number}",
            status=status,
            countries=[NetworkCountry(country="PT")],
            fields_of_activity=[NetworkField(field=field_of_activity("automotive"))],
        )
        for number, status in enumerate(Status)
    }


@pytest.fixture
def read(client):
    """The text of an address below the English directory."""

    def text_of(path):
        response = client.get(opening_page("directory", "en").url + path)
        assert response.status_code == 200, path
        return response.text

    return text_of


def named(text):
    """The statuses of the networks of `one_of_each` that a text names, in their order."""
    return list(dict.fromkeys(re.findall(rf"{NAME} (\w+)", text)))


def cards(text):
    """{status: its card} of a list, in the order of the list."""
    found = BeautifulSoup(text, "html.parser").select(".card--network")
    return {card.h3.a.text.split()[-1]: card for card in found if NAME in card.h3.text}


def tag_of(card):
    """What a card says of its network's standing, "" where that is nothing."""
    tag = card.select_one(".tags__status")
    return tag.text if tag else ""


def test_every_view_of_the_directory_is_held_to_the_rule():
    assert NAMING.keys() | COUNTING >= ROUTES.keys()
    assert {str(status) for status in Status if status.answers} == ANSWERING


@pytest.mark.slow
@pytest.mark.any_database
def test_no_view_names_or_counts_a_network_that_does_not_answer(client, read, one_of_each):
    for view, path in NAMING.items():
        assert set(named(read(path))) == ANSWERING, view
    assert re.search(r'field=automotive&amp;country=PT">(\d+)', read("coverage/"))[1] == "3"
    assert re.search(r"<title>\s*Portugal: (\d+)", read("map/"))[1] == "6"  # three serve the whole world
    for key in ("home", "programme/mobilisation", "academy"):
        text = client.get(opening_page(key, "en").url).text
        assert SILENT.isdisjoint(named(text)), key
        if key == "home":
            numbers = BeautifulSoup(text, "html.parser").select(".families strong")
            assert [number.text for number in numbers] == ["5", "7"]
    assert set(named(client.get(one_of_each["active"].url).text)) == ANSWERING  # its related networks
    whole_site = BeautifulSoup(client.get("/en/search/", {"q": "zumaque"}).text, "html.parser")
    assert set(named(whole_site.text)) == ANSWERING


def test_a_place_whose_only_network_does_not_answer_has_no_way_in_and_keeps_its_address(
    client, read, one_of_each
):
    for status in ANSWERING:
        one_of_each[status].delete()
    assert "countries/portugal/" not in read("")
    assert "Portugal" not in BeautifulSoup(read("coverage/"), "html.parser").table.thead.text
    assert "portugal" not in client.get("/sitemap-directory.xml").text
    assert "No network matches" not in read("countries/portugal/?status=closed")
    assert named(read("countries/portugal/")) == []


def test_who_does_not_answer_is_found_by_name_and_marked(client, read, one_of_each):
    for words in ("Zumaque closed", "ZMQ3", "zumaque CLOSED"):
        found = cards(read(f"?q={words}"))
        assert list(found) == ["closed"]
        assert found["closed"].select_one(".tags__status--silent").text == "Closed"
        whole_site = BeautifulSoup(client.get("/en/search/", {"q": words}).text, "html.parser")
        assert [mark.text for mark in whole_site.select("#network .tags__status--silent")] == ["Closed"]


def test_an_acronym_among_other_words_finds_only_who_answers_and_puts_it_first(read, one_of_each):
    assert list(cards(read("?q=ZMQ3 portugal"))) == []
    assert next(iter(cards(read("?q=zumaque ZMQ1 portugal")))) == "active"


def test_who_does_not_answer_is_found_by_the_filter_and_marked(read, one_of_each):
    labels = {"closed": "Closed", "merged": "Merged into another", "planned": "Planned"}
    for status in SILENT:
        found = cards(read(f"?country=PT&status={status}"))
        assert list(found) == [status]
        assert found[status].select_one(".tags__status--silent").text == labels[status]
        both = cards(read(f"?country=PT&status={status}&status=active"))
        assert list(both) == ["active", status]


def test_the_page_of_who_does_not_answer_says_so(client, one_of_each):
    said = {
        "closed": "This network has closed.",
        "merged": "This network has merged into another one.",
        "planned": "This network is planned: it does not answer yet.",
        "dormant": "This network is dormant: you may wait long for an answer.",
    }
    for status, network in one_of_each.items():
        soup = BeautifulSoup(client.get(network.url).text, "html.parser")
        notice = soup.select_one(".standing strong")
        assert (notice.text if notice else None) == said.get(status), status


@pytest.mark.slow
@pytest.mark.any_database
def test_who_may_not_answer_comes_last_with_the_reason(read, page, publish):
    dormant, stale = page("network/acoms"), page("network/amcn")  # the first by name
    dormant.status = "dormant"
    stale.confirmations = [
        NetworkConfirmation(field="title", confirmed_on=date(2020, 1, 1), confirmed_by="ministry")
    ]
    for network in (dormant, stale):
        publish(network)
    reasons = {"ACOMS": "Dormant", "AMCN": "Not confirmed for long"}
    for path in ("", "?family=geographic", "which-network/?field=aeronautics"):
        first = BeautifulSoup(read(path), "html.parser").select_one(".cards")
        *others, last, very_last = first.select(".card--network")
        shown = [(card.select_one(".card__acronym").text, tag_of(card)) for card in (last, very_last)]
        assert dict(shown) == reasons, path
        assert not any(map(tag_of, others)), path
    for acronym, reason in reasons.items():
        assert f"Network \\u2013 {reason}" in read(f"suggestions/?q={acronym}")


def test_the_page_of_who_does_not_answer_promises_nothing(client, one_of_each):
    for status, network in one_of_each.items():
        text = client.get(network.url).text
        for promise in ("has not published any contact details yet", "Nobody has confirmed this listing yet"):
            assert (promise in text) is (status in ANSWERING), (status, promise)
        assert ("Write to the ministry" in text) is True


def test_the_status_is_a_filter_only_where_it_separates_something(client, page, make):
    def offered(query=""):
        soup = BeautifulSoup(client.get(page("directory", "en").url + query).text, "html.parser")
        return [field["value"] for field in soup.select("#filters input[name=status]")]

    assert offered() == []
    make(title=NAME, status="dormant", fields_of_activity=[NetworkField(field=field_of_activity("health"))])
    assert "dormant" in offered()
    assert offered("?field=law") == []


def test_a_message_concerns_networks_that_answer(client, page, one_of_each):
    soup = BeautifulSoup(client.get(page("contact", "en").url).text, "html.parser")
    named = {option.text.split()[-1] for option in soup.select("select option") if NAME in option.text}
    assert named == ANSWERING


def test_a_module_marks_who_delivered_it_and_no_longer_answers(client, page, publish):
    c3m = page("network/c3m")
    c3m.status = "closed"
    publish(c3m)
    for path in ("academy", "module/sante"):
        soup = BeautifulSoup(client.get(page(path, "en").url).text, "html.parser")
        marked = [item.text for item in soup.select("main li") if "Closed" in item.text]
        assert marked, path
        assert all("C3M" in text or "Medical" in text for text in marked)


def test_who_has_been_replaced_is_not_active(editor_client, page):
    dmk, c3m = page("network/dmk"), page("network/c3m")
    merged = [NetworkRelation(kind="merged_into", other=c3m)]
    refused = post_page(editor_client, dmk, status="active", relations=merged)
    assert "a pris sa place, d’après les relations" in unescape(refused.text)
    assert not NetworkRelation.objects.exists()
    assert post_page(editor_client, dmk, action="", status="active", relations=merged).status_code == 302
    post_page(editor_client, page("network/dmk"), status="merged", relations=merged)
    assert NetworkRelation.objects.filter(kind="merged_into").exists()


def test_who_takes_over_from_an_active_network_hears_that_it_is_active(editor_client, page, publish):
    dmk = page("network/dmk")
    dmk.status = "active"
    publish(dmk)
    relations = [NetworkRelation(kind="follows", other=dmk)]
    refused = post_page(editor_client, page("network/c3m"), relations=relations)
    assert "est actif. Indiquez-y d’abord qu’il a fermé ou fusionné." in unescape(refused.text)
    dmk.status = "closed"
    publish(dmk)
    post_page(editor_client, page("network/c3m"), relations=relations)
    assert NetworkRelation.objects.filter(kind="follows").exists()
    refused = post_page(editor_client, page("network/dmk"), status="active")
    assert "a pris sa place, d’après les relations" in unescape(refused.text)


# How networks stand to each other


@pytest.fixture
def pair(make):
    """(one network, another one), which do not know of each other yet."""
    return make(title=f"{NAME} old"), make(title=f"{NAME} new")


def relate(network, kind, other, since=None):
    network.relations = [NetworkRelation(kind=kind, other=other, since=since)]
    network.save()


def relations(client, network):
    """The relations that a network's page shows; the names of networks it only resembles come first."""
    soup = BeautifulSoup(client.get(network.url).text, "html.parser")
    found = [" ".join(item.text.split()) for item in soup.select(".standing p, .link-list li")]
    return [text for text in found if NAME in text and not text.startswith(NAME)]


@pytest.mark.parametrize(
    ("kind", "here", "there"),
    [
        ("merged_into", "Replaced by", "Replaces"),
        ("follows", "Replaces", "Replaced by"),
        ("member_of", "Member of", "Has as a member"),
    ],
)
def test_a_relation_is_shown_at_both_ends(client, pair, kind, here, there):
    old, new = pair
    relate(old, kind, new, date(2024, 3, 1))
    assert relations(client, old) == [f"{here} {NAME} new since March 2024"]
    assert relations(client, new) == [f"{there} {NAME} old since March 2024"]


def test_a_relation_entered_at_both_ends_is_shown_once(client, pair):
    old, new = pair
    relate(old, "merged_into", new)
    relate(new, "follows", old, date(2024, 3, 1))
    assert relations(client, old) == [f"Replaced by {NAME} new since March 2024"]
    assert relations(client, new) == [f"Replaces {NAME} old since March 2024"]


def test_a_relation_to_what_only_some_may_see_is_shown_nowhere(client, pair):
    old, new = pair
    relate(old, "merged_into", new)
    old.view_restrictions.create(restriction_type="login")
    assert relations(client, new) == []


@pytest.mark.slow
@pytest.mark.any_database
def test_a_relation_entered_in_french_is_read_in_every_language(client, page, publish):
    dmk = page("network/dmk")
    dmk.status = "closed"
    dmk.relations = [NetworkRelation(kind="merged_into", other=page("network/c3m"), since=date(2024, 3, 1))]
    publish(dmk)
    for language, said, reply in (
        ("fr", "Remplacé par", "Remplace"), ("en", "Replaced by", "Replaces"), ("ar", "حلّت محلّها", "تحلّ محلّ"),
    ):  # fmt: skip
        old, new = page("network/dmk", language), page("network/c3m", language)
        notice = BeautifulSoup(client.get(old.url).text, "html.parser").select_one(".standing")
        assert said in notice.text
        assert notice.a["href"] == new.url
        section = BeautifulSoup(client.get(new.url).text, "html.parser").select_one(
            f'li:has(a[href="{old.url}"])'
        )
        assert " ".join(section.text.split()).startswith(reply)
