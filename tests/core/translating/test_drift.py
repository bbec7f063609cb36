"""Whatever editors do, the languages stay together; what came apart in another way is found and repaired."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import TestCase
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource

from contact.models import ContactBlock
from core.blocks import BodyStreamBlock
from core.translating.drift import drift_of, find_drift
from core.translating.models import LanguageVersion, Standing
from home.models import StandardPage
from networks_directory.models.fields_of_activity import FieldOfActivity
from networks_directory.models.listing_facts import NetworkPhone
from tests.admin_forms import create_page, data_of, post_page, post_snippet
from tests.core.translating.conftest import record, version
from tests.factories import opening_page

pytestmark = pytest.mark.django_db


class Editors:
    """Editors and translators at work on one section of the site, through the admin's own views."""

    def __init__(self, client, section):
        self.client, self.section, self.numbers = client, section, iter(range(10_000))

    def pages(self):
        section = Page.objects.get(pk=self.section.pk)
        return [page.specific for page in section.get_descendants(inclusive=True).order_by("path")]

    def pick(self, number):
        pages = self.pages()
        return pages[number % len(pages)]

    def below(self, number):
        pages = self.pages()[1:]
        return pages[number % len(pages)] if pages else None

    def words(self):
        return f"Texte {next(self.numbers)}"

    def edit(self, number):
        post_page(self.client, self.pick(number), title=self.words())

    def edit_body(self, number):
        page = self.pick(number)
        blocks = [*page.body.raw_data, {"type": "heading", "value": self.words()}]
        post_page(self.client, page, body=BodyStreamBlock().to_python(blocks[number % 2 :]))

    def save_draft(self, number):
        post_page(self.client, self.pick(number), action=None, summary=self.words())

    def correct(self, number):
        page = self.pick(number)
        data = data_of(page, {"title": page.title + "."}) | {"action-publish": "minor"}
        self.client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)

    def show_in_menus(self, number):
        page = self.pick(number)
        post_page(self.client, page, show_in_menus=not page.show_in_menus)

    def rename(self, number):
        post_page(self.client, self.pick(number), slug=f"page-{next(self.numbers)}")

    def create(self, number):
        words = self.words()
        create_page(self.client, StandardPage(title=words), Page.objects.get(pk=self.section.pk).specific)

    def create_draft(self, number):
        section = Page.objects.get(pk=self.section.pk).specific
        create_page(self.client, StandardPage(title=self.words()), section, action=None)

    def unpublish(self, number):
        url = reverse("wagtailadmin_pages:unpublish", args=[self.pick(number).pk])
        self.client.post(url, {"include_descendants": "on"} if number % 2 else {})

    def unpublish_translation(self, number):
        for page in in_languages(self.pick(number)):
            self.client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))

    def delete(self, number):
        if page := self.below(number):
            self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    def sort(self, number):
        if page := self.below(number):
            url = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
            self.client.post(f"{url}?position={number % 3}")

    def sort_translation(self, number):
        for page in in_languages(self.below(number)):
            url = reverse("wagtailadmin_pages:set_page_position", args=[page.pk])
            self.client.post(f"{url}?position={number % 3}")

    def move(self, number):
        if page := self.below(number):
            destination = Page.objects.get(pk=self.section.pk).get_parent()
            url = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
            self.client.post(url)

    def copy(self, number):
        page, words = self.pick(number), f"copie-{next(self.numbers)}"
        data = {"new_title": words, "new_slug": words, "new_parent_page": self.section.pk}
        data |= {"publish_copies": "on"} if number % 2 else {}
        if page.pk != self.section.pk:
            self.client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)

    def make_private(self, number):
        url = reverse("wagtailadmin_pages:set_privacy", args=[self.pick(number).pk])
        self.client.post(url, {"restriction_type": ("none", "login")[number % 2]})

    def send_to_translation(self, number):
        page = self.pick(number)
        english = Page.objects.get(depth=2, locale__language_code="en").locale
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        self.client.post(url, {"locales": [english.pk], "include_subtree": ""})

    def translate(self, number):
        """Fill in all or some of the English strings, and try to publish."""
        page = self.pick(number)
        for english in in_languages(page, "en"):
            if english.alias_of_id or not (translation := record(page, "en")).enabled:
                continue
            for position, segment in enumerate(translation.source.stringsegment_set.order_by("order")):
                if segment.context.path != "slug" and (position + number) % 4:
                    StringTranslation.objects.update_or_create(
                        translation_of=segment.string,
                        context=segment.context,
                        locale=translation.target_locale,
                        defaults={"data": f"{segment.string.data} (en)", "translation_type": "manual"},
                    )
            self.client.post(reverse("wagtailadmin_pages:edit", args=[english.pk]), {"action": "publish"})

    def publish_translation(self, number):
        """Whatever it is, as one of several pages."""
        for page in in_languages(self.pick(number)):
            below = {"include_descendants": "on"} if number % 2 else {}
            bulk_url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
            self.client.post(f"{bulk_url}?id={page.pk}", below)

    def write_translation(self, number):
        """Stop its synchronisation and write it by hand; the second time, let it be synchronised again."""
        for page in in_languages(self.pick(number), "en"):
            if not page.alias_of_id and (translation := record(page, "en")):
                url = reverse("wagtailadmin_pages:edit", args=[page.pk])
                if translation.enabled:
                    self.client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
                    post_page(self.client, page.specific, title=self.words())
                else:
                    self.client.post(url, {"localize-restart-translation": "1"})

    def give_up_translation(self, number):
        for page in in_languages(self.pick(number), "ar"):
            self.client.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))

    def change_network(self, number):
        network = opening_page("network/dmk")
        phones = [NetworkPhone(kind="office", number=f"+4930{100000 + number % 1000}")] * (number % 2)
        post_page(self.client, network, phones=phones, website=f"https://dmk.example/{number}")

    def change_contact_block(self, number):
        block = ContactBlock.objects.get(locale__language_code="fr")
        post_snippet(self.client, block, organisation=self.words(), latitude=f"3{number % 10}.5")

    def rename_field(self, number):
        post_snippet(self.client, FieldOfActivity.objects.source()[0], action=None, name=self.words())


ACTIONS = [
    name for name in vars(Editors) if name not in ("pages", "pick", "below", "words") and name[0] != "_"
]


def in_languages(page, *languages):
    """The translations of a page, in some languages or in all."""
    if page is None:
        return []
    found = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return found.filter(locale__language_code__in=languages) if languages else found


@pytest.mark.slow
@given(session=st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11)), min_size=1, max_size=4))
def test_no_editing_session_leaves_the_languages_apart(editor_client, editor, page, session):
    editor.is_superuser = True
    editor.save()
    with transaction.atomic():
        editors = Editors(editor_client, page("about"))
        for action, number in session:
            with TestCase.captureOnCommitCallbacks(execute=True):
                getattr(editors, action)(number)
        concerned = [page("home"), *editors.pages(), *moved_out(page("about")), opening_page("network/dmk")]
        concerned += [
            ContactBlock.objects.get(locale__language_code="fr"),
            FieldOfActivity.objects.source()[0],
        ]
        assert [str(drift) for original in concerned for drift in drift_of(original)] == []
        transaction.set_rollback(True)


def moved_out(section):
    """Pages that a session may have moved beside the section."""
    return [page.specific for page in section.get_siblings(inclusive=False).type(StandardPage)]


def spoil_facts(page):
    page("network/dmk", "en").__class__.objects.filter(pk=page("network/dmk", "en").pk).update(
        website="https://x.example/"
    )


def spoil_state(page):
    Page.objects.filter(pk=page("about/privacy").pk).update(live=False)


def spoil_order(page):
    first, second = page("about", "ar").get_children().order_by("path")[:2]
    for path, pk in (("x", first.pk), (first.path, second.pk), (second.path, first.pk)):
        Page.objects.filter(pk=pk).update(path=path)


def spoil_list(page):
    TranslationSource.objects.get_for_instance(page("about/privacy")).delete()


def spoil_words(page):
    source = TranslationSource.objects.get_for_instance(page("about/privacy"))
    source.stringsegment_set.first().delete()


def spoil_memory(page):
    LanguageVersion.objects.filter(locale__language_code="en").update(state="absent")


def spoil_tree(page):
    page("about/privacy", "en").delete()


@pytest.mark.parametrize(
    "spoil", [spoil_facts, spoil_state, spoil_order, spoil_list, spoil_words, spoil_memory, spoil_tree]
)
def test_what_came_apart_is_found_and_repaired(page, capsys, spoil):
    call_command("reconcile_translations")
    assert "together" in capsys.readouterr().out
    spoil(page)
    with pytest.raises(CommandError, match="--repair"):
        call_command("reconcile_translations")
    call_command("reconcile_translations", "--repair")
    assert "Repaired" in capsys.readouterr().out
    assert [str(drift) for drift in find_drift()] == []


def test_finding_changes_nothing(page):
    spoil_facts(page)
    list(find_drift())
    assert page("network/dmk", "en").website == "https://x.example/"


def test_translations_made_before_anything_was_remembered_are_up_to_date(page):
    LanguageVersion.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert [str(drift) for drift in find_drift()] == []
    assert version(page("about/privacy")).state == Standing.TRANSLATED
