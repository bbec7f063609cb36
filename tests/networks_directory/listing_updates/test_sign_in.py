"""No account, no password: a code or a link, good once, for a while, that says nothing about who is known."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import RateCount
from networks_directory.listing_updates import access, codes
from networks_directory.listing_updates.models import OneTimeCode, Representation
from tests.conftest import LANGUAGES
from tests.networks_directory.listing_updates.conftest import errors_of, in_language, link_in, mails_to, url
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db


def ask(client, email, language="fr", **data):
    return client.post(url("ask_code", language=language), {"email": email} | data)


def code_of(sent):
    return re.search(r"^([2-9A-Z]{8})$", sent.body, re.M)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_typed_in_opens_the_networks_of_its_owner(client, amal, dmk, language):
    asked = ask(client, "Amal@DMK.example", language)
    code = code_of(mails_to(amal.email)[-1])
    arrived = client.post(asked.url, {"code": f" {code[:4].lower()} {code[4:]} "})
    assert arrived.url == url("my_networks", language=language)
    assert 'dir="rtl"' in client.get(arrived.url).text if language == "ar" else True
    assert url("edit", dmk.pk, language=language) in client.get(arrived.url).text


@pytest.mark.parametrize("page", ["ask_code", "edit"])
def test_the_address_typed_in_goes_along_into_another_language(client, amal, dmk, page):
    address = url(page, dmk.pk) if page == "edit" else url(page)
    button = BeautifulSoup(client.get(address).content, "html.parser").select_one("button[lang=ar]")
    opened = client.post(button["formaction"], {"email": "Amal@DMK", "action": "language", "leads_to": ""})
    assert (opened.status_code, errors_of(opened)) == (200, [])
    form = BeautifulSoup(opened.content, "html.parser")
    assert form.html["lang"] == "ar"
    assert form.select_one("[name=email]")["value"] == "Amal@DMK"
    data = fields_of(opened.content, "form:has([name=email])") | {"email": amal.email}
    asked = client.post(form.select_one("form:has([name=email])")["action"], data)
    arrived = client.post(asked.url, {"code": code_of(mails_to(amal.email)[-1])})
    assert arrived.url == (
        url("edit", dmk.pk, language="ar") if page == "edit" else url("my_networks", language="ar")
    )


def test_a_reference_typed_in_goes_along_into_another_language(client):
    data = {"reference": "ABCD", "code": "EFGH", "action": "language"}
    opened = client.post(url("find_status", language="ar"), data)
    assert (opened.status_code, errors_of(opened)) == (200, [])
    form = BeautifulSoup(opened.content, "html.parser")
    assert form.select_one("[name=reference]")["value"] == "ABCD"


def test_whoever_signs_in_in_another_language_is_written_to_in_that_language(client, amal):
    assert amal.language == "fr"
    asked = ask(client, amal.email, "ar")
    client.post(asked.url, {"code": code_of(mails_to(amal.email)[-1])})
    amal.refresh_from_db()
    assert amal.language == "ar"


def test_a_link_is_followed_by_a_mail_scanner_without_being_spent(client, amal):
    ask(client, amal.email)
    link = link_in(mails_to(amal.email)[-1], "link")
    for _ in range(3):
        scanned = Client().get(link)
        assert scanned.status_code == 200
        assert access.SESSION_KEY not in scanned.wsgi_request.session
    assert OneTimeCode.objects.get().attempts == 0
    assert client.post(link).url == url("my_networks")
    replayed = Client().post(link)
    assert replayed.status_code == 410
    assert access.SESSION_KEY not in replayed.wsgi_request.session


def test_nobody_learns_whether_an_address_is_known(client, amal):
    answers = []
    for email in (amal.email, "nobody@dmk.example"):
        asked = ask(Client(), email)
        page = client.get(asked.url)
        answers.append((asked.status_code, re.sub(r"[\w-]{20,}", "", page.text)))
    assert answers[0] == answers[1]
    assert mails_to("nobody@dmk.example") == []
    assert len(mails_to(amal.email)) == 1


def test_a_code_is_good_for_half_an_hour_and_five_tries(client, amal):
    late = ask(client, amal.email)
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    response = client.post(late.url, {"code": code_of(mails_to(amal.email)[-1])})
    assert errors_of(response) == ["Code : Ce code ne peut plus servir. Demandez-en un nouveau."]

    asked = ask(client, amal.email)
    for _ in range(codes.MOST_ATTEMPTS):
        assert client.post(asked.url, {"code": "AAAAAAAA"}).status_code == 422
    right = client.post(asked.url, {"code": code_of(mails_to(amal.email)[-1])})
    assert right.status_code == 422
    assert access.SESSION_KEY not in client.session


def test_codes_are_limited_for_each_address_and_each_connection(client, amal):
    for _ in range(codes.CODES_PER_ADDRESS):
        assert ask(client, amal.email).status_code == 302
    assert "réessayez dans une heure" in ask(client, amal.email).text
    assert len(mails_to(amal.email)) == codes.CODES_PER_ADDRESS
    for number in range(codes.CODES_PER_CONNECTION - codes.CODES_PER_ADDRESS):
        assert ask(client, f"person{number}@example.org").status_code == 302
    assert ask(client, "another@example.org").status_code == 429
    RateCount.objects.update(ends_at=timezone.now())  # an hour later
    assert ask(client, amal.email).status_code == 302


def test_the_database_holds_no_code_and_no_address_of_a_connection(client, amal):
    ask(client, amal.email)
    code = code_of(mails_to(amal.email)[-1])
    row = OneTimeCode.objects.values().get()
    assert code not in str(row)
    assert "127.0.0.1" not in str(row)


def test_a_spent_link_offers_a_new_one_to_the_same_address(client, amal):
    ask(client, amal.email)
    link = link_in(mails_to(amal.email)[-1], "link")
    client.post(link)
    page = Client().get(link)
    assert page.status_code == 410
    Client().post(url("ask_code"), fields_of(page.content, "main form"))
    assert len(mails_to(amal.email)) == 2


def test_the_session_reaches_no_part_of_the_admin(amals_browser, dmk, editor):
    assert not get_user(amals_browser.get(url("my_networks")).wsgi_request).is_authenticated
    for name, *args in (
        ("wagtailadmin_home",), ("wagtailadmin_pages:edit", dmk.pk), ("listing_updates_admin:index",),
        ("listing_updates_admin:freshness",), ("representations:index",), ("representatives:index",),
    ):  # fmt: skip
        response = amals_browser.get(reverse(name, args=args))
        assert response.status_code == 302
        assert reverse("wagtailadmin_login") in response.url


def test_opening_a_session_leaves_an_editors_login_as_it_is(editor_client, sign_in, amal, editor):
    sign_in(amal, browser=editor_client)
    response = editor_client.get(url("my_networks"))
    assert get_user(response.wsgi_request) == editor
    editor_client.post(url("sign_out"))
    assert editor_client.get(reverse("wagtailadmin_home")).status_code == 200
    assert editor_client.get(url("my_networks")).context["form"].fields.keys() == {"email"}


def test_a_session_ends_after_half_a_day(amals_browser, dmk):
    session = amals_browser.session
    session[access.SESSION_KEY] |= {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert "[name=email]" not in amals_browser.get(url("my_networks")).text
    assert amals_browser.get(url("edit", dmk.pk)).templates[0].name == "listing_updates/sign_in.html"


def test_a_handover_ends_one_access_and_begins_another(editor_client, amals_browser, attached, dmk):
    gone = editor_client.post(reverse("representations:delete", args=[attached.pk]))
    assert gone.status_code == 302
    assert amals_browser.get(url("edit", dmk.pk)).status_code == 404
    assert "ne le représentez plus" in mails_to("amal@dmk.example")[-1].subject
    attached.refresh_from_db()
    assert attached.withdrawn_by.email == "editor@kafaat.example"
    assert attached.withdrawn_at
    data = {"network": dmk.pk, "email": "brahim@dmk.example", "language": "en", "name": ""}
    editor_client.post(reverse("representations:add"), data)
    assert "up to date" in mails_to("brahim@dmk.example")[-1].subject
    assert Representation.objects.current().get().representative.email == "brahim@dmk.example"
    again = {"network": dmk.pk, "email": "amal@dmk.example", "language": "fr", "name": ""}
    assert editor_client.post(reverse("representations:add"), again).status_code == 302
    assert Representation.objects.count() == 3


def test_a_person_is_attached_to_a_network_once(editor_client, attached, dmk):
    data = {"network": dmk.pk, "email": "AMAL@dmk.example", "language": "fr", "name": ""}
    response = editor_client.post(reverse("representations:add"), data)
    assert response.status_code == 200
    assert "déjà rattachée" in response.text
    assert "AMAL@dmk.example" in response.text
    assert Representation.objects.count() == 1


def test_a_translation_of_a_network_stands_for_the_network(editor_client, dmk):
    data = {"network": in_language(dmk, "ar").pk, "email": "a@dmk.example", "language": "ar", "name": ""}
    editor_client.post(reverse("representations:add"), data)
    assert Representation.objects.get().network_id == dmk.pk


def test_the_way_back_leads_to_no_other_site(client, amal):
    for target in ("https://evil.example/", "//evil.example/", "/admin/", "/fr/mes-reseaux/../../admin/"):
        asked = ask(client, amal.email, leads_to=target)
        OneTimeCode.objects.update(created_at=timezone.now() - timedelta(hours=2))
        arrived = client.post(asked.url, {"code": code_of(mails_to(amal.email)[-1])})
        assert arrived.url.startswith(url("my_networks")), target
        assert ".." not in arrived.url


def test_an_e_mail_cannot_be_given_a_header(client, amal, dmk):
    response = ask(client, "amal@dmk.example\nBcc: everybody@example.org")
    assert response.status_code == 422
    assert mails_to(amal.email) == []


def test_nothing_of_a_representative_is_kept_by_a_cache(amals_browser, dmk):
    for name, *args in (("my_networks",), ("edit", dmk.pk), ("confirm", dmk.pk), ("find_status",)):
        assert "no-store" in amals_browser.get(url(name, *args))["Cache-Control"]
