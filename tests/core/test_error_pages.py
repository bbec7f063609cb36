"""Pages that say something went wrong are the site's own, in the reader's language."""

from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from django.views.defaults import permission_denied, server_error

from core import views
from core.request_limits import LARGEST_REQUEST
from tests.public_forms import fields_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Une erreur s’est produite"), ("en", "Something went wrong"), ("ar", "حدث خطأ ما")],
)
def test_a_fault_of_ours_says_so_without_the_database(language, words, django_assert_num_queries):
    with translation.override(language), django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 500
    assert soup.h1.get_text() == words
    assert soup.html["dir"] == ("rtl" if language == "ar" else "ltr")


def test_a_forbidden_page_says_so_and_leads_home():
    request = RequestFactory().get("/ar/")
    with translation.override("ar"):
        response = permission_denied(request, PermissionDenied())
    assert response.status_code == 403
    assert "لا يمكنكم رؤية هذه الصفحة" in response.text
    assert 'href="/ar/"' in response.text


def test_a_page_with_a_password_asks_for_it_and_opens(client, page):
    legal = page("about/legal")
    legal.view_restrictions.create(restriction_type="password", password="zellige")
    response = client.get(legal.url)
    assert "Cette page est protégée" in response.text
    form = BeautifulSoup(response.content, "html.parser").main.form
    data = {field["name"]: field.get("value", "") for field in form.select("input")} | {"password": "zellige"}
    assert client.post(form["action"], data, follow=True).context["page"].title == "Mentions légales"


WAYS_BACK = {
    "fr": "/fr/message-de-contact/",
    "en": "/en/contact-message/",
    "ar": "/ar/" + quote("رسالة-تواصل") + "/",
}


@pytest.mark.parametrize("language", WAYS_BACK)
def test_every_refusal_is_a_page_of_ours_with_a_way_back(client, language):
    strict = Client(enforce_csrf_checks=True)
    with translation.override(language):
        form, search = reverse("listing_updates:find_status"), reverse("search")
    large = {"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)}
    for status, response in {
        404: client.get(f"/{language}/nothing/"),
        405: client.post(search),
        403: strict.post(form, {"reference": "x"}),
        413: client.post(form, {"reference": "x"}, **large),
        400: client.post(form, {f"field{number}": "" for number in range(3_001)}),
    }.items():
        assert response.status_code in (status, 413)
        soup = BeautifulSoup(response.content, "html.parser")
        assert soup.html["lang"] == language
        assert soup.select_one("form[role=search]")["action"] == search
        assert soup.find("a", href=f"/{language}/")
        assert soup.find("a", href=WAYS_BACK[language])
    assert client.get(WAYS_BACK[language], follow=True).status_code == 200


def test_a_form_posted_after_cookies_were_cleared_is_given_back_to_be_sent_again():
    browser = Client(enforce_csrf_checks=True)
    with translation.override("fr"):
        url = reverse("listing_updates:find_status")
    typed = {"reference": 'ABC "1"', "code": "deux\nlignes & plus", "csrfmiddlewaretoken": "x" * 64}
    response = browser.post(url, typed, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    again = fields_of(response.content, "form.form")
    assert (again["reference"], again["code"]) == ([typed["reference"]], [typed["code"]])
    assert browser.post(url, again).status_code == 422  # it has arrived: only its code is wrong


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ({"reference": "xxx"}, "https://elsewhere.example"),
        ({"reference": "xxx"}, None),
        ({"password": "xxx"}, "http://testserver"),
        ({"reference": "x" * 100_001}, "http://testserver"),
    ],
    ids=["another site's", "nobody's", "secret", "large"],
)
def test_what_others_send_or_is_secret_or_large_is_not_given_back(typed, origin):
    with translation.override("fr"):
        url = reverse("listing_updates:find_status")
    headers = {"origin": origin} if origin else {}
    response = Client(enforce_csrf_checks=True).post(url, typed, headers=headers)
    assert response.status_code == 403
    assert "xxx" not in response.text
    assert BeautifulSoup(response.content, "html.parser").find("a", href=url)


@pytest.mark.parametrize("language", WAYS_BACK)
def test_a_database_that_does_not_answer_is_said(language, django_assert_num_queries):
    with django_assert_num_queries(0):
        try:
            raise OperationalError
        except OperationalError:
            response = views.server_error(RequestFactory().get(f"/{language}/"))
    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
    assert f'lang="{language}"' in response.text


def test_errors_name_their_fields_and_take_the_focus(client):
    with translation.override("fr"):
        url = reverse("listing_updates:new_network")
    token = fields_of(client.get(url).content, "form.form")["token"]
    response = client.post(url, {"token": token})
    soup = BeautifulSoup(response.content, "html.parser")
    summary = soup.select_one(".error-summary")
    assert summary.has_attr("autofocus")
    assert summary["tabindex"] == "-1"
    links = summary.select("li a")
    assert len(links) == len(summary.select("li")) > 3  # not one of them about how fast it came
    for link in links:
        target = soup.find(id=link["href"][1:])
        label = target.legend or soup.find("label", attrs={"for": target["id"]})
        assert link.text.split()[0] in label.text
    group = soup.find("fieldset", class_="field--error")
    (error,) = group.select(".field__error")
    assert error["id"] in group["aria-describedby"].split()
    assert all(radio["aria-invalid"] == "true" for radio in group.select("input"))
