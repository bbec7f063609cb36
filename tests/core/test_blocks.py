"""The blocks of a page's body, as readers get them."""

import pytest
from bs4 import BeautifulSoup
from wagtail_factories import ImageFactory

from core.blocks import BodyStreamBlock
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def rendered(client, *blocks):
    page = StandardPageFactory(body=BodyStreamBlock().to_python(list(blocks)))
    return BeautifulSoup(client.get(page.url).content, "html.parser").main


def test_a_picture_has_its_text_its_caption_its_credit_and_light_formats(client):
    image = ImageFactory(credit="Le ministère")
    picture = {"image": image.pk, "alt_text": "Un zellige vert", "decorative": False}
    main = rendered(client, {"type": "picture", "value": {"picture": picture, "caption": "À Fès"}})
    assert main.img["alt"] == "Un zellige vert"
    assert (main.img["width"], main.img["height"]) == (str(image.width), str(image.height))
    assert main.figcaption.get_text(" ", strip=True) == "À Fès © Le ministère"
    assert {source["type"] for source in main.select("picture source")} == {"image/avif", "image/webp"}


def test_pictures_wait_until_they_are_scrolled_to_but_for_those_that_a_page_begins_with(client):
    picture = {"image": ImageFactory().pk, "alt_text": "", "decorative": True}
    blocks = [{"type": "picture", "value": {"picture": picture, "caption": ""}}] * 4
    assert [img["loading"] for img in rendered(client, *blocks).select("img")] == [
        "eager",
        "eager",
        "lazy",
        "lazy",
    ]


def test_the_contact_block_can_stand_on_any_page(client):
    main = rendered(client, {"type": "contact_details", "value": None})
    assert main.select_one('a[href="tel:+212-5-37-77-65-64"]')


def test_a_long_page_has_a_table_of_contents_that_leads_to_its_headings(client):
    headings = [{"type": "heading", "value": f"Titre {n}"} for n in range(3)]
    main = rendered(client, *headings)
    links = [a["href"] for a in main.select(".contents a")]
    assert links == [f"#{heading['id']}" for heading in main.select(".body h2")]


def test_a_short_page_has_none(client):
    assert not rendered(client, {"type": "heading", "value": "Titre"}).select(".contents")


def test_a_paragraph_holds_emphasis_lists_and_links_to_pages_in_their_present_address(client, page):
    legal = page("about/legal")
    text = f'<p>Un <b>mot</b>, <a linktype="page" id="{legal.pk}">une page</a>.</p><ul><li>a</li></ul>'
    main = rendered(client, {"type": "paragraph", "value": text})
    assert main.b.get_text() == "mot"
    assert main.select_one(".prose a")["href"] == legal.url
    assert main.select(".prose li")
