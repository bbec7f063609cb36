"""What people do, done in a real browser against the running site."""

import gzip
import re
import time
import urllib.request
from urllib.parse import urljoin

import pytest

pytestmark = pytest.mark.browser


def test_a_visitor_finds_a_network_without_javascript(open_page):
    page = open_page("/fr/", width=360, java_script_enabled=False)
    page.fill("#q", "allemagne")
    page.click(".banner button")
    page.click("text=Réseau des Compétences Marocaines en Allemagne")
    assert page.text_content("h1") == "Réseau des Compétences Marocaines en Allemagne"


def test_a_reader_changes_language_and_stays_on_the_page(open_page):
    page = open_page("/fr/reseaux/geographiques/dmk/")
    page.click(".language-menu >> text=العربية")
    assert page.text_content("h1") == "شبكة الكفاءات المغربية بألمانيا"
    assert page.get_attribute("html", "dir") == "rtl"
    page.click(".language-menu >> text=English")
    assert page.text_content("h1") == "Network of Moroccan Competencies in Germany"


def test_the_skip_link_is_the_first_stop_of_the_keyboard(open_page):
    page = open_page("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_message_with_an_error_comes_back_filled_in_then_arrives(open_page):
    page = open_page("/en/contact/", width=360)
    page.fill("#id_name", "Nadia")
    page.fill("#id_email", "nadia")
    page.fill("#id_subject", "A question")
    page.fill("#id_message", "How do I join?")
    time.sleep(3)
    page.get_by_role("button", name="Send").click()
    assert "name@example.org" in page.text_content(".error-summary")
    assert page.input_value("#id_message") == "How do I join?"
    page.fill("#id_email", "nadia@example.org")
    page.get_by_role("button", name="Send").click()
    assert "has arrived" in page.text_content(".success")


def test_telephone_numbers_read_left_to_right_in_arabic(open_page):
    page = open_page("/ar/")
    number = page.locator(".site-footer a[href^='tel:']").first
    assert number.evaluate("element => getComputedStyle(element).direction") == "ltr"
    assert number.text_content() == "+212 5 37 77 65 64"


def test_an_editor_signs_in_changes_a_fact_and_it_is_there_in_arabic(open_page, site):
    page = open_page("/admin/login/", locale="fr-FR")
    page.fill("[name=username]", site.email)
    page.fill("[name=password]", site.password)
    page.click("button[type=submit]")
    page.goto("/admin/pages/search/?q=Avocats")
    page.click("text=Avocats marocains à l’étranger")
    page.click("role=tab[name='Comment le joindre']")
    page.fill("[name=website]", "https://avocats.example/")
    page.locator("button[name=action-publish][value=action-publish]").dispatch_event("click")
    page.wait_for_selector(".messages .success")
    page.goto("/en/networks/thematic/lawyers/")
    page.click(".language-menu >> text=العربية")
    assert page.locator("a[href='https://avocats.example/']").is_visible()


def test_a_first_visit_weighs_at_most_30_kilobytes(site):
    """Everything a first page view loads: the HTML, the styles, the scripts, the icon and patterns."""

    def weight(path):
        request = urllib.request.Request(site.address + path, headers={"Accept-Encoding": "gzip"})  # noqa: S310
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return len(response.read())

    for path in ("/fr/", "/ar/", "/fr/reseaux/", "/fr/contact/"):
        html = site.read(path)
        assets = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html))
        styles = next(asset for asset in assets if asset.endswith(".css"))
        assets |= {urljoin(styles, url) for url in re.findall(r'url\("?([^")]+)"?\)', site.read(styles))}
        total = weight(path) + sum(weight(asset) for asset in assets)
        assert total <= 30_000, (path, total)
        assert len(gzip.compress(html.encode())) < 12_000


def test_the_stylesheet_is_one_file(site):
    html = site.read("/fr/")
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    assert len(styles) == 1
    assert "@import" not in site.read(styles[0])


def test_the_print_view_leaves_out_what_paper_cannot_do(open_page):
    page = open_page("/fr/reseaux/geographiques/dmk/")
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert page.locator("h1").is_visible()


def test_a_session_shows_the_visitors_own_time_beside_moroccos(open_page, site):
    site.announce_session()
    page = open_page("/en/mre-academy/health/", timezone_id="America/Toronto")
    assert "10:30" in page.text_content(".session__when time")
    assert "4:30" in page.text_content(".session__visitor-time")
    page = open_page("/en/mre-academy/health/", timezone_id="Africa/Casablanca")
    assert not page.locator(".session__visitor-time").is_visible()


def test_filters_refresh_in_place_and_the_back_button_undoes_them(open_page):
    page = open_page("/en/networks/")
    page.evaluate("window.same = true")
    page.check("#family-thematic")
    page.wait_for_selector("#results-heading:has-text('4 network')")
    assert page.evaluate("document.activeElement.id") == "family-thematic"
    page.check("#field-health")
    page.wait_for_url("**/en/networks/?family=thematic&field=health")
    page.wait_for_selector(".asked__value >> text=Health")
    assert page.inner_text("#results-heading") == "1 network"
    page.click(".asked__value >> text=Health")
    page.wait_for_url("**/en/networks/?family=thematic")
    assert page.evaluate("document.activeElement.id") == "results"
    page.go_back()
    page.wait_for_selector("#field-health:checked")
    page.go_back()
    page.go_back()
    page.wait_for_selector("#results-heading:has-text('9 network')")
    assert page.evaluate("window.same") is True


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_survive_a_change_of_language_and_the_way_back(open_page, scripts):
    page = open_page("/en/networks/", java_script_enabled=scripts)
    page.check("#family-thematic")
    if scripts:  # each box is a step of its own, once the one before has been answered
        page.wait_for_url(re.compile("family=thematic"))
    page.check("#country-DE")
    if not scripts:
        page.get_by_role("button", name="Show the networks").click()
    asked = "family=thematic&country=DE"  # a form sent without scripts names its empty fields, too
    page.wait_for_url(re.compile(f"/en/networks/.*{asked}"))
    page.wait_for_selector(f".language-menu a[lang=ar][href*='{asked}']")
    page.click(".language-menu >> text=العربية")
    page.wait_for_url(re.compile(f"/ar/.*{asked}"))
    assert page.is_checked("#family-thematic")
    assert page.is_checked("#country-DE")
    assert page.locator(".card--network").count() == 3
    page.go_back()
    page.wait_for_url(re.compile(f"/en/networks/.*{asked}"))
    page.wait_for_selector("#country-DE:checked")
    assert page.locator(".card--network").count() == 3
    if scripts:
        page.go_back()
        page.wait_for_selector("#country-DE:not(:checked)")
    page.go_back()
    page.wait_for_selector("#results-heading:has-text('9 network')")


def test_what_is_searched_literally_stays_so_until_other_words_are_typed(open_page):
    page = open_page("/en/networks/?q=alemagne&literal=yes")
    page.select_option("#sort", "name")
    page.wait_for_url(re.compile("sort=name"))
    assert "literal=yes" in page.url
    page.fill("#q", "germny")
    page.press("#q", "Enter")
    page.wait_for_url(re.compile("q=germny"))
    assert "literal" not in page.url


def test_a_choice_stays_where_it_is_when_it_is_ticked(open_page):
    page = open_page("/en/networks/")
    order = "() => [...document.querySelectorAll('#filters input[name=field]')].map((box) => box.value)"
    before = page.evaluate(order)
    page.check("#field-law")
    page.wait_for_selector(".asked__value >> text=Law")
    assert page.evaluate(order) == before
    page.uncheck("#field-law")
    page.wait_for_selector("#results-heading:has-text('9 network')")
    assert page.evaluate(order) == before


def test_on_a_phone_the_filters_are_a_panel_that_stays_open_while_one_chooses(open_page):
    page = open_page("/en/networks/", width=360)
    assert not page.locator("#filters").is_visible()
    page.click("text=Filters >> nth=0")
    assert page.locator("#filters").evaluate("panel => getComputedStyle(panel).position") == "fixed"
    page.check("#country-DE")
    page.wait_for_selector("#country-DE:checked")
    page.wait_for_selector("#results-heading:has-text('4 network')")
    page.check("#field-health")
    page.wait_for_selector("#results-heading:has-text('1 network')")
    assert page.locator("#filters").is_visible()
    page.go_back()
    page.wait_for_selector("#filters:visible #country-DE:checked")
    page.wait_for_selector("#results-heading:has-text('4 network')")
    assert not page.is_checked("#field-health")
    page.go_forward()
    page.wait_for_selector("#field-health:checked")
    page.click("text=Show the networks")
    page.wait_for_selector("#filters", state="hidden")
    assert page.inner_text("#results-heading") == "1 network"
    assert page.text_content(".browsing__number") == "2"
    assert page.url.endswith("/en/networks/?country=DE&field=health")


def test_on_a_phone_without_javascript_the_panel_opens_and_closes_and_filters(open_page):
    page = open_page("/fr/reseaux/", width=360, java_script_enabled=False)
    page.click("text=Filtres >> nth=0")
    page.check("#country-CH")
    page.click("text=Fermer")
    assert not page.locator("#filters").is_visible()
    page.click("text=Filtres >> nth=0")
    page.click("text=Afficher les réseaux")
    assert page.inner_text("#results-heading") == "4 réseaux"


BEHIND = "element => !!element.closest('[inert]')"


def reached(page, presses):
    """Where the Tab key leads, one press after the other: whether inside the panel of the filters."""
    inside = "document.activeElement === document.body ? null : !!document.activeElement.closest('#filters')"
    for _ in range(presses):
        page.keyboard.press("Tab")
        yield page.evaluate(inside)


def test_on_a_phone_the_panel_is_a_dialog(open_page):
    """The focus goes in and stays, what is behind is out of reach, and Escape leads back to the button."""
    page = open_page("/en/networks/", width=360)
    page.click("text=Filters >> nth=0")
    dialog = page.get_by_role("dialog", name="Filters")
    assert dialog.is_visible()
    assert page.evaluate("document.activeElement.className").startswith("filters__close")
    assert False not in set(reached(page, 60))
    assert page.locator("h1").evaluate(BEHIND)
    assert page.locator(".site-header").evaluate(BEHIND)
    page.check("#country-DE")
    page.wait_for_selector("#filters-status:has-text('4 networks')")
    assert page.evaluate("document.activeElement.id") == "country-DE"
    assert page.locator(".cards").evaluate(BEHIND), "what has been replaced, too"
    page.locator("#q").press_sequentially("heal")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("Escape")
    assert dialog.is_visible(), "it closes the suggestions first"
    page.keyboard.press("Escape")
    page.wait_for_selector("#filters", state="hidden")
    assert page.evaluate("document.activeElement.textContent").strip().startswith("Filters")
    assert page.locator("[inert]").count() == 0
    page.keyboard.press("Enter")
    dialog.wait_for()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("!document.querySelector('[inert]')")
    assert page.get_by_role("dialog").count() == 0


def test_suggestions_are_chosen_by_keyboard_and_announced(open_page):
    page = open_page("/fr/reseaux/")
    field = page.locator("#q")
    field.press_sequentially("allem")
    page.wait_for_selector("[role=option]")
    assert field.get_attribute("aria-expanded") == "true"
    assert page.text_content(".combobox [role=status]").startswith("2")
    field.press("ArrowDown")
    chosen = page.get_attribute("#q", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    field.press("Escape")
    assert page.locator("[role=option]").count() == 0
    assert field.input_value() == "allem"
    field.press_sequentially("a")
    page.wait_for_selector("[role=option]")
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url("**/fr/reseaux/geographiques/dmk/")


def test_enter_without_a_choice_searches(open_page):
    page = open_page("/en/networks/")
    page.locator("#q").press_sequentially("alemagne")
    page.locator("#q").press("Enter")
    page.wait_for_selector("mark")
    assert page.url.endswith("/en/networks/?q=alemagne")
    assert page.input_value("#q") == "alemagne"


def test_a_country_of_the_map_leads_to_its_networks(open_page):
    page = open_page("/en/networks/")
    page.locator("iframe").scroll_into_view_if_needed()
    world = page.frame_locator("iframe")
    link = world.locator("a#DE")
    page.locator(".world .skip-link--here").focus()
    page.keyboard.press("Tab")  # into the frame: by the keyboard, as the style asks
    link.focus()
    assert link.evaluate("link => link.ownerDocument.activeElement.id") == "DE"
    assert world.locator("text:visible").all_text_contents() == ["Germany"]
    link.press("Enter")
    page.wait_for_url("**/en/networks/countries/germany/")
    assert "Germany" in page.text_content("h1")


def test_paper_shows_the_address_as_a_code(open_page):
    page = open_page("/fr/reseaux/geographiques/dmk/")
    assert not page.locator(".share__code").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".share__code").bounding_box()["height"] > 50
    assert not page.locator(".listing-actions").is_visible()


@pytest.mark.parametrize("path", ["/fr/reseaux/", "/fr/recherche/", "/fr/reseaux/quel-reseau/"])
def test_a_very_long_word_makes_no_phone_scroll_sideways(open_page, path):
    page = open_page(f"{path}?q=avocat+{'x' * 150}", width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
