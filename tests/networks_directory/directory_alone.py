"""Run by test_without_listing_updates.py, in a process whose settings leave listing updates out."""

import re
from importlib.util import find_spec
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from networks_directory.models.networks import NetworkPage
from tests.conftest import LANGUAGES, begin_again

pytestmark = pytest.mark.django_db
THEIRS = "listing_updates_"

VIEWS = (
    "?family=geographic&field=health", "?q=zzzz", "map/", "suggestions/?q=all",
    "?country=DE&country=FR&field=law&sort=updated",
)  # fmt: skip


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """A copy of the prepared database without the tables, rights and types of listing updates."""
    with django_db_blocker.unblock():
        begin_again()
        theirs = [table for table in connection.introspection.table_names() if table.startswith(THEIRS)]
        assert theirs
        with connection.schema_editor() as editor:
            for table in theirs:
                editor.execute(f"DROP TABLE {editor.quote_name(table)}")
        ContentType.objects.filter(app_label="listing_updates").delete()


@pytest.fixture
def addresses(client, page):
    """Every page of the site, every view of the directory and every vCard, in each language."""
    pages = [found.url for found in Page.objects.live().filter(depth__gt=1)]
    landings = re.findall(r"<loc>http://testserver(.*?)</loc>", client.get("/sitemap-directory.xml").text)
    views = [page("directory", language).url + view for language in LANGUAGES for view in VIEWS]
    which = [address + "?country=JP&field=automotive" for address in landings if "which" in address]
    vcards = [found.url + "vcard/" for found in NetworkPage.objects.live()]
    return [*pages, *landings, *views, *which, *vcards]


def test_listing_updates_are_left_out():
    assert find_spec("networks_directory.listing_updates")
    assert not apps.is_installed("networks_directory.listing_updates")
    with pytest.raises(NoReverseMatch):
        reverse("listing_updates:my_networks")


def test_every_page_answers_and_leads_to_nothing_of_theirs(client, addresses):
    assert len(addresses) > 150
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        links = [unquote(a["href"]) for a in BeautifulSoup(response.content, "html.parser").select("[href]")]
        assert not [link for link in links if re.search("my-networks|mes-reseaux|شبكاتي", link)], address


def test_editors_work_as_before(editor_client, page):
    for address in ("/admin/", f"/admin/pages/{page('network/dmk').pk}/edit/"):
        assert editor_client.get(address).status_code == 200
