"""A stranger makes the server keep nothing, and try no more than a person would."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.models import RateCount
from networks_directory.listing_updates import access, codes
from networks_directory.listing_updates.following.views import TRIES_PER_CONNECTION
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.listing_updates.urls import urlpatterns

from .conftest import mails_to, url
from .test_sign_in import ask, code_of

pytestmark = pytest.mark.django_db

ARGUMENTS = {
    "edit": [7], "forget": [1], "confirm": [7], "proposed_logo": [7], "enter_code": ["k"], "link": ["k", "c"],
    "status_page": ["R", "C"], "not_us": ["t"], "withdraw_consent": ["t"],
    "correction": ["00000000-0000-0000-0000-000000000000"],
}  # fmt: skip


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns if pattern.name])
def test_nothing_a_stranger_opens_or_sends_makes_a_session(client, name):
    address = url(name, *ARGUMENTS.get(name, []))
    client.get(address)
    client.post(address, {"email": "nobody@example.org", "base": "x" * 2_000_000})
    assert "sessionid" not in client.cookies
    assert Session.objects.count() == ListingUpdate.objects.count() == 0


def test_codes_are_not_tried_without_end(client, amal):
    asked = ask(client, amal.email)
    code = code_of(mails_to(amal.email)[-1])
    for _ in range(codes.TRIES_PER_CONNECTION):
        client.post(url("enter_code", "nowhere"), {"code": "AAAAAAAA"})
    refused = client.post(asked.url, {"code": code})
    assert refused.status_code == 429
    assert "Beaucoup d’essais" in refused.text
    link = url("link", asked.url.rstrip("/").split("/")[-1], code)
    assert "Beaucoup d’essais" in client.post(link).text
    assert client.post(link, REMOTE_ADDR="10.0.0.9").status_code == 302  # it is not spent


def test_whoever_asks_for_codes_of_somebody_else_does_not_keep_them_out(client, amal):
    for _ in range(codes.CODES_PER_ADDRESS + 2):
        asked = Client().post(url("ask_code"), {"email": amal.email}, REMOTE_ADDR="203.0.113.66")
        for _ in range(codes.MOST_ATTEMPTS):
            if asked.status_code == 302:
                Client().post(asked.url, {"code": "AAAAAAAA"}, REMOTE_ADDR="203.0.113.66")
    asked = ask(client, amal.email)
    arrived = client.post(asked.url, {"code": code_of(mails_to(amal.email)[-1])})
    assert arrived.url == url("my_networks")
    assert access.SESSION_KEY in client.session


def test_nobody_is_flooded_with_codes_from_many_connections(amal):
    for number in range(codes.CODES_TO_ADDRESS + 5):
        Client().post(url("ask_code"), {"email": amal.email}, REMOTE_ADDR=f"203.0.113.{number}")
    assert len(mails_to(amal.email)) == codes.CODES_TO_ADDRESS


def test_references_are_not_tried_without_end(client):
    guess = {"reference": "AAAAAAAA", "code": "A" * 12}
    statuses = {client.post(url("find_status"), guess).status_code for _ in range(TRIES_PER_CONNECTION)}
    assert statuses == {422}
    assert client.post(url("find_status"), guess).status_code == 429
    assert client.post(url("find_status"), guess, REMOTE_ADDR="10.0.0.9").status_code == 422


def test_one_network_of_addresses_is_one_connection(amal):
    for number in range(codes.CODES_PER_ADDRESS + 1):
        asked = Client().post(url("ask_code"), {"email": amal.email}, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert asked.status_code == 429
    assert RateCount.objects.count() == 3


@pytest.fixture
def ended(amals_browser):
    """Amal's browser, once her session has ended."""
    session = amals_browser.session
    session[access.SESSION_KEY] |= {"until": timezone.now().isoformat()}
    session.save()
    return amals_browser


def test_a_form_is_kept_for_an_hour_in_the_session_that_had_ended(ended, amal, dmk, sign_in):
    refused = ended.post(url("edit", dmk.pk), {"listing-founded": "2001"})
    assert "est conservé dans ce navigateur pendant une heure" in refused.text
    row = Session.objects.get()
    assert row.expire_date <= timezone.now() + timedelta(hours=1)
    sign_in(amal)
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=1)
    assert "ce que vous aviez saisi" in ended.get(url("edit", dmk.pk)).text
    session = ended.session
    session[access.KEPT_FORM] |= {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert "ce que vous aviez saisi" not in ended.get(url("edit", dmk.pk)).text
    assert access.KEPT_FORM not in ended.session


def test_so_it_is_after_signing_out_in_another_window(amals_browser, dmk):
    amals_browser.post(url("sign_out"))
    assert amals_browser.post(url("edit", dmk.pk), {"listing-founded": "2001"}).context["kept"]


def test_a_kept_form_does_not_end_an_editors_login(editor_client, sign_in, amal, dmk):
    sign_in(amal, browser=editor_client)
    editor_client.post(url("sign_out"))
    assert editor_client.post(url("edit", dmk.pk), {"listing-founded": "2001"}).context["kept"]
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=1)


def test_files_are_not_kept_with_it(ended, dmk):
    picture = SimpleUploadedFile("logo.png", b"x" * 300_000)
    assert ended.post(url("edit", dmk.pk), {"listing-logo": picture}).context["kept"]
    assert len(Session.objects.get().session_data) < 1_000


def test_a_form_larger_than_any_is_not_kept_and_the_page_says_so(ended, dmk):
    refused = ended.post(url("edit", dmk.pk), {"base": "é" * (access.LARGEST_KEPT_FORM // 2)})
    assert refused.status_code == 403
    assert "n’a pas été conservé" in refused.text
    assert access.KEPT_FORM not in ended.session
    fits = ended.post(url("edit", dmk.pk), {"base": "é" * (access.LARGEST_KEPT_FORM // 2 - 100)})
    assert "est conservé dans ce navigateur" in fits.text


def test_nor_is_a_strangers(dmk):
    refused = Client().post(url("edit", dmk.pk), {"listing-founded": "2001"})
    assert refused.status_code == 403
    assert "n’a pas été conservé" in refused.text
    forged = Client()
    forged.cookies["sessionid"] = "a" * 32
    assert "n’a pas été conservé" in forged.post(url("edit", dmk.pk), {"listing-founded": "2001"}).text
    assert not Session.objects.exists()
