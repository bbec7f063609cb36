"""Listings: what they show, and what may not be published."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail_factories import ImageFactory

from networks_directory.models.listing_facts import (
    NetworkChannel,
    NetworkCity,
    NetworkConfirmation,
    NetworkContact,
    NetworkCountry,
    NetworkField,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
    NetworkRelation,
)
from networks_directory.models.networks import NetworkPage
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage
from tests.admin_forms import create_page, post_page
from tests.factories import (
    GeographicNetworkPageFactory,
    ThematicNetworkPageFactory,
    UserFactory,
    field_of_activity,
    opening_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_listing(page, publish):
    """DMK with every fact a listing can have."""
    dmk = page("network/dmk")
    dmk.status = "active"
    dmk.notice, dmk.notice_date = "Assemblée générale", datetime.date(2026, 10, 3)
    dmk.founded, dmk.member_count = 2009, 0
    dmk.website, dmk.email = "https://www.dmk.example/", "info@dmk.example"
    dmk.postal_address = "Straße 1\n10115 Berlin"
    dmk.latitude, dmk.longitude = "52.520008", "13.404954"
    dmk.logo = ImageFactory(title="DMK")
    dmk.other_names = [NetworkName(name="Deutsch-Marokkanisches Netzwerk", language="de")]
    dmk.countries = [NetworkCountry(country="DE"), NetworkCountry(country="AT", is_based=False)]
    dmk.cities = [NetworkCity(name="Köln", country="DE")]
    dmk.fields_of_activity = [NetworkField(field=field_of_activity("research"))]
    dmk.languages = [NetworkLanguage(language="de"), NetworkLanguage(language="ar")]
    dmk.phones = [
        NetworkPhone(kind="office", number="+4930123456"),
        NetworkPhone(kind="fax", number="+4930123457"),
    ]
    dmk.channels = [NetworkChannel(kind="linkedin", url="https://www.linkedin.com/company/dmk")]
    dmk.contacts = [
        NetworkContact(
            person="Public Person", is_public=True, languages=["fr"], locale=dmk.locale,
            consent_on=datetime.date(2026, 3, 1), consent_by="network",
        ),
        NetworkContact(person="Private Person", email="private@dmk.example", locale=dmk.locale),
    ]  # fmt: skip
    dmk.relations = [NetworkRelation(kind="member_of", other=page("network/c3m"))]
    dmk.confirmations = [
        NetworkConfirmation(field="phones", confirmed_on=datetime.date(2026, 3, 1), confirmed_by="network")
    ]
    return publish(dmk)


def test_every_fact_is_shown_in_the_readers_language(client, full_listing, page):
    text = client.get(page("network/dmk", "en").url).text
    for shown in (
        "Active", "2009", "https://www.dmk.example/", "mailto:info@dmk.example", "Berlin",
        'lang="de"', "Germany", "Austria", "Köln", "Research", "Arabic and German", "tel:+49-30-123456",
        "LinkedIn", "Public Person", "Network of Moroccan Medical Competencies of the World",
        "Telephone: confirmed by the network in March 2026",
        'href="geo:52.520008,13.404954"',
        'class="listing__logo"',
    ):  # fmt: skip
        assert shown in text, shown
    assert "tel:+49-30-123457" not in text
    assert "+49 30 123457" in text


def test_a_private_contact_is_shown_to_nobody(client, full_listing, page):
    for language in ("fr", "en", "ar"):
        text = client.get(page("network/dmk", language).url).text
        assert "Private Person" not in text
        assert "private@dmk.example" not in text


def test_a_full_listing_takes_no_more_queries_than_an_empty_one(
    client, full_listing, page, django_assert_max_num_queries
):
    url = page("network/dmk", "ar").url
    client.get(url)
    with django_assert_max_num_queries(10):
        client.get(url)


def test_an_empty_listing_shows_only_what_is_known(client, page):
    text = client.get(page("network/canada", "en").url).text
    for absent in ("Website", "Founded in", "Members", "Working languages", "Cities", "Acronym"):
        assert absent not in text
    assert "Not known" in text
    assert "has not published any contact details" in text


def test_an_unknown_status_is_never_shown_as_active(client, page):
    for language, active in (("fr", "Actif"), ("en", "Active"), ("ar", "نشيطة")):
        assert active not in client.get(page("network/dmk", language).url).text


def test_what_a_listing_says_is_escaped(client, page, publish):
    dmk = page("network/dmk")
    dmk.postal_address = "<script>alert(1)</script>"
    publish(dmk)
    assert "<script>alert(1)" not in client.get(dmk.url).text


def test_a_geographic_network_without_a_country_is_refused_with_the_reason(editor_client, page):
    network = GeographicNetworkPage(title="Réseau sans pays")
    response = create_page(editor_client, network, page("family/geographic"))
    assert response.status_code == 200
    assert "ne peut pas être publié sans pays d’accueil" in response.text
    assert "Réseau sans pays" in response.text
    assert not NetworkPage.objects.filter(title="Réseau sans pays").exists()


def test_a_country_only_served_is_not_a_host_country(editor_client, page):
    served = NetworkCountry(country="AT", is_based=False, is_served=True)
    network = GeographicNetworkPage(title="Réseau", countries=[served])
    response = create_page(editor_client, network, page("family/geographic"))
    assert "ne peut pas être publié sans pays d’accueil" in response.text


def test_a_thematic_network_without_a_field_is_refused_with_the_reason(editor_client, page):
    network = ThematicNetworkPage(title="Réseau sans domaine")
    response = create_page(editor_client, network, page("family/thematic"))
    assert "ne peut pas être publié sans domaine d’activité" in response.text


def test_an_incomplete_listing_may_be_kept_as_a_draft(editor_client, page):
    network = GeographicNetworkPage(title="Réseau sans pays")
    response = create_page(editor_client, network, page("family/geographic"), action=None)
    assert response.status_code == 302
    assert not GeographicNetworkPage.objects.get(title="Réseau sans pays", locale__language_code="fr").live


def test_a_live_listing_cannot_lose_its_host_country_by_any_way(page):
    dmk = page("network/dmk")
    dmk.countries = []
    with pytest.raises(ValidationError, match="pays d’accueil"):
        dmk.save_revision().publish()


def test_the_same_country_twice_is_refused_in_the_form(editor_client, page):
    dmk = page("network/dmk")
    response = post_page(editor_client, dmk, countries=[*dmk.countries.all(), NetworkCountry(country="DE")])
    assert response.status_code == 200
    assert page("network/dmk").countries.count() == 1


def test_a_telephone_number_that_cannot_be_is_refused(editor_client, page):
    response = post_page(
        editor_client, page("network/dmk"), phones=[NetworkPhone(kind="office", number="+49 1")]
    )
    assert response.status_code == 200
    assert page("network/dmk").phones.count() == 0


def test_networks_are_added_under_their_own_family(editor_client, page):
    family = page("family/thematic")
    assert ThematicNetworkPage.can_create_at(family)
    assert not GeographicNetworkPage.can_create_at(family)
    assert not GeographicNetworkPage.can_create_at(page("home"))


def test_a_network_that_delivers_a_module_is_not_deleted_and_the_reason_is_said(editor_client, page):
    url = reverse("wagtailadmin_pages:delete", args=[page("network/c3m").pk])
    response = editor_client.post(url, follow=True)
    assert page("network/c3m").live
    assert "module Santé" in response.text


def test_a_family_whose_networks_deliver_modules_is_not_deleted_either(client, page):
    client.force_login(UserFactory(is_superuser=True))  # moderators may not delete pages with pages below
    url = reverse("wagtailadmin_pages:delete", args=[page("family/geographic").pk])
    response = client.post(url, follow=True)
    assert page("family/geographic").live
    assert "ne peut pas être supprimée" in response.text


def test_networks_that_deliver_modules_are_not_deleted_in_bulk(editor_client, page):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    network = page("network/c3m")
    editor_client.post(f"{url}?id={network.pk}")
    assert page("network/c3m").live


def test_a_network_that_delivers_nothing_is_deleted(editor_client, page):
    network = page("network/avocats")
    editor_client.post(reverse("wagtailadmin_pages:delete", args=[network.pk]))
    assert not NetworkPage.objects.filter(pk=network.pk).exists()


def test_a_field_of_activity_in_use_is_not_deleted(editor_client):
    field = field_of_activity("health")
    url = reverse("wagtailsnippets_networks_directory_fieldofactivity:delete", args=[field.pk])
    response = editor_client.post(url, follow=True)
    assert response.status_code == 200
    assert type(field).objects.filter(pk=field.pk).exists()


def test_minimal_networks_are_valid(client):
    for network in (GeographicNetworkPageFactory(), ThematicNetworkPageFactory()):
        network.full_clean()
        assert client.get(network.url).status_code == 200


def test_the_family_is_that_of_the_page_type():
    assert GeographicNetworkPageFactory().family == "geographic"
    assert opening_page("network/c3m").family == "thematic"


def test_a_listing_goes_into_an_address_book(client, full_listing):
    response = client.get(full_listing.url + "vcard/")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert "dmk.vcf" in response["Content-Disposition"]
    lines = response.content.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert lines[-2:] == ["END:VCARD", ""]
    for line in (
        "FN:Réseau des Compétences Marocaines en Allemagne",
        "NICKNAME:DMK",
        "EMAIL:info@dmk.example",
        "TEL;VALUE=uri:tel:+49-30-123456",
        "URL:https://www.dmk.example/",
        "ADR:;;Straße 1\\n10115 Berlin;;;;",
        "GEO:geo:52.520008,13.404954",
        f"SOURCE:http://testserver{full_listing.url}",
    ):
        assert line in lines
    assert "30-123457" not in response.content.decode()  # a fax is not to be called
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


def test_a_hostile_name_stays_a_value_of_the_address_book(client, page, publish):
    dmk = page("network/dmk")
    dmk.title = "Name\r\nTEL:+1;x,y\\z " + "é" * 60
    publish(dmk)
    text = client.get(dmk.url + "vcard/").content.decode().replace("\r\n ", "")
    assert "FN:Name\\nTEL:+1\\;x\\,y\\\\z " + "é" * 60 in text
    assert "\r\nTEL" not in text


def test_related_networks_share_the_country_or_the_field(client, page):
    family = page("family/thematic")
    both = ThematicNetworkPageFactory(
        title="Les deux",
        parent=family,
        countries=[NetworkCountry(country="CA")],
        fields_of_activity=[NetworkField(field=field_of_activity("aeronautics"))],
    )
    text = client.get(page("network/aeromac-experts").url).text
    assert "Réseaux proches" in text
    section = text[text.index("Réseaux proches") :]
    assert section.index("Compétences marocaines au Canada") < section.index("Les deux")
    assert "Même pays et même domaine" in section
    assert both.url in section
    assert "Réseaux proches" not in client.get(page("network/avocats").url).text


def test_many_related_networks_are_few_links_that_lead_all_the_way_round(client, page):
    pages = GeographicNetworkPageFactory.create_batch(9, parent=page("family/geographic"))
    seen, following = set(), pages[0].url
    for _ in range(9):
        links = BeautifulSoup(client.get(following).content, "html.parser").select(".link-list a")
        assert len(links) == 4
        seen |= {link["href"] for link in links}
        following = links[0]["href"]
    assert len(seen) > 4


def test_a_listing_says_what_was_confirmed_when_and_by_whom_or_that_nothing_was(client, full_listing, page):
    text = client.get(full_listing.url).text
    assert "Téléphone\N{NO-BREAK SPACE}: confirmé par le réseau en mars 2026" in text
    assert "Personne n’a encore confirmé cette fiche." in client.get(page("network/amcn").url).text


def test_a_listing_leads_to_a_correction_and_to_its_owner(client, page):
    soup = BeautifulSoup(client.get(page("network/dmk", "en").url).content, "html.parser")
    links = {a.text.strip(): a["href"] for a in soup.select(".listing-actions a")}
    correction = client.get(links["Suggest a correction"])
    assert "Network of Moroccan Competencies in Germany" in correction.text
    assert BeautifulSoup(correction.content, "html.parser").select_one("[name=reason]")
    owner = client.get(links["Update our listing"])
    assert BeautifulSoup(owner.content, "html.parser").select_one("[name=email]")


def test_a_listing_can_be_shared_on_paper_and_placed_on_the_map(client, page):
    soup = BeautifulSoup(client.get(page("network/dmk", "en").url).content, "html.parser")
    assert soup.select_one(".share svg path")
    assert soup.select_one(".share a")["href"] == "http://testserver/en/networks/geographic/dmk/"
    locator = soup.select_one("svg.locator")
    assert locator["aria-label"] == "Where it is on the map: Germany"
    assert locator.select_one(".locator__here")["href"].endswith("#DE")
    worldwide = BeautifulSoup(client.get(page("network/c3m", "en").url).content, "html.parser")
    assert worldwide.select_one("svg.locator")["viewbox"] == "0 0 2000 870"


def test_a_contact_known_by_its_role_is_published_and_waits_for_its_words_elsewhere(client, page, publish):
    dmk = page("network/dmk")
    dmk.contacts = [NetworkContact(role="Secrétariat", is_public=True, locale=dmk.locale)]
    publish(dmk)
    assert "Secrétariat" in client.get(dmk.url).text
    english = client.get(page("network/dmk", "en").url)
    assert english.status_code == 200
    assert "Secrétariat" not in english.text


def test_the_languages_of_a_contact_are_named(client, page, publish):
    dmk = page("network/dmk")
    contact = NetworkContact(role="Accueil", email="a@dmk.example", is_public=True, languages=["de", "ar"])
    contact.locale = dmk.locale
    dmk.contacts = [contact]
    publish(dmk)
    assert "allemand et arabe" in client.get(page("network/dmk").url).text
    assert "الألمانية والعربية" in client.get(page("network/dmk", "ar").url).text


def test_what_is_written_from_left_to_right_stays_so_in_arabic(client, page, publish):
    dmk = page("network/dmk")
    dmk.website, dmk.email = "https://dmk.example/", "info@dmk.example"
    dmk.postal_address, dmk.member_count = "Hauptstraße 12\n10827 Berlin", 12345
    dmk.phones = [NetworkPhone(kind="office", number="+4930123456")]
    dmk.other_names = [NetworkName(name="Kompetenznetzwerk e.V.", language="de")]
    dmk.cities = [NetworkCity(name="Köln", country="DE")]
    publish(dmk)
    text = client.get(page("network/dmk", "ar").url).text
    for isolated in (
        '<a href="tel:+49-30-123456" dir="ltr">+49 30 123456</a>',
        '<a href="mailto:info@dmk.example" dir="ltr">info@dmk.example</a>',
        '<a href="https://dmk.example/" dir="ltr" rel="external">dmk.example</a>',
        "<bdi>Hauptstraße 12</bdi><br><bdi>10827 Berlin</bdi>",
        '<bdi lang="de" dir="ltr">Kompetenznetzwerk e.V.</bdi>',
        "<bdi>Köln</bdi>",
        "<bdi>DMK</bdi>",
        "<dd>12.345</dd>",  # as Morocco writes numbers in Arabic
    ):
        assert isolated in text, isolated
