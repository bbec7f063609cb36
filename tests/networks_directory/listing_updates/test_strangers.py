"""Anybody says what is wrong with a listing or proposes a network, under an address that is theirs."""

import re
import time
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.public_form import FASTEST_HUMAN, MOST_PER_HOUR
from networks_directory.listing_updates.consents import consent_token
from networks_directory.listing_updates.mails import NOT_US_SALT
from networks_directory.listing_updates.models import Kind, ListingUpdate, OneTimeCode
from networks_directory.listing_updates.states import State
from networks_directory.models.listing_facts import NetworkContact
from networks_directory.models.networks import NetworkPage
from tests.conftest import LANGUAGES
from tests.factories import field_of_activity
from tests.networks_directory.listing_updates.conftest import (
    TITLES,
    errors_of,
    in_language,
    link_in,
    mails_to,
    review_url,
    url,
)
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db

REMARK = {
    "reason": "out_of_date", "message": "Le président a changé.", "author_name": "Nadia",
    "author_email": "nadia@example.org",
}  # fmt: skip
PROPOSAL = {
    "title": "Réseau des architectes", "family": "thematic", "summary": "Réunit des architectes.",
    "country": "", "message": "J’en suis membre.", "author_name": "Nadia",
    "author_email": "nadia@example.org",
}  # fmt: skip


@pytest.fixture
def fill(client, monkeypatch):
    """Opens a visitor's form, takes the time a person takes, and sends it."""

    def send(address, seconds=FASTEST_HUMAN + 1, browser=client, **changes):
        now = time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now - seconds)
        data = fields_of(browser.get(address).content, "main .wrap form")
        monkeypatch.setattr(signing.time, "time", lambda: now)
        return browser.post(address, data | changes)

    return send


@pytest.fixture
def remark(fill, dmk):
    def send(language="fr", **changes):
        address = url("correction", dmk.translation_key, language=language)
        return fill(address, **(REMARK | changes))

    return send


def confirm_address(client, address="nadia@example.org"):
    return client.post(link_in(mails_to(address)[-1], "link"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_remark_reaches_the_queue_once_the_address_is_confirmed(
    remark, client, language, dmk, editor_client
):
    asked = remark(language)
    assert asked.status_code == 302
    update = ListingUpdate.objects.get()
    assert update.state == State.UNVERIFIED
    assert update.network_id == dmk.pk
    assert update.reference not in editor_client.get("/admin/listing-updates/").text
    status = confirm_address(client)
    update.refresh_from_db()
    assert update.state == State.WAITING
    page = client.get(status.url)
    assert "Le président a changé." in page.text
    assert f'lang="{language}"' in page.text
    review = editor_client.get(review_url(update)).text
    assert "non vérifié" in review
    assert "Le président a changé." in review


def test_confirming_twice_is_confirming_once(remark, client):
    remark()
    link = link_in(mails_to("nadia@example.org")[-1], "link")
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 410
    assert ListingUpdate.objects.get().events.count() == 1


def test_a_remark_sent_twice_is_one_remark(client, dmk, monkeypatch, fill):
    now = time.time()
    address = url("correction", dmk.translation_key)
    monkeypatch.setattr(signing.time, "time", lambda: now - 10)
    data = fields_of(client.get(address).content, "main .wrap form") | REMARK
    monkeypatch.setattr(signing.time, "time", lambda: now)
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    assert ListingUpdate.objects.count() == 1


def test_a_visitors_code_opens_no_networks(remark, client, amal):
    remark(author_email=amal.email)
    confirm_address(client, amal.email)
    assert client.get(url("my_networks")).templates[0].name == "listing_updates/sign_in.html"


def test_a_network_said_to_be_closed_is_a_proposal_for_its_status(remark, client, dmk, decide):
    remark(reason="closed", message="Dissous en 2024.")
    confirm_address(client)
    update = ListingUpdate.objects.get()
    assert update.proposal == {"status": "closed"}
    decide(update, "accept")
    live = NetworkPage.objects.get(pk=dmk.pk)
    assert live.status == "closed"
    assert live.confirmations.get(field="status").confirmed_by == "ministry"


def test_a_remark_in_words_is_accepted_without_touching_the_page(remark, client, dmk, decide):
    remark()
    confirm_address(client)
    before = NetworkPage.objects.get(pk=dmk.pk).latest_revision_id
    assert decide(ListingUpdate.objects.get(), "accept").status_code == 302
    assert NetworkPage.objects.get(pk=dmk.pk).latest_revision_id == before
    assert mails_to("nadia@example.org", "accepté")


@pytest.mark.parametrize(
    "changes",
    [
        {"message": "Voyez https://spam.example/"},
        {"message": "Voyez WWW.spam.example"},
        {"message": "Voyez spam.ma/offre"},
        {"author_name": "spam.com"},
        {"homepage": "https://spam.example/"},
        {"reason": "because"},
        {"author_email": "nadia"},
        {"message": ""},
        {"token": "forged"},
        {"seconds": 0},
    ],
    ids=str,
)
def test_what_a_program_sends_is_turned_away_filled_in(remark, changes):
    response = remark(**changes)
    assert response.status_code == 422
    assert errors_of(response)
    assert 'value="Nadia"' in response.text or "author_name" in changes
    assert not ListingUpdate.objects.exists()


def test_an_e_mail_address_and_an_abbreviation_are_no_links(remark):
    message = "Écrire à info@dmk.de, c.-à-d. au bureau.Merci. M. A. est parti, etc."
    assert remark(message=message).status_code == 302


def test_what_looks_like_a_link_is_named_to_whoever_wrote_it(remark):
    (error,) = errors_of(remark(message="Le réseau est fermé.il ne répond plus."))
    assert "« fermé.il »" in " ".join(error.split())


def test_one_connection_cannot_send_without_end(remark):
    for number in range(MOST_PER_HOUR):
        remark(message=f"Remarque {number}", author_email=f"n{number}@example.org")
    assert remark(message="Une de trop").status_code == 429


def test_one_address_is_not_flooded_with_codes(remark):
    statuses = [remark(message=f"Remarque {number}").status_code for number in range(7)]
    assert statuses[-1] == 429
    assert len(mails_to("nadia@example.org")) == 5


def test_a_proposed_network_becomes_a_draft_for_an_editor_to_complete(fill, client, decide, editor_client):
    field = field_of_activity()
    assert fill(url("new_network"), **PROPOSAL).status_code == 422  # a thematic network is of a field
    fill(url("new_network"), **PROPOSAL, field=str(field.pk))
    confirm_address(client)
    update = ListingUpdate.objects.get()
    assert update.kind == Kind.NEW_NETWORK
    review = editor_client.get(review_url(update)).text
    assert "Réunit des architectes." in review
    assert decide(update, "accept").status_code == 302
    network = NetworkPage.objects.get(title="Réseau des architectes", locale__language_code="fr").specific
    assert not network.live
    assert network.get_latest_revision_as_object().summary == "Réunit des architectes."
    assert [row.field_id for row in network.fields_of_activity.all()] == [field.pk]
    assert editor_client.get(f"/admin/pages/{network.pk}/edit/").status_code == 200
    update.refresh_from_db()
    assert update.network_id == network.pk


def test_the_form_of_a_correction_is_in_the_language_of_its_page(client, translated):
    arabic = in_language(translated, "ar")
    link = BeautifulSoup(client.get(arabic.url).content, "html.parser").select_one(
        ".listing-actions li:nth-child(2) a"
    )
    form = client.get(link["href"])
    assert arabic.title in form.text
    assert 'dir="rtl"' in form.text


def test_what_led_to_nothing_is_forgotten_after_a_while_and_nothing_else(remark, client, decide, submit):
    mine = submit(**{"listing-founded": "2009"})
    decide(mine, "refuse", words="Non.")
    for number in range(3):
        remark(message=f"Remarque {number}", author_email=f"n{number}@example.org")
    refused, waiting, unverified = ListingUpdate.objects.filter(kind=Kind.CORRECTION).order_by("pk")
    for update in (refused, waiting):
        confirm_address(client, update.author_email)
    decide(refused, "refuse", words="Non.")
    call_command("forget_old_proposals")
    assert ListingUpdate.objects.count() == 4
    long_ago = timezone.now() - timedelta(days=91)
    ListingUpdate.objects.update(created_at=long_ago, submitted_at=long_ago)
    ListingUpdate.objects.exclude(decided_at=None).update(decided_at=long_ago)
    OneTimeCode.objects.update(expires_at=long_ago)
    call_command("forget_old_proposals")
    kept = set(ListingUpdate.objects.values_list("pk", flat=True))
    assert kept == {mine.pk, waiting.pk}
    assert unverified.pk not in kept
    assert not OneTimeCode.objects.exists()


def test_the_status_page_is_found_by_reference_and_code(remark, client):
    remark()
    confirm_address(client)
    sent = mails_to("nadia@example.org")[-1]
    update = ListingUpdate.objects.get()
    assert update.reference in sent.subject
    found = client.post(
        url("find_status"), {"reference": update.reference.lower(), "code": update.status_code}
    )
    assert found.status_code == 302
    assert re.search(r"En attente", client.get(found.url).text)
    wrong = Client().post(url("find_status"), {"reference": update.reference, "code": "AAAA"})
    assert wrong.status_code == 422
    assert update.reference in wrong.text


# The way back


def code_in(sent):
    return re.search(r"^[A-Z0-9]{8}$", sent.body, re.MULTILINE)[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_asks_for_a_new_code_and_the_proposal_is_kept(fill, client, language):
    asked = fill(url("new_network", language=language), **PROPOSAL, field=str(field_of_activity().pk))
    page = client.get(asked.url)
    assert PROPOSAL["title"] in page.text
    assert "nadia@example.org" in page.text
    key = BeautifulSoup(page.content, "html.parser").select_one("[name=again]")["value"]
    assert client.post(asked.url, {"code": "AAAAAAAA"}).status_code == 422  # a wrong code loses nothing
    again = client.post(url("ask_code", language=language), {"again": key})
    assert again.url != asked.url
    assert PROPOSAL["title"] in client.get(again.url).text
    assert len(mails_to("nadia@example.org")) == 2
    arrived = client.post(again.url, {"code": code_in(mails_to("nadia@example.org")[-1])})
    assert arrived.url == url(
        "status_page", *ListingUpdate.objects.values_list("reference", flat=True),
        ListingUpdate.objects.get().status_code, language=language,
    )  # fmt: skip
    assert ListingUpdate.objects.get().state == State.WAITING
    settled = client.post(url("ask_code", language=language), {"again": key}, follow=True)
    assert len(mails_to("nadia@example.org")) == 3  # two codes, and that it has arrived
    assert settled.status_code == 200


def test_a_link_that_is_too_old_leads_to_a_new_code(remark, client):
    remark()
    link = link_in(mails_to("nadia@example.org")[-1], "link")
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    page = client.get(link)
    assert page.status_code == 410
    assert "conservé" in page.text
    key = BeautifulSoup(page.content, "html.parser").select_one("[name=again]")["value"]
    client.post(url("ask_code"), {"again": key})
    confirm_address(client)
    assert ListingUpdate.objects.get().state == State.WAITING


def test_who_has_lost_the_page_too_asks_with_the_address_alone(remark, client):
    remark()
    asked = client.post(url("ask_code"), {"email": "Nadia@example.org"})
    assert "nadia@example.org" not in client.get(asked.url).text  # who asks may be somebody else
    arrived = client.post(asked.url, {"code": code_in(mails_to("nadia@example.org")[-1])})
    update = ListingUpdate.objects.get()
    assert update.state == State.WAITING
    assert update.reference in arrived.url
    client.post(url("ask_code"), {"email": "stranger@example.org"})
    assert mails_to("stranger@example.org") == []


def test_a_wrong_address_is_corrected_in_the_form_as_it_was_sent(fill, client):
    field = field_of_activity()
    asked = fill(url("new_network"), **PROPOSAL | {"author_email": "nadja@example.org"}, field=str(field.pk))
    soup = BeautifulSoup(client.get(asked.url).content, "html.parser")
    form = soup.select_one("details a")["href"]
    data = fields_of(client.get(form).content, "main .wrap form")
    for name in ("title", "family", "summary", "message", "author_name"):
        assert data[name] == [PROPOSAL[name]]
    assert data["field"] == [str(field.pk)]
    assert fill(form, author_email="nadia@example.org").status_code == 302
    assert mails_to("nadia@example.org")
    correction = url("new_network") + "?again=forged"
    assert client.get(correction).status_code == 200


@pytest.mark.parametrize("name", ["new_network", "correction"])
def test_another_language_keeps_what_was_typed(client, dmk, name):
    args = [dmk.translation_key] if name == "correction" else []
    typed = {"author_name": "Nadia", "message": "À moitié", "author_email": "nadia@"}
    soup = BeautifulSoup(client.get(url(name, *args)).content, "html.parser")
    buttons = {button["lang"]: button for button in soup.select("button[value=language]")}
    menu = {link["hreflang"]: link["href"] for link in soup.select(".language-menu a")}
    for language in ("en", "ar"):
        assert buttons[language]["formaction"] == menu[language]
        page = client.post(menu[language], typed | {"action": "language"})
        assert page.status_code == 200
        data = fields_of(page.content, "main .wrap form")
        assert {field: data[field] for field in typed} == {field: [text] for field, text in typed.items()}
        assert not errors_of(page)
        assert f'lang="{language}"' in page.text
    assert "no-store" not in page.headers["Cache-Control"]  # the back button finds what was typed
    assert "private" in page.headers["Cache-Control"]
    assert not client.cookies


# A new network


def test_the_directorys_first_page_leads_to_the_form(client, page):
    for language in LANGUAGES:
        soup = BeautifulSoup(client.get(page("directory", language).url).content, "html.parser")
        assert soup.select_one(f".entrances a[href='{url('new_network', language=language)}']")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposer_is_told_once_that_the_network_is_on_line(fill, client, decide, publish, language):
    fill(url("new_network", language=language), **PROPOSAL, field=str(field_of_activity().pk))
    confirm_address(client)
    update = ListingUpdate.objects.get()
    decide(update, "accept")
    update.refresh_from_db()
    status = url("status_page", update.reference, update.status_code, language=language)
    network = update.network.specific
    assert network.url not in client.get(status).text
    before = len(mails_to("nadia@example.org"))
    publish(network)
    publish(type(network).objects.get(pk=network.pk))
    told = mails_to("nadia@example.org")[before:]
    assert len(told) == 1
    here = in_language(network, language)
    assert here.full_url in told[0].body
    assert here.live
    assert here.url in client.get(status).text


def test_a_text_that_is_not_french_is_marked_for_the_moderator(fill, client, editor_client):
    fill(url("new_network", language="en"), **PROPOSAL | {"summary": "Brings architects together."},
         field=str(field_of_activity().pk))  # fmt: skip
    confirm_address(client)
    update = ListingUpdate.objects.get()
    review = editor_client.get(review_url(update)).text
    assert "pas en français\u00a0: anglais" in review
    update.proposal |= {"text_language": "fr"}
    update.save()
    assert "pas en français" not in editor_client.get(review_url(update)).text
    update.proposal |= {"summary": "يجمع المهندسين المعماريين."}
    update.save()
    assert "pas en français\u00a0: arabe" in editor_client.get(review_url(update)).text


def test_whoever_goes_back_and_corrects_their_address_gets_the_code_there(client, dmk, monkeypatch):
    now = time.time()
    address = url("correction", dmk.translation_key)
    monkeypatch.setattr(signing.time, "time", lambda: now - 10)
    data = fields_of(client.get(address).content, "main .wrap form") | REMARK
    monkeypatch.setattr(signing.time, "time", lambda: now)
    client.post(address, data | {"author_email": "nadja@example.org"})
    client.post(address, data)
    assert mails_to("nadia@example.org")


def test_a_remark_of_many_lines_may_be_as_long_as_the_form_says(remark):
    words = ("ligne\n" * 2000)[:1999] + "."
    assert remark(message=words.replace("\n", "\r\n")).status_code == 302
    assert ListingUpdate.objects.get().message == words


@pytest.mark.parametrize("is_translated", [True, False])
def test_what_mails_open_names_the_network_as_its_reader_finds_it(
    request, remark, client, dmk, is_translated
):
    """In Arabic where it has an Arabic page; else in French, which then is said to be French."""
    if is_translated:
        request.getfixturevalue("translated")
    contact = NetworkContact.objects.create(
        network=dmk, locale=dmk.locale, person="Samira", role="Trésorière", email="samira@dmk.example"
    )
    kept = remark("ar").url
    token = signing.dumps({"update": ListingUpdate.objects.get().pk, "address": "x"}, salt=NOT_US_SALT)
    for address in (
        kept,
        url("not_us", token, language="ar"),
        url("withdraw_consent", consent_token(contact), language="ar"),
        url("correction", dmk.translation_key, language="ar"),
    ):
        main = BeautifulSoup(client.get(address).content, "html.parser").main
        name = main.find(string=TITLES["ar" if is_translated else "fr"]).parent
        assert name.get("lang") == (None if is_translated else "fr"), address
        assert (TITLES["fr"] in main.text) is not is_translated
