"""The panes beside the editor, as an editor has them: the preview in its frame, the checks that run in it."""

import json

import pytest

pytestmark = pytest.mark.browser

# A page of every type and the snippets that have a preview: the address of its editor, its preview modes.
PREVIEWED = """
import json
from django.apps import apps
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, PreviewableMixin
found = {}
for model in apps.get_models():
    if not issubclass(model, PreviewableMixin) or model is Page:
        continue
    instance = model.objects.filter(locale__language_code='fr').first()
    if instance and getattr(instance, 'specific', instance)._meta.model is model:
        modes = [name for name, _label in instance.preview_modes]
        found[model.__name__] = [AdminURLFinder().get_edit_url(instance), str(instance), modes]
print(json.dumps(found))
"""

# The pane says "0" issues before it has looked for any.
NOT_CHECKED_YET = """addEventListener("DOMContentLoaded", () => {
  const count = document.querySelector("[data-content-checker-count]");
  if (count) count.textContent = "?";
});"""
CHECKED = """() => parseInt(document.querySelector("[data-content-word-count]").textContent) > 0
  && document.querySelector("[data-content-checker-count]").textContent !== "?" """


@pytest.fixture
def admin(open_page, site):
    """The admin, with an editor signed in."""
    page = open_page("/admin/login/", locale="fr-FR")
    page.fill("[name=username]", site.email)
    page.fill("[name=password]", site.password)
    page.click("button[type=submit]")
    return page


def test_preview_and_checks_of_every_page_type_and_mode(admin, site):
    previewed = json.loads(site.python(PREVIEWED))
    admin.add_init_script(NOT_CHECKED_YET)
    assert {"HomePage", "AcademyModulePage", "GeographicNetworkPage", "ContactBlock"} <= set(previewed)
    for address, title, modes in previewed.values():
        admin.goto(address)
        admin.click("[data-side-panel-toggle=checks]")
        admin.click("[data-side-panel-toggle=preview]")
        for mode in modes:
            if len(modes) > 1:
                admin.select_option("#id_preview_mode", mode)
            frame = admin.frame_locator("#w-preview-iframe")
            frame.locator("main h1, main .contact-block").first.wait_for()
            assert title in frame.locator("main").text_content()
        admin.click("[data-side-panel-toggle=checks]")
        admin.wait_for_function(CHECKED)
