"""Nothing changed, nothing waits: saved as it is, however a browser writes it, a page ages no translation."""

import re
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import String, TranslationSource
from wagtail_localize.strings import StringValue

from contact.models import ContactBlock
from core.blocks import BodyStreamBlock
from core.translating.drift import originals
from core.translating.models import LanguageVersion, Standing
from core.translating.synchronising import strings_of
from core.translating.versions import waiting_strings, words_of
from tests.admin_forms import data_of, post_page
from tests.core.translating.conftest import in_language, version

same_words_migration = import_module("core.translating.migrations.0002_same_words")

pytestmark = pytest.mark.django_db


def board():
    """All that translators and readers are told of what waits."""
    sources = TranslationSource.objects.all()
    waiting = {
        locale.language_code: waiting_strings(locale, *sources).count() for locale in Locale.objects.all()
    }
    return waiting, list(LanguageVersion.objects.order_by("pk").values("pk", "state", "behind_since"))


def as_a_browser(data, end_of_line="\r\n"):
    """Form data as a browser sends it."""
    return {
        name: re.sub(r"\r?\n", end_of_line, value) if isinstance(value, str) else value
        for name, value in data.items()
    }


def save(client, instance, end_of_line="\r\n", **changes):
    """Open, save and publish, in the admin's own form."""
    name = "wagtailadmin_pages" if isinstance(instance, Page) else instance.snippet_viewset.url_namespace
    data = as_a_browser(data_of(instance, changes), end_of_line) | {"action-publish": "1"}
    response = client.post(reverse(f"{name}:edit", args=[instance.pk]), data)
    assert response.status_code == 302, response.context["form"].errors


def test_every_page_and_snippet_is_saved_as_it_is(editor_client):
    before = board()
    for original in originals():
        save(editor_client, original)
        assert board() == before, original


def test_spaces_at_the_ends_of_lines_are_no_words(editor_client):
    before = board()
    for original in originals():
        save(editor_client, original, end_of_line=" \t\r\n")
        assert board() == before, original


def test_a_fact_of_the_contact_block_makes_no_address_wait(editor_client):
    block, before = ContactBlock.objects.get(locale__language_code="fr"), board()
    phones = list(block.phones.all())
    phones[0].number = "+212537776564"
    save(editor_client, block, phones=phones)
    assert board() == before
    assert in_language(block).phones.first().number == "+212537776564"


def test_blocks_that_are_made_again_keep_their_translations(editor_client, page):
    """A script wrote the blocks without their ids, or an editor has cut them out and put them back."""
    legal = page("about/accessibility")
    before, english = board(), strings_of(page("about/accessibility", "en"))
    blocks = [{key: block[key] for key in ("type", "value")} for block in legal.body.raw_data]
    post_page(editor_client, legal, body=BodyStreamBlock().to_python(blocks))
    assert {block.id for block in page("about/accessibility").body} != {None}
    assert board() == before
    words = [string for _place, string in strings_of(page("about/accessibility", "en"))]
    assert words == [string for _place, string in english]


def test_rich_text_is_the_same_however_it_is_written(editor_client, page, publish, translate):
    """A script writes its emphasis in other elements than the editor's form."""
    legal = page("about/accessibility")
    words = "<p>Un <strong>mot</strong> et <em>un autre</em>.</p>"
    legal.body = BodyStreamBlock().to_python([{"type": "paragraph", "value": words}])
    publish(legal)
    translate(legal)
    before = board()
    save(editor_client, page("about/accessibility"))
    assert "<b>mot</b>" in str(page("about/accessibility").body)
    assert board() == before


def test_a_change_of_words_still_waits(editor_client):
    block = ContactBlock.objects.get(locale__language_code="fr")
    save(editor_client, block, address=block.address.replace("\n", " bis\n", 1))
    assert version(block).state == Standing.BEHIND


def test_what_waited_for_a_line_end_before_the_upgrade_waits_no_longer(editor_client):
    """A database in which the address was saved by a browser, while line ends still counted."""
    block, before = ContactBlock.objects.get(locale__language_code="fr"), board()
    source = TranslationSource.objects.get_for_instance(block)
    words = same_words_migration.former_version(words_of(source), {})
    segment = source.stringsegment_set.get(context__path="address")
    written = segment.string.data.replace("<br/>", "\r<br/>")
    segment.string = String.from_value(segment.string.locale, StringValue(written))
    segment.save()
    since = timezone.now()
    rows = LanguageVersion.objects.filter(source=source)
    rows.exclude(locale=block.locale).update(words=words, state=Standing.BEHIND, behind_since=since)
    assert board() != before
    same_words_migration.make_again(apps, None)
    assert board() == before
