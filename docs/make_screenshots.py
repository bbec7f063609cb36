"""`make screenshots`: takes the pictures of the guides to listing updates from a running site of its own."""

import io
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")

from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import Site, chromium_path  # noqa: E402
from tests.browser.test_listing_updates import attach, link_in, open_review, sign_in  # noqa: E402
from tests.prepared_database import copy_prepared  # noqa: E402

FOLDER = ROOT / "docs" / "images"
TITLE, ADDRESS = "Réseau des Compétences Marocaines en Allemagne", "amal@dmk.example"
COLOURS = 128  # of a picture's palette: the pages have few


def keep(page, name):
    """Take a picture of what is on the screen, as a small PNG."""
    page.wait_for_timeout(700)  # until the admin's menu and messages have come to rest
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)


def take(site, browser):
    """Walk through the life of an update and take a picture at every step that a guide explains."""

    def tab(width, height):
        context = browser.new_context(
            base_url=site.address, viewport={"width": width, "height": height}, locale="fr-FR"
        )
        return context.new_page()

    editor, amal = tab(1200, 800), tab(900, 720)
    editor.goto("/admin/login/")
    sign_in(editor, site)
    attach(editor, TITLE, ADDRESS, "fr")
    keep(editor, "representatives")
    amal.goto("/fr/mes-reseaux/")
    keep(amal, "sign-in")
    amal.goto(link_in(site.received(ADDRESS)[-1], "link"))
    keep(amal, "link")
    amal.click("main form button[type=submit]")
    keep(amal, "my-networks")
    amal.click(".my-network .button >> nth=0")
    amal.fill("[name=listing-website]", "https://www.dmk.example/")
    amal.fill("[name=listing-summary]", "Le DMK réunit les compétences marocaines d’Allemagne.")
    amal.fill("[name=phones-0-number]", "+49 30 123456")
    amal.locator("#part-summary").scroll_into_view_if_needed()
    keep(amal, "form")
    amal.click("button[value=submit]")
    keep(amal, "status")
    reference = amal.url.rstrip("/").split("/")[-2]
    editor.goto("/admin/listing-updates/")
    keep(editor, "queue")
    open_review(editor, reference)
    keep(editor, "review")
    editor.locator(".updates-outcome").scroll_into_view_if_needed()
    keep(editor, "decide")
    editor.goto("/admin/listing-updates/freshness/")
    keep(editor, "freshness")


def main():
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = copy_prepared("", Path(folder) / "site.sqlite3")
        site = Site(Path(folder), database, "tests.queue_settings")
        site.start()
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        try:
            take(site, browser)
        finally:
            browser.close()
            site.stop()


if __name__ == "__main__":
    main()
