"""Half-filled pages, and Publish pressed while the first autosave is on its way, in the real editor."""

import json

import pytest

pytestmark = pytest.mark.browser

PARENT = """
from wagtail.models import Page
print(Page.objects.get(slug={slug!r}, locale__language_code='fr').pk)
"""
MADE = """
import json
from wagtail.models import Page
made = Page.objects.filter(title__startswith={title!r}, locale__language_code='fr').specific()
print(json.dumps([[p.title, p.live, p.has_unpublished_changes] for p in made]))
"""
PRESS = "action => document.querySelector(`[name=${action}]`).click()"


@pytest.fixture
def admin(open_queue_page, queue_site):
    """The admin, with an editor signed in."""
    page = open_queue_page("/admin/login/", locale="fr-FR")
    page.fill("[name=username]", queue_site.email)
    page.fill("[name=password]", queue_site.password)
    page.click("button[type=submit]")
    return page


def open_form(admin, site, model, parent):
    """Open the form for a new page, and wait until the editor watches it: two seconds after all else."""
    pk = site.python(PARENT.format(slug=parent)).strip()
    admin.add_init_script(
        "document.addEventListener('w-unsaved:watch-edits', () => { window.isWatched = true })"
    )
    admin.goto(f"/admin/pages/add/{model}/{pk}/")
    admin.wait_for_function("window.isWatched")


def is_autosave(request):
    return request.method == "POST" and "json" in request.headers.get("accept", "")


def made(site, title):
    """The pages that begin with the first letter of a title, as if it had been saved half typed too."""
    return json.loads(site.python(MADE.format(title=title[0])))


def type_title(admin, title):
    admin.locator("#id_title").press_sequentially(title)


def test_publish_pressed_during_the_first_autosave_makes_one_page(admin, queue_site):
    title, answers = "Zinnia en hâte", []
    open_form(admin, queue_site, "home/standardpage", "a-propos")

    def hold_back(route):
        if is_autosave(route.request):
            answers.append(route.fetch())  # the server has saved; the browser does not learn of it
        else:
            route.continue_()

    admin.route("**/admin/pages/add/**", hold_back)
    with admin.expect_request(is_autosave):
        type_title(admin, title)
    while not answers:
        admin.wait_for_timeout(100)
    admin.evaluate(PRESS, "action-publish")
    admin.wait_for_url("**/admin/pages/*/")
    assert made(queue_site, title) == [[title, True, False]]


def test_no_autosave_follows_publish(admin, queue_site):
    title, answers = "Yucca aussitôt publié", []
    open_form(admin, queue_site, "home/standardpage", "a-propos")
    admin.on("response", lambda response: is_autosave(response.request) and answers.append(response.status))
    admin.route("**/admin/pages/add/**", lambda route: route.continue_())
    type_title(admin, title)
    with admin.expect_navigation():
        admin.evaluate(PRESS, "action-publish")
    admin.wait_for_timeout(1_000)
    assert 400 not in answers
    assert made(queue_site, title) == [[title, True, False]]


def test_a_network_is_saved_while_rows_are_added_and_left_alone(admin, queue_site):
    title = "Xérès à demi rempli"
    open_form(admin, queue_site, "networks_directory/geographicnetworkpage", "geographiques")
    autosaves = []
    admin.on("response", lambda response: is_autosave(response.request) and autosaves.append(response.status))
    with admin.expect_response(lambda response: is_autosave(response.request)):
        type_title(admin, title)
    for tab, lists in (
        (1, ("cities", "languages", "fields_of_activity")),
        (2, ("phones", "channels", "contacts")),
    ):
        admin.locator(".w-tabs__tab").nth(tab).click()
        for name in lists:
            admin.click(f"#id_{name}-ADD")
    with admin.expect_response(lambda response: is_autosave(response.request)):
        admin.select_option("#id_channels-0-kind", "linkedin")  # and no address yet
    admin.wait_for_timeout(2_000)
    assert set(autosaves) == {200}
    assert made(queue_site, title) == [[title, False, True]]
