"""A language is one entry in settings and a catalogue: a site of three is started again with five."""

import re
import sqlite3
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import Site, opening

pytestmark = pytest.mark.browser

ADDED = ("es", "zgh")
TIFINAGH = re.compile(r"[\u2d30-\u2d7f]")


@pytest.fixture(scope="module")
def five(site, tmp_path_factory):
    """The README's site as it is, its database copied, served with five languages after a `migrate`."""
    folder = tmp_path_factory.mktemp("five")
    source = sqlite3.connect(site.env["DATABASE_URL"].removeprefix("sqlite:///"))
    source.backup(sqlite3.connect(folder / "site.sqlite3"))
    five = Site(folder, f"sqlite:///{folder / 'site.sqlite3'}", "tests.five_languages")
    five.manage("migrate", "--verbosity", "0")
    five.start()
    yield five
    five.stop()


@pytest.fixture
def open_five(chromium, five):
    with opening(chromium, five) as open_in:
        yield open_in


def soup(site, path):
    return BeautifulSoup(site.read(path), "html.parser")


@pytest.mark.parametrize("language", ADDED)
def test_every_page_of_the_site_appears_in_a_new_language(five, language):
    """In its original words, marked as such, inside a site in the new language."""
    home = soup(five, f"/{language}/")
    assert home.html["lang"] == language
    assert home.h1["lang"] == "fr"
    links = {a["href"] for a in home.select("nav a, footer a") if a["href"].startswith(f"/{language}/")}
    assert len(links) > 8
    for path in links - {"/es/a-propos/privacidad/"}:  # which another test translates
        page = soup(five, path)
        assert page.html["lang"] == language, path
        assert not page.select("link[hreflang]"), "an original in another language is no translation"


def test_visitors_labels_are_in_spanish(five):
    text = five.read("/es/reseaux/")
    for words in ("Buscar una red", "Ámbito de actividad", "Alemania", "9 redes", "Todo el mundo"):
        assert words in text, words
    assert "<title>" in five.read("/es/buscar/?q=sante")
    assert "Alemania" in five.read("/es/reseaux/paises/alemania/")


def test_countries_dates_and_numbers_are_tamazights_and_the_rest_french_until_translated(five):
    text = five.read("/zgh/reseaux/")
    assert "ⴰⵍⵎⴰⵏⵢⴰ" in text  # Germany, by CLDR
    assert "Domaine d’activité" in text  # shown in the source language, never in English
    assert "9 réseaux" in text  # the plural too
    home = five.read("/zgh/")
    assert re.search(r"<time[^>]*>\d+ [\u2d30-\u2d7f]+ 20\d\d</time>", home), "a date by CLDR"
    path = re.search(r'href="(/zgh/reseaux/[^"]+/[^"]*%E2%B4%B0[^"]*/)"', text)[1]
    assert "ⴰⵍⵎⴰⵏⵢⴰ" in five.read(path)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_other_languages_stay_as_they_were(five, site, language):
    def without_menu(text):
        page = BeautifulSoup(text, "html.parser")
        page.select_one(".language-menu").decompose()
        return re.sub(r"127\.0\.0\.1:\d+|[\w-]+\.[0-9a-f]{12}\.css|value=\"[^\"]*\"", "", str(page))

    assert without_menu(five.read(f"/{language}/")) == without_menu(site.read(f"/{language}/"))


def test_the_language_menu_has_all_five(five):
    menu = soup(five, "/en/").select_one(".language-menu")
    assert [a["lang"] for a in menu.select("a")] == ["fr", "en", "ar", "es", "zgh"]
    assert menu.select_one('[lang="zgh"]').text == "ⵜⴰⵎⴰⵣⵉⵖⵜ (ⵓⵔ ⵉⵜⵜⵓⵙⵙⵓⵖⵍ)"


def test_a_font_for_tifinagh_is_served_only_to_pages_that_need_it(open_five):
    for path, needed in (("/fr/", False), ("/ar/", False), ("/es/", False), ("/zgh/reseaux/", True)):
        page = open_five("/en/")
        fetched = []
        page.on("request", lambda request, fetched=fetched: fetched.append(request.url))
        page.goto(path, wait_until="networkidle")
        assert any(url.endswith(".woff2") for url in fetched) is needed, (path, fetched)
        assert page.evaluate("document.fonts.check('16px \"Noto Sans Tifinagh\"', 'ⴰ')") or not needed


def test_no_page_of_a_new_language_scrolls_sideways(open_five):
    for path in ("/es/", "/zgh/", "/zgh/reseaux/", "/es/reseaux/"):
        page = open_five(path, width=360)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_a_page_is_translated_into_a_new_language(five):
    """Through wagtail-localize, as for any other; it is then a translation everywhere."""
    done = five.python(
        "from wagtail.models import Locale, Page\n"
        "from wagtail_localize.models import Translation, TranslationSource\n"
        "from home.opening_content import fixed_key\n"
        "key = fixed_key('about/privacy')\n"
        "page = Page.objects.get(translation_key=key, locale__language_code='fr').specific\n"
        "source, _ = TranslationSource.get_or_create_from_instance(page)\n"
        "spanish = Locale.objects.get(language_code='es')\n"
        "translation, _ = Translation.objects.get_or_create(source=source, target_locale=spanish)\n"
        "po = translation.export_po()\n"
        "for entry in po:\n"
        "    entry.msgstr = 'privacidad' if entry.msgctxt == 'slug' else entry.msgid\n"
        "translation.import_po(po)\n"
        "translation.save_target(publish=True)\n"
        "print(Page.objects.get(translation_key=page.translation_key, locale=spanish).url)\n"
    )
    path = done.strip().splitlines()[-1]
    assert path.endswith("/privacidad/")
    page = soup(five, path)
    assert {link["hreflang"] for link in page.select("link[hreflang]")} == {
        "fr",
        "en",
        "ar",
        "es",
        "x-default",
    }
    assert "Este texto es una traducción." in page.get_text()
    assert path in five.pages()


def test_the_languages_are_together(five):
    assert "together" in five.manage("reconcile_translations")


def test_an_unknown_language_is_not_found(five):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(five.address + "/de/", timeout=30)  # noqa: S310 - our own server
    assert refused.value.code == 404


def test_each_new_language_has_its_group_of_translators(five):
    names = five.python(
        "from django.contrib.auth.models import Group\n"
        "print(*Group.objects.values_list('name', flat=True), sep='|')"
    )
    assert {"Translators: Español", "Translators: ⵜⴰⵎⴰⵣⵉⵖⵜ"} <= set(names.strip().split("|"))


def test_what_waits_for_a_reviewer_is_listed(five):
    from tests.core.test_house_rules import catalogue

    for language in ADDED:
        listed = five.manage("list_untranslated", language)
        waiting = [entry for entry in catalogue(language) if not entry.translated()]
        assert waiting
        assert listed.count("msgid") >= len(waiting)
        assert not any(entry.fuzzy for entry in catalogue(language))
    assert Path(five.env["DATABASE_URL"].removeprefix("sqlite:///")).exists()
