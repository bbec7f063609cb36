"""Pages that say something went wrong are the site's own, in the reader's language."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory
from django.utils import translation
from django.views.defaults import permission_denied, server_error

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
    form = BeautifulSoup(response.content, "html.parser").form
    data = {field["name"]: field.get("value", "") for field in form.select("input")} | {"password": "zellige"}
    assert client.post(form["action"], data, follow=True).context["page"].title == "Mentions légales"
