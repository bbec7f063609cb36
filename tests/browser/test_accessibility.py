"""axe-core finds nothing, in a real Chromium: three languages, a phone and a wide screen, light and dark."""

from urllib.parse import quote, unquote

import pytest

pytestmark = pytest.mark.browser

VIEWS = {
    "fr": ["/fr/recherche/?q=sante", "/fr/introuvable/"],
    "en": [
        "/en/search/?q=health",
        "/en/search/?q=zzz",
        "/en/networks/?country=XX",
        "/en/networks/?q=germny&country=DE",
        "/en/networks/which-network/?country=DE",
        "/en/networks/?family=geographic&field=law",
    ],
    "ar": [quote("/ar/بحث/") + "?q=dmk"],
}


ALL_RULES = {"resultTypes": ["violations"]}
COLOURS = ALL_RULES | {"runOnly": ["color-contrast"]}  # all that another colour scheme can break


def violations(page, rules=ALL_RULES):
    result = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        (violation["id"], [node["html"][:120] for node in violation["nodes"]])
        for violation in result["violations"]
    ]


def new_page(context, axe_source):
    """A page in which axe-core is at hand, whatever it shows."""
    context.add_init_script(axe_source)
    return context.new_page()


def light_and_dark(page):
    """What is wrong with what a page shows, in both colour schemes; that it scrolls sideways, too."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS)
    page.emulate_media(color_scheme="light")
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return found


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_no_page_has_a_violation(chromium, site, axe_source, language, width):
    context = chromium.new_context(
        base_url=site.address, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page, found = new_page(context, axe_source), {}
    paths = [path for path in site.pages() if path.startswith(f"/{language}/")]
    assert len(paths) > 35
    # In French every page; in the other languages, with the same facts and templates, one of each folder.
    paths = paths if language == "fr" else {path.rsplit("/", 2)[0]: path for path in paths}.values()
    for path in [*paths, *VIEWS[language]]:
        page.goto(path)
        if problems := light_and_dark(page):
            found[path] = problems
    context.close()
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_in_its_frame_has_no_violation(chromium, site, axe_source, scheme):
    context = chromium.new_context(base_url=site.address, color_scheme=scheme, bypass_csp=True)
    page = new_page(context, axe_source)
    page.goto("/ar/" + quote("شبكات") + "/")
    page.locator("iframe").scroll_into_view_if_needed()
    world = page.frame_locator("iframe").locator("a#DE")
    world.wait_for(state="attached")
    assert violations(page.frames[1]) == []
    context.close()


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 360)])
def test_no_page_of_a_representative_has_a_violation(chromium, site, axe_source, language, width):
    context = chromium.new_context(
        base_url=site.address, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    page, found = new_page(context, axe_source), {}

    def check(name):
        if problems := light_and_dark(page):
            found[name] = problems

    def click(button):
        with page.expect_navigation():
            page.click(button)

    link = site.representatives_link("dmk", f"axe-{language}@site.example", language)
    home = "/".join(link.split("/")[:3]) + "/"
    words = {
        "fr": ("suivi", "nouveau-reseau"),
        "en": ("follow", "new-network"),
        "ar": ("متابعة", "شبكة-جديدة"),
    }
    for path in (home, *(f"{home}{word}/" for word in words[language]), link):
        page.goto(path)
        check(path)
    click("main form button[type=submit]")
    check("my networks")
    click(".my-network .button >> nth=0")
    check("the form")
    page.fill("[name=listing-email]", "wrong")
    page.fill("[name=phones-0-number]", "030")
    click("button[value=submit]")
    assert page.locator(".error-summary li").count() == 2
    check("the form with errors")
    page.fill("[name=listing-email]", "info@dmk.example")
    page.fill("[name=phones-0-number]", "+49 30 123456")
    click("button[value=submit]")
    assert f"/{words[language][0]}/" in unquote(page.url)
    check("the status page")
    page.goto(home)
    check("my networks with an update")
    click(".my-network .button--quiet")
    check("nothing has changed")
    context.close()
    assert found == {}


TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }"""  # WCAG 1.4.12


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_a_reader_may_space_the_text_on_the_narrowest_phone(chromium, site, language):
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 320, "height": 700}, bypass_csp=True
    )
    page = context.new_page()
    paths = [path for path in site.pages() if path.startswith(f"/{language}/")]
    found = []
    for path in {path.rsplit("/", 2)[0]: path for path in paths}.values():
        page.goto(path)
        page.add_style_tag(content=TEXT_SPACING)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(path)
    context.close()
    assert found == []


def test_the_choice_and_the_language_are_seen_in_forced_colours(chromium, site):
    """What is chosen differs from what is not by more than a colour that the reader's own replace."""
    context = chromium.new_context(base_url=site.address, forced_colors="active")
    page = context.new_page()
    page.goto("/fr/reseaux/")
    page.locator("#q").press_sequentially("allem")
    page.wait_for_selector("[role=option]")
    page.locator("#q").press("ArrowDown")
    ground = "element => getComputedStyle(element).backgroundColor"
    for chosen, other in (
        ("[role=option][aria-selected=true]", "[role=option][aria-selected=false]"),
        (".language-menu [aria-current]", ".language-menu a:not([aria-current])"),
    ):
        assert page.locator(chosen).evaluate(ground) != page.locator(other).first.evaluate(ground)
    context.close()


IS_HIDDEN = """() => {
  const element = document.activeElement;
  const { left, top, width, height } = element.getBoundingClientRect();
  const parts = [0.1, 0.5, 0.9].flatMap(x => [0.1, 0.5, 0.9].map(y => [left + width * x, top + height * y]));
  return !parts.some(([x, y]) => element.contains(document.elementFromPoint(x, y)));
}"""


def hidden_on_the_way(page, start, steps):
    """What has the focus and lies wholly behind something, on the way from an element and back."""
    found = []
    page.locator(start).first.focus()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(steps):
            page.keyboard.press(key)
            if page.evaluate(IS_HIDDEN):
                found.append((key, page.evaluate("document.activeElement.outerHTML.slice(0, 80)")))
    return found


def test_what_has_the_focus_is_never_behind_what_stays_in_sight(chromium, site):
    """The buttons of a form and of the filters, and the names of the grid, stay while all else scrolls."""
    context = chromium.new_context(
        base_url=site.address, viewport={"width": 360, "height": 740}, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/fr/reseaux/#filters")
    page.locator("[role=dialog]").wait_for()
    assert hidden_on_the_way(page, ".filters__close", 17) == []
    page.goto("/fr/reseaux/panorama/")
    assert hidden_on_the_way(page, ".coverage td a", 12) == []
    page.goto(site.representatives_link("dmk", "focus@site.example"))
    page.set_viewport_size({"width": 1280, "height": 900})
    for button in ("main form button[type=submit]", ".my-network .button >> nth=0"):
        with page.expect_navigation():
            page.click(button)
    assert hidden_on_the_way(page, "[name=listing-title]", 60) == []
    context.close()
