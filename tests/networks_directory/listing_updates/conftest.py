"""A representative, and what their browser does: read a page's form, fill it in, press a button."""

import datetime
import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation
from wagtail.models import Locale

from core.translating.tree import make_stand_ins
from home.opening_content import translate
from networks_directory.listing_updates import access, codes
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.models.listing_facts import (
    NetworkChannel,
    NetworkContact,
    NetworkCountry,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
)
from tests.factories import GeographicNetworkPageFactory, RepresentationFactory
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db


# The tests' own network. Nothing of it stands in the opening content.
TITLES = {
    "fr": "Cercle des Marocains du Danemark",
    "en": "Circle of Moroccans in Denmark",
    "ar": "حلقة المغاربة في الدنمارك",
}
SUMMARIES = {"fr": "Un lieu pour se retrouver.", "en": "A place to meet.", "ar": "مكان للقاء."}


def in_language(network, language):
    """A network in one of the languages, as it is in the database."""
    return type(network).objects.get(translation_key=network.translation_key, locale__language_code=language)


@pytest.fixture
def dmk(publish):
    """The Danish-Moroccan circle (dansk-marokkansk kreds): on the site in French, standing in elsewhere."""
    network = GeographicNetworkPageFactory(
        title=TITLES["fr"], acronym="DMK", summary=SUMMARIES["fr"], countries=[NetworkCountry(country="DK")]
    )
    publish(network)
    make_stand_ins(network)
    return in_language(network, "fr")


@pytest.fixture
def translated(dmk, django_capture_on_commit_callbacks):
    """DMK with an English and an Arabic page of its own."""
    for language in ("en", "ar"):
        words = {dmk.slug: f"{dmk.slug}-{language}"}
        words |= {each["fr"]: each[language] for each in (TITLES, SUMMARIES)}
        with django_capture_on_commit_callbacks(execute=True):
            translate(dmk, Locale.objects.get(language_code=language), words)
    return in_language(dmk, "fr")


@pytest.fixture
def another(publish):
    """A network that is not Amal's."""
    return publish(GeographicNetworkPageFactory(title="Cercle des Marocains de Suède"))


@pytest.fixture
def full(dmk, publish):
    """DMK with rows of every kind."""
    dmk.website, dmk.email, dmk.founded = "https://www.dmk.example/", "info@dmk.example", 2009
    dmk.latitude, dmk.longitude = "52.520008", "13.404954"
    dmk.postal_address = "Straße 1\n10115 Berlin"
    dmk.other_names = [NetworkName(name="Deutsch-Marokkanisches Netzwerk", language="de")]
    dmk.countries = [NetworkCountry(country="DE"), NetworkCountry(country="AT", is_based=False)]
    dmk.languages = [NetworkLanguage(language="de"), NetworkLanguage(language="ar")]
    dmk.phones = [NetworkPhone(kind="office", number="+4930123456")]
    dmk.channels = [
        NetworkChannel(kind="linkedin", url="https://www.linkedin.com/company/dmk"),
        NetworkChannel(kind="youtube", url="https://www.youtube.com/@dmk"),
    ]
    dmk.contacts = [
        NetworkContact(
            person="Amal Idrissi", role="Présidente", is_public=True, languages=["fr", "de"],
            consent_on=datetime.date(2026, 3, 1), consent_by="network", locale=dmk.locale,
        )
    ]  # fmt: skip
    dmk.objectives = [("point", {"heading": "Réseau", "text": "Réunir."})]
    publish(dmk)
    return type(dmk).objects.get(pk=dmk.pk)


@pytest.fixture
def attached(dmk):
    """Amal's attachment to DMK."""
    return RepresentationFactory(network=dmk, representative__email="amal@dmk.example")


@pytest.fixture
def amal(attached):
    return attached.representative


@pytest.fixture(autouse=True)
def _mails_at_once(monkeypatch):
    """What a request leaves to the end of a transaction has happened, once, when it has been answered."""
    request = Client.request

    def commit(self, **kwargs):
        response = request(self, **kwargs)
        with transaction.atomic():
            pass  # the end of a block, at which tests/conftest.py does what waits
        return response

    monkeypatch.setattr(Client, "request", commit)


def url(name, *args, language="fr"):
    """The address of one of the representatives' pages."""
    with translation.override(language):
        return reverse(f"listing_updates:{name}", args=args)


@pytest.fixture
def sign_in(client):
    """Opens a representative's session as they do: by the link of an e-mail, and its button."""

    def open_session(representative, browser=client, language="fr"):
        issued = codes.issue(representative.email)
        browser.post(url("link", issued.row.key, issued.code, language=language))
        assert access.SESSION_KEY in browser.session
        return browser

    return open_session


@pytest.fixture
def amals_browser(sign_in, amal):
    return sign_in(amal)


@pytest.fixture
def fill_in():
    """Opens the form of a listing, changes some of its fields, and presses a button."""

    def send(browser, network, action="submit", language="fr", **changes):
        address = url("edit", network.pk, language=language)
        data = fields_of(browser.get(address).content)
        for name, value in changes.items():
            data[name.replace("__", "-")] = value
        return browser.post(address, data | {"action": action})

    return send


@pytest.fixture
def submit(fill_in, amals_browser, dmk):
    """Sends changes of DMK's listing as Amal, by name of the form's fields. Returns the update."""

    def send(**changes):
        response = fill_in(amals_browser, dmk, **changes)
        assert response.status_code == 302, errors_of(response)
        return ListingUpdate.objects.get(reference=response.url.rstrip("/").split("/")[-2])

    return send


def errors_of(response):
    """The texts of a page's error summary."""
    soup = BeautifulSoup(response.content, "html.parser")
    return [item.text.strip() for item in soup.select(".error-summary li, .error-summary p")]


def review_url(update):
    return reverse("listing_updates_admin:review", args=[update.pk])


@pytest.fixture
def decide(client, editor):
    """Opens the review of an update as an editor in a browser of their own, and presses a button there.

    To accept, each field is chosen: edited where the editor types something, else as it is proposed.
    """
    browser = Client()
    browser.force_login(editor)

    def send(update, action, browser=browser, **changes):
        page = browser.get(review_url(update)).content
        data = fields_of(page, "form[novalidate]")
        if action == "accept":
            data |= all_accepted(page, changes)
        return browser.post(review_url(update), data | {"action": action} | changes)

    return send


def all_accepted(page, typed=()):
    """What chooses to accept each field of a review: as edited where something is typed into its form."""
    soup = BeautifulSoup(page, "html.parser")
    chosen = {}
    for part in soup.select(".updates-part:has(.updates-decision)"):
        name = part.select_one("[type=radio]")["name"]
        edited = any(field["name"] in typed for field in part.select(".updates-edit [name]"))
        chosen[name] = "edit" if edited else "accept"
    return chosen


def mails_to(address, subject=""):
    """The e-mails that somebody has received, the latest last."""
    return [sent for sent in mail.outbox if address in sent.to and subject in sent.subject]


def link_in(sent, name):
    """The first address in an e-mail that leads to one of the representatives' pages, as a path."""
    for path in re.findall(r"https?://[^/\s]+(/\S*)", sent.body):
        with translation.override(path.split("/")[1]):
            if resolve(unquote(path)).url_name == name:
                return path
    raise AssertionError(f"No {name} in {sent.body}")
