"""The Nu HTML checker finds nothing in any page, and every page has the outline a screen reader needs."""

import json
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browser.http_browser import Browser
from tests.lanes import CHECKERS
from tests.public_forms import fields_of

pytestmark = pytest.mark.html

JAR = Path(CHECKERS) / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
VIEWS = [
    "/fr/recherche/?q=sante",
    "/en/search/?q=health",
    "/en/search/?q=zzz",
    "/en/networks/?country=XX&q=x",
    "/fr/reseaux/?country=DE&country=FR&q=alemagne",
    "/en/networks/which-network/?country=JP&field=automotive",
    "/en/my-networks/",
    "/fr/mes-reseaux/suivi/",
    "/fr/mes-reseaux/nouveau-reseau/?country=DE&field=health",
]


@pytest.fixture(scope="session")
def html(site):
    """The HTML of every page and of the views that are not pages: {path: text}."""
    site.announce_session()
    return {path: site.read(path) for path in site.pages() + VIEWS} | representatives_pages(site)


def representatives_pages(site):
    """The HTML of what a representative sees, and of what they see of an update: {path: text}."""
    browser = Browser(site)
    link = site.representatives_link("amcn", "html@site.example")
    pages = {"link": browser.open(link)[1]}
    _url, pages["my networks"] = browser.post(link, {})
    form = re.search(r'href="(/fr/mes-reseaux/fiche/\d+/)"', pages["my networks"])[1]
    _url, pages["form"] = browser.open(form)
    _url, pages["confirm"] = browser.open(f"{form}confirmer/")
    data = fields_of(pages["form"]) | {"listing-founded": "2001", "action": "submit"}
    _url, pages["status"] = browser.post(form, data)
    correction = re.search(r'href="([^"]+/correction/[^"]+)"', site.read("/fr/reseaux/geographiques/dmk/"))
    pages["correction"] = site.read(correction[1])
    return pages


def test_every_page_is_valid_html(html, tmp_path):
    names = {}
    for number, (path, text) in enumerate(html.items()):
        file = tmp_path / f"{number}.html"
        file.write_text(text)
        names[file.name] = path
    result = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--skip-non-html", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    messages = json.loads(result.stderr)["messages"]
    problems = [
        (names[message["url"].rsplit("/", 1)[1]], message.get("lastLine"), message["message"])
        for message in messages
        if message["type"] == "error" or message.get("subType") == "warning"
    ]
    assert problems == []


def test_every_page_has_one_h1_landmarks_a_skip_link_and_no_heading_jump(html):
    for path, text in html.items():
        soup = BeautifulSoup(text, "html.parser")
        assert len(soup.find_all("h1")) == 1, path
        assert soup.main, path
        assert soup.header, path
        assert soup.footer, path
        assert soup.nav, path
        skip = soup.select_one("a.skip-link")
        assert skip["href"] == f"#{soup.main['id']}", path
        levels = [int(tag.name[1]) for tag in soup.find_all(re.compile(r"^h[1-6]$"))]
        jumps = [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1]
        assert jumps == [], path
        identifiers = [tag["id"] for tag in soup.find_all(id=True)]
        assert len(identifiers) == len(set(identifiers)), path
