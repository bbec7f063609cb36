"""A draft may lack anything but its title: it is kept, found, opened and previewed all the same."""

import logging
import os
from contextlib import contextmanager
from html import unescape
from uuid import uuid4

import pytest
from django import forms
from django.urls import reverse
from django.utils.timezone import now
from wagtail.blocks.base import BlockField
from wagtail.models import Page, get_page_models

from contact.models import ContactBlock
from contact.phone_fields import PhoneFormField
from home.models import StandardPage
from networks_directory.pages.networks import GeographicNetworkPage
from networks_directory.panels import COUNTRY_MISSING
from tests.admin_forms import data_of, stream_data
from tests.home.test_admin_pages import NEW_PAGES, make_room_for

pytestmark = pytest.mark.django_db

TITLE = "Une page à demi remplie"
NOT_TYPED = ("id", "ORDER", "DELETE", "translation_key", "comment_notifications", "go_live_at", "expire_at")
# What a row of the database cannot be without: it is asked for in a draft too, at its place.
SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"  # every field on its own, every step saved
INDISPENSABLE = {"relations-0-other", "confirmations-0-confirmed_on"}


class Tab:
    """The form for a new page in a browser, as Wagtail's script handles it."""

    def __init__(self, client, model, parent):
        self.client, self.model = client, model
        meta = model._meta
        self.add_url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
        self.form = client.get(self.add_url).context["form"]
        assert 'name="translation_key"' in str(self.form["translation_key"])
        self.lists = {name: rows for name, rows in self.form.formsets.items() if name != "comments"}
        self.begin()

    def begin(self):
        """The form as it is opened; with another key each time, as from the server."""
        self.url, self.data = self.add_url, {"title": TITLE, "slug": "une-page-a-demi-remplie"}
        self.data["translation_key"] = str(uuid4())
        for name, field in self.form.fields.items():
            if isinstance(field, BlockField):
                self.data[f"{name}-count"] = "0"
            elif isinstance(field, forms.ChoiceField) and (preset := self.form[name].value()):
                self.data[name] = str(preset)
        for name in self.lists:
            self.data |= {f"{name}-TOTAL_FORMS": "0", f"{name}-INITIAL_FORMS": "0"}

    def add_row(self, name):
        """Add a row to a list, and leave it as it comes."""
        for key, field in self.lists[name].empty_form.fields.items():
            if key not in NOT_TYPED:
                self.fill(f"{name}-0-{key}", "on" if field.initial is True else field.initial or "")
        self.data |= {f"{name}-TOTAL_FORMS": "1", f"{name}-0-ORDER": "1", f"{name}-0-id": ""}

    def add_rows(self):
        for name in self.lists:
            self.add_row(name)

    def add_blocks(self):
        """Add a block of each kind to each StreamField, and leave it empty."""
        for name, field in self.form.fields.items():
            if isinstance(field, BlockField):
                blank = [
                    {"type": kind, "value": block.get_prep_value(block.get_default())}
                    for kind, block in field.block.child_blocks.items()
                ]
                self.data |= stream_data(name, field.block.to_python(blank))

    def fields(self):
        """Every field to type in but the title, by its name in the form."""
        found = {
            name: field
            for name, field in self.form.fields.items()
            if name not in ("title", *NOT_TYPED) and not isinstance(field, BlockField)
        }
        for name, rows in self.lists.items():
            fields = rows.empty_form.fields
            found |= {f"{name}-0-{key}": field for key, field in fields.items() if key not in NOT_TYPED}
        return found

    def fill(self, name, value):
        """Type something in a field; of an empty tick box or list, browsers send nothing."""
        self.data.pop(name, None)
        if value or not isinstance(self.fields()[name], forms.BooleanField | forms.MultipleChoiceField):
            self.data[name] = value

    def fill_all(self):
        """Something in each field, and one row in each list."""
        self.add_rows()
        for name, field in self.fields().items():
            self.fill(name, typed(field))

    def autosave(self):
        """Save as the script does, and learn from the answer what the script learns."""
        response = self.client.post(self.url, self.data, headers={"Accept": "application/json"})
        if response.status_code == 200:
            answer = response.json()
            self.data |= answer["field_updates"] | {"overwrite_revision_id": str(answer["revision_id"])}
            self.url = answer.get("url", self.url)
        return response

    def press(self, action="", url=""):
        return self.client.post(url or self.url, self.data | ({action: "1"} if action else {}))

    def pages(self):
        return self.model.objects.filter(locale__language_code="fr", title=self.data["title"])


def typed(field):
    """What an editor may type or choose in a field, as a browser sends it; "" where there is nothing."""
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return next((str(value) for value, _label in field.choices if value), "")
    kinds = {
        forms.SlugField: "un-brouillon",
        forms.DecimalField: "1.5",
        forms.URLField: "https://a.example/",
        forms.DateField: "2026-01-02",
        forms.IntegerField: "2009",
        PhoneFormField: "+49 30 123456",
    }
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "a@a.example")


@contextmanager
def nothing_logged(caplog):
    """What is done within logs no warning and no error; a task that fails would."""
    caplog.clear()
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture
def open_tab(editor_client, page):
    """Opens the form for a new page of a type, where such pages go."""

    def open_in(model):
        make_room_for(model)
        key, _fields = NEW_PAGES[model]
        return Tab(editor_client, model, Page.objects.get(depth=1) if key == "root" else page(key))

    return open_in


def is_found_and_opens(tab):
    """A draft is listed and found in the admin, and opens in its editor, as a draft and in every preview."""
    client, (page,) = tab.client, tab.pages()
    assert not page.live
    parent = page.get_parent()
    assert tab.data["title"] in unescape(client.get(reverse("wagtailadmin_explore", args=[parent.pk])).text)
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": tab.data["title"]})
    assert page.pk in [one.pk for one in found.context["pages"]]
    for name in ("edit", "view_draft", "history"):
        assert client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code == 200
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(preview, tab.data).json() == {"is_valid": True, "is_available": True}
    for mode, _label in page.preview_modes:
        response = client.get(preview, {"mode": mode, "in_preview_panel": "true"})
        assert tab.data["title"] in unescape(response.text)


def test_every_page_type_is_tried():
    assert set(NEW_PAGES) == {model for model in get_page_models() if model.is_creatable} - {Page}


@pytest.mark.parametrize("model", NEW_PAGES, ids=lambda model: model.__name__)
def test_a_draft_of_nothing_but_a_title_and_rows_and_blocks_left_empty(open_tab, model, caplog):
    tab = open_tab(model)
    tab.add_rows()
    tab.add_blocks()
    with nothing_logged(caplog):
        assert tab.autosave().status_code == 200
        is_found_and_opens(tab)
        assert tab.autosave().status_code == 200
        assert tab.press().status_code == 302
    (page,) = tab.pages()
    assert not any(getattr(page, name).all() for name in tab.lists)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.any_database
@pytest.mark.parametrize("model", NEW_PAGES, ids=lambda model: model.__name__)
def test_any_field_of_a_new_draft_may_be_empty(open_tab, model, caplog):
    tab = open_tab(model)
    may_be_empty = [name for name in tab.fields() if name not in INDISPENSABLE]
    for names in ([name] for name in may_be_empty) if SOAK else (may_be_empty[::2], may_be_empty[1::2]):
        tab.begin()
        tab.add_blocks()
        tab.fill_all()
        for name in names:
            tab.fill(name, "")
        with nothing_logged(caplog):
            assert tab.autosave().status_code == 200, names
            (page,) = tab.pages()
            preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
            assert tab.client.post(preview, tab.data).json() == {"is_valid": True, "is_available": True}
            assert TITLE in unescape(tab.client.get(preview).text)
            draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])  # without what it lacks
            assert TITLE in unescape(tab.client.get(draft).text)
        page.delete()


def test_a_row_is_asked_for_what_the_database_cannot_keep_it_without(open_tab):
    for name in INDISPENSABLE:
        tab = open_tab(GeographicNetworkPage)
        tab.fill_all()
        tab.fill(name, "")
        assert tab.autosave().status_code == 400, name


@pytest.mark.parametrize("action", ["", "action-publish"])
def test_what_is_pressed_during_the_first_autosave_makes_no_second_page(open_tab, action, caplog):
    tab = open_tab(GeographicNetworkPage)
    tab.fill_all()
    as_opened = dict(tab.data)
    with nothing_logged(caplog):
        assert tab.autosave().status_code == 200
        for title in ("Une page que l’on tape encore", "Une page que l’on tape encore, et un second clic"):
            tab.data = as_opened | {"title": title}
            assert tab.press(action, tab.add_url).status_code == 302
    page = GeographicNetworkPage.objects.get(translation_key=as_opened["translation_key"], alias_of=None)
    assert page.live == bool(action)
    assert page.get_latest_revision_as_object().title == title
    assert {name: len(getattr(page, name).all()) for name in tab.lists} == dict.fromkeys(tab.lists, 1)


def test_a_new_page_refused_on_publishing_stays_the_same_page_once_corrected(open_tab):
    tab = open_tab(GeographicNetworkPage)
    tab.fill_all()
    tab.fill("countries-0-country", "")
    as_opened = dict(tab.data)
    tab.autosave()
    tab.data, tab.url = as_opened, tab.add_url
    refused = tab.press("action-publish")
    assert refused.context["form"].formsets["countries"].non_form_errors() == [str(COUNTRY_MISSING)]
    assert f'action="{tab.add_url}"' in refused.text
    assert as_opened["translation_key"] in refused.text
    tab.autosave()  # goes on from here, too, as the script does
    tab.fill("countries-0-country", "DE")
    assert tab.press("action-publish").status_code == 302
    page = tab.pages().get()
    assert page.live
    assert [row.country.code for row in page.countries.all()] == ["DE"]


def test_an_autosave_that_comes_after_publish_changes_nothing(open_tab):
    tab = open_tab(GeographicNetworkPage)
    tab.fill_all()
    assert tab.press("action-publish", tab.add_url).status_code == 302
    assert tab.autosave().json()["error_code"] == "invalid_revision"
    assert not tab.pages().get().has_unpublished_changes


@pytest.mark.parametrize("first", ["", "action-submit"])
def test_an_autosave_held_back_changes_nothing_of_what_was_saved_by_a_button(open_tab, first):
    tab = open_tab(StandardPage)
    tab.begin()
    older = tab.data | {"title": "Older autosave"}
    assert tab.press(first).status_code == 302
    tab.data = older
    response = tab.autosave()
    assert (response.status_code, response.json()["error_code"]) == (400, "invalid_revision")
    page = StandardPage.objects.get(translation_key=older["translation_key"], alias_of=None)
    assert (page.title, page.get_latest_revision_as_object().title) == (TITLE, TITLE)


@pytest.mark.parametrize("autosaved", [False, True])
@pytest.mark.parametrize("again", ["", "action-publish", "autosave"])
def test_a_new_page_that_was_edited_since_is_left_as_it_is(open_tab, autosaved, again):
    tab = open_tab(StandardPage)
    as_opened = dict(tab.data)
    assert tab.autosave().status_code == 200
    tab.data["title"] = "What was written since"
    assert (tab.autosave() if autosaved else tab.press()).status_code in (200, 302)
    page = tab.pages().get()
    tab.data, tab.url = as_opened | {"seo_title": "Typed before"}, tab.add_url
    if again == "autosave":
        assert tab.autosave().json()["error_code"] == "invalid_revision"
    else:
        refused = tab.press(again)
        assert refused.status_code == 200
        assert "Cette page existe déjà" in refused.text
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in refused.text
        assert refused.context["form"]["seo_title"].value() == "Typed before"
    page.refresh_from_db()
    assert not page.live
    assert page.get_latest_revision_as_object().title == "What was written since"


def test_a_new_page_that_somebody_has_locked_says_so(open_tab, django_user_model):
    tab = open_tab(StandardPage)
    as_opened = dict(tab.data)
    tab.autosave()
    somebody = django_user_model.objects.create_superuser("somebody@a.example", "x")
    tab.pages().update(locked=True, locked_by=somebody, locked_at=now())
    tab.data, tab.url = as_opened, tab.add_url
    assert tab.autosave().json()["error_code"] == "locked"
    refused = tab.press()
    (message,) = [str(one) for one in refused.context["messages"]]
    assert "verrouillée" in message
    assert TITLE in unescape(refused.text)


def test_a_row_left_alone_is_no_row_of_a_published_page_and_a_half_filled_one_is_an_error(open_tab):
    tab = open_tab(GeographicNetworkPage)
    tab.add_rows()
    tab.fill("countries-0-country", "DE")
    tab.fill("channels-0-url", "https://a.example/")
    tab.autosave()
    assert tab.pages().get().channels.get().url == "https://a.example/"
    errors = {
        name: rows.errors for name, rows in tab.press("action-publish").context["form"].formsets.items()
    }
    assert {name: found for name, found in errors.items() if any(found)} == {
        "channels": [{"kind": ["Champ requis."]}]
    }
    tab.fill("channels-0-url", "")
    assert tab.press("action-publish").status_code == 302
    page = tab.pages().get()
    assert page.live
    assert [name for name in tab.lists if getattr(page, name).all()] == ["countries"]


def test_a_list_of_the_contact_block_leaves_out_a_row_left_alone(editor_client):
    block = ContactBlock.objects.get(locale__language_code="fr")
    rows = [len(block.phones.all()), len(block.hours.all())]
    data = data_of(block, {}) | {"action-publish": "1"}
    for name, count in zip(("phones", "hours"), rows, strict=True):
        data |= {f"{name}-TOTAL_FORMS": str(count + 1), f"{name}-{count}-ORDER": str(count + 1)}
    url = reverse(block.snippet_viewset.get_url_name("edit"), args=[block.pk])
    assert editor_client.post(url, data).status_code == 302
    block = ContactBlock.objects.get(pk=block.pk)
    assert [len(block.phones.all()), len(block.hours.all())] == rows


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.any_database
@pytest.mark.parametrize("backwards", [False, True])
def test_a_network_is_saved_while_it_is_typed_in_any_order(open_tab, backwards, caplog):
    tab = open_tab(GeographicNetworkPage)
    tab.add_rows()
    fields = list(tab.fields().items())
    first = [item for item in fields if item[0] in INDISPENSABLE]  # no row without it
    others = [item for item in fields if item[0] not in INDISPENSABLE]
    for number, (name, field) in enumerate(first + (others[::-1] if backwards else others)):
        if "-0-" in name:
            tab.fill(name, typed(field))
            if number >= len(first) and (SOAK or number % 5 == 0):
                with nothing_logged(caplog):
                    assert tab.autosave().status_code == 200, name
    assert tab.press("action-publish").status_code == 302
    page = tab.pages().get()
    assert {name: len(getattr(page, name).all()) for name in tab.lists} == dict.fromkeys(tab.lists, 1)


def test_publish_pressed_before_the_slug_is_filled_in_proposes_it_and_says_a_clash(open_tab):
    for number in (1, 2):
        tab = open_tab(StandardPage)
        tab.begin()
        tab.fill("title", "Zellige et zouaq")
        tab.fill("slug", "")
        answer = tab.press("action-publish")
        if number == 1:
            assert answer.status_code == 302
            assert tab.pages().get().slug == "zellige-et-zouaq"
        else:
            assert "déjà" in answer.context["form"].errors["slug"][0]
            assert tab.pages().count() == 1
