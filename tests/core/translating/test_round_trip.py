"""A page's words leave as a .po file, are filled in by another tool, come back, and are published."""

import re

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import get_edit_url

from contact.models import ContactBlock
from core.blocks import BodyStreamBlock
from core.translating.models import Standing
from networks_directory.models.fields_of_activity import FieldOfActivity
from tests.admin_forms import post_page
from tests.conftest import LANGUAGES
from tests.core.translating.conftest import in_language, record, version
from tests.home.test_public_pages import ONE_OF_EACH

pytestmark = pytest.mark.django_db

ARABIC = "كلمات عربية"
MARKUP = re.compile(r"<[^>]+>")


def filled_in(po, words):
    """The file as another tool gives it back: written to text and read from it, every entry filled in."""
    for entry in po:
        # Markup and placeholders stay; the words around them are another language's.
        pieces = MARKUP.split(entry.msgid)
        text = entry.msgid
        for piece in sorted(filter(str.strip, pieces), key=len, reverse=True):
            text = text.replace(piece, f"{words} {piece.strip()}")
        entry.msgstr = text if entry.msgctxt != "slug" else ""
    return polib.pofile(str(po))


@pytest.fixture
def round_trip(editor_client, django_capture_on_commit_callbacks):
    def send(original, language, words):
        translation = record(original, language)
        download = editor_client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
        po = filled_in(polib.pofile(download.text), words)
        upload = SimpleUploadedFile("words.po", str(po).encode())
        url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
        assert editor_client.post(url, {"file": upload}).status_code == 302
        target = translation.get_target_instance()
        with django_capture_on_commit_callbacks(execute=True):
            assert editor_client.post(get_edit_url(target), {"action": "publish"}).status_code in (200, 302)
        return po, in_language(original, language)

    return send


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_every_type_of_page_goes_out_and_comes_back(client, page, round_trip, key, language):
    words = {"en": "Words", "ar": ARABIC}[language]
    po, translated = round_trip(page(key), language, words)
    assert translated.title == f"{words} {page(key).title}"
    assert version(page(key), language).state == Standing.TRANSLATED
    text = client.get(translated.url).text
    shown = [entry for entry in po if entry.msgctxt in ("title", "summary") and entry.msgstr]
    assert shown
    for entry in shown:
        assert entry.msgstr.split("’")[0].split("'")[0] in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_snippets_go_out_and_come_back(round_trip, language):
    for original, name in (
        (ContactBlock.objects.get(locale__language_code="fr"), "organisation"),
        (FieldOfActivity.objects.source().get(code="health"), "name"),
    ):
        _po, translated = round_trip(original, language, ARABIC)
        assert getattr(translated, name) == f"{ARABIC} {getattr(original, name)}"
        assert version(original, language).state == Standing.TRANSLATED


@pytest.fixture
def rich_page(editor_client, page):
    image = get_image_model().objects.create(title="Une image", file=get_test_image_file())
    link = page("contact").pk
    body = BodyStreamBlock().to_python([
        {"type": "heading", "value": "Un titre à 100 %"},
        {
            "type": "paragraph",
            "value": f'<p>Un <b>mot gras</b>, un <a linktype="page" id="{link}">lien interne</a> et'
            ' <a href="https://example.org/?a=1&amp;b=2">un autre</a>.</p><ul><li>A &amp; B</li></ul>',
        },
        {
            "type": "picture",
            "value": {
                "picture": {"image": image.pk, "alt_text": "Une salle", "decorative": False},
                "caption": "La légende",
            },
        },
    ])  # fmt: skip
    post_page(editor_client, page("about"), body=body)
    return page("about")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_markup_links_and_pictures_survive(client, rich_page, round_trip, language):
    _po, translated = round_trip(rich_page, language, ARABIC)
    text = client.get(translated.url).text
    assert f"<b>{ARABIC} mot gras</b>" in text
    assert f'href="https://example.org/?a=1&amp;b=2">{ARABIC} un autre</a>' in text
    assert f"{ARABIC} A &amp; B" in text
    assert f"{ARABIC} Un titre à 100 %" in text
    assert f"{ARABIC} La légende" in text
    assert f'alt="{ARABIC} Une salle"' in text
    assert [block.block_type for block in translated.body] == [block.block_type for block in rich_page.body]


def test_an_internal_link_leads_to_the_readers_language(client, page, rich_page, round_trip):
    _po, translated = round_trip(rich_page, "ar", ARABIC)
    assert (
        f'<a href="{page("contact", "ar").url}">{ARABIC} lien interne</a>' in client.get(translated.url).text
    )


def test_markup_broken_by_the_tool_is_not_published(editor_client, rich_page):
    translation = record(rich_page, "en")
    po = translation.export_po()
    for entry in po:
        entry.msgstr = entry.msgid.replace("</b>", "</i>").replace("<b>", "<b><script>") + " x"
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    editor_client.post(url, {"file": SimpleUploadedFile("words.po", str(po).encode())})
    response = editor_client.post(get_edit_url(in_language(rich_page)), {"action": "publish"}, follow=True)
    assert "Non publié" in response.text
    assert "script" not in str(in_language(rich_page).body)


@pytest.mark.parametrize("content", [b"not a po file \xff\xfe", b'msgid "x"\nmsgstr "y"\n'])
def test_a_file_that_is_no_translation_of_this_page_changes_nothing(editor_client, page, content):
    before = {language: page("about", language).title for language in LANGUAGES}
    translation = record(page("about"), "en")
    url = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    response = editor_client.post(url, {"file": SimpleUploadedFile("words.po", content)}, follow=True)
    assert "fichier" in response.text
    assert {language: page("about", language).title for language in LANGUAGES} == before


def test_a_picture_replaced_in_the_original_is_so_everywhere_at_once(
    editor_client, page, rich_page, round_trip
):
    round_trip(rich_page, "en", "Words")
    other = get_image_model().objects.create(title="Une autre", file=get_test_image_file("other.png"))
    about = page("about")
    raw = list(about.body.raw_data)
    raw[2]["value"]["picture"]["image"] = other.pk
    raw[0]["value"] = "Un autre titre"  # words wait meanwhile
    post_page(editor_client, about, body=BodyStreamBlock().to_python(raw))
    english = in_language(about)
    assert english.body[2].value["picture"].pk == other.pk
    assert english.body[2].value["picture"].contextual_alt_text == "Words Une salle"
    assert english.body[0].value == "Words Un titre à 100 %"


def test_a_link_changed_in_the_original_is_so_everywhere_when_no_words_wait(
    client, editor_client, page, rich_page, round_trip
):
    round_trip(rich_page, "en", "Words")
    raw = list(page("about").body.raw_data)
    raw[1]["value"] = raw[1]["value"].replace("https://example.org/?a=1", "https://example.net/?a=1")
    post_page(editor_client, page("about"), body=BodyStreamBlock().to_python(raw))
    assert (
        'href="https://example.net/?a=1&amp;b=2">Words un autre</a>'
        in client.get(in_language(rich_page).url).text
    )
    assert version(page("about")).state == Standing.TRANSLATED
