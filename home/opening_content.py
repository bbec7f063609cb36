"""Loads the content the site opens with: the French source, then its translations.

The source is in site/content/fr/*.toml, one table a page or snippet; the translations are .po files in
site/content/translations/, which go through wagtail-localize's own import, so that translators find
their work in the usual place. Every key becomes a fixed translation key (and every block a fixed id),
so that two sites loaded from these files are the same.
"""

import copy
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.crypto import get_random_string
from modelcluster.fields import ParentalKey
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    Site,
    TranslatableMixin,
)
from wagtail_localize.models import Translation, TranslationSource

from core.languages import SOURCE_LANGUAGE
from core.translating.offering import offer_languages
from networks_directory.models.host_countries import countries_with_networks, list_host_countries

FOLDER = settings.BASE_DIR / "site" / "content"
FILES = ("fields_of_activity", "contact", "home", "directory", "academy", "about")
# The namespace of every fixed key; made once with uuid4 and never to be changed.
NAMESPACE = uuid.UUID("0d1f5f52-35a1-4d0c-9f0e-6a6c9c1f7a55")
EDITOR_EMAIL = "editor@kafaat.example"
# What moderators may do with what is not a page, as app_label: models.
MODERATED = {
    "contact": ("contactblock", "contactmessage"),
    "networks_directory": ("fieldofactivity", "hostcountries"),
    "academy_pages": ("modulesession",),
}
LISTING_MODERATORS = "Listing moderators"  # made by a migration of networks_directory.listing_updates


class SiteInUseError(Exception):
    """The database has a site root that is neither Wagtail's welcome page nor ours."""


@dataclass
class Loaded:
    """What a first load has made; the password is known only here."""

    pages: int
    email: str
    password: str


def fixed_key(key: str) -> uuid.UUID:
    """The translation key or block id that belongs to a key of the content files."""
    return uuid.uuid5(NAMESPACE, key)


def read_source(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Every table of the content files, in order: [{"key", "type", "parent", field: value}]."""
    items = []
    for name in FILES:
        content = tomllib.loads((folder / "fr" / f"{name}.toml").read_text(encoding="utf-8"))
        items += content["item"]
    return items


def read_translations(language_code: str, folder: Path = FOLDER) -> dict[str, str] | None:
    """{French: translation} of a language, or None where there is no .po file."""
    path = folder / "translations" / f"{language_code}.po"
    if not path.exists():
        return None
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.msgstr}


@transaction.atomic
def load_opening_content(folder: Path = FOLDER) -> Loaded | None:
    """Load everything into an empty site. All of it is loaded, or nothing.

    `folder` has the content in files like those of site/content.

    Returns a Loaded, or None when the content is there already: nothing is touched then, because
    editors may have changed any of it.

    Raises:
        SiteInUseError: there is a site that somebody else has made.
    """
    items = read_source(folder)
    if Page.objects.filter(translation_key=fixed_key("home")).exists():
        return None
    remove_welcome_page()
    for language_code, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=language_code)
    objects = [create_source(item) for item in items]
    list_host_countries(countries_with_networks())
    home = Page.objects.get(translation_key=fixed_key("home"))
    Site.objects.create(hostname="localhost", site_name="Kafaat", root_page=home, is_default_site=True)
    for locale in Locale.objects.exclude(language_code=SOURCE_LANGUAGE):
        translations = read_translations(locale.language_code, folder)
        if translations is not None:
            for instance in objects:
                translate(instance, locale, translations)
    # From now on a new French page stands in for its translation until there is one.
    offer_languages()
    email, password = create_editor()
    return Loaded(Page.objects.filter(depth__gt=1).count(), email, password)


def remove_welcome_page():
    """Delete the page and the site that Wagtail's migrations make, if they are as they were made."""
    top = Page.objects.filter(depth=2)
    if not top.exists():
        return
    welcome = top.first()
    untouched = (
        top.count() == 1
        and welcome.specific_class is Page
        and not welcome.get_children().exists()
        and not welcome.latest_revision_id
        and Site.objects.count() <= 1
    )
    if not untouched:
        raise SiteInUseError(
            f"This database already has a site: “{welcome.title}” (page {welcome.pk}). The opening"
            " content is only loaded into an empty site; nothing was changed. Use an empty database,"
            " or delete that page in the admin first."
        )
    entries = PageLogEntry.objects.filter(page=welcome.pk)
    welcome.delete()
    entries.delete()  # in English, of a page that nobody has seen


def create_source(item):
    """Make and publish one page or snippet in the source language."""
    item = copy.deepcopy(item)
    key, model = item.pop("key"), apps.get_model(item.pop("type"))
    parent_key = item.pop("parent", None)
    instance = model(
        translation_key=fixed_key(key),
        locale=Locale.objects.get(language_code=SOURCE_LANGUAGE),
    )
    for name, value in item.items():
        set_value(instance, model._meta.get_field(name), value, key)
    if isinstance(instance, Page):
        parent = (
            Page.objects.get(translation_key=fixed_key(parent_key))
            if parent_key
            else Page.get_first_root_node()
        )
        parent.add_child(instance=instance)
    else:
        instance.save()
    if isinstance(instance, DraftStateMixin):
        instance.save_revision(log_action=True).publish(log_action="wagtail.publish")
        instance = model.objects.get(pk=instance.pk)
    return instance


def set_value(instance: Any, field: Any, value: Any, key: str) -> None:
    """Set a field from a TOML value: plain, a list of blocks, a list of children, or a key."""
    if isinstance(field, StreamField):
        blocks = []
        for number, block in enumerate(value):
            ((block_type, content),) = block.items()
            block_id = str(fixed_key(f"{key}/{field.name}/{number}"))
            blocks.append({
                "type": block_type, "value": None if content is True else content, "id": block_id,
            })  # fmt: skip
        setattr(instance, field.name, field.stream_block.to_python(blocks))
    elif isinstance(field, models.ManyToOneRel) and isinstance(field.remote_field, ParentalKey):
        children = []
        for number, row in enumerate(value):
            child = field.related_model(sort_order=number)
            if isinstance(child, TranslatableMixin):
                child.translation_key = fixed_key(f"{key}/{field.name}/{number}")
                child.locale = instance.locale
            for name, child_value in row.items():
                set_value(child, field.related_model._meta.get_field(name), child_value, key)
            children.append(child)
        setattr(instance, field.name, children)
    elif isinstance(field, models.ForeignKey):
        related = field.related_model.objects.get(
            translation_key=fixed_key(value), locale__language_code=SOURCE_LANGUAGE
        )
        setattr(instance, field.name, related)
    else:
        setattr(instance, field.name, value)


def translate(instance: Any, locale: Locale, translations: dict[str, str]) -> None:
    """Translate one page or snippet through wagtail-localize, and publish the translation."""
    source, _created = TranslationSource.get_or_create_from_instance(instance)
    translation, is_new = Translation.objects.get_or_create(source=source, target_locale=locale)
    po = translation.export_po()
    for entry in po:
        if is_new or entry.msgctxt != "slug":  # a page that has an address keeps it
            entry.msgstr = translations.get(entry.msgid, "")
    translation.import_po(po, tool_name="Kafaat")
    publishes_itself = not isinstance(instance, DraftStateMixin)
    translation.save_target(publish=publishes_itself)
    if not publishes_itself:  # save_target would publish only after this transaction
        target = translation.get_target_instance()
        target.latest_revision.publish(log_action="wagtail.publish")
        log(target, "wagtail.edit", revision=target.latest_revision, content_changed=True)


def create_editor():
    """A moderator to begin with, and the rights of moderators over what is not a page.

    Returns (e-mail address, password).
    """
    moderators = Group.objects.get(name="Moderators")
    for app_label, model_names in MODERATED.items():
        moderators.permissions.add(
            *Permission.objects.filter(content_type__app_label=app_label, content_type__model__in=model_names)
        )
    moderators.permissions.add(
        *Permission.objects.filter(content_type__app_label="wagtail_localize", codename="submit_translation")
    )
    directory = Page.objects.get(
        translation_key=fixed_key("directory"), locale__language_code=SOURCE_LANGUAGE
    )
    rights = Permission.objects.filter(codename__in=["change_page", "publish_page"])
    for group in Group.objects.filter(name=LISTING_MODERATORS):  # none where its app is left out
        for right in rights:
            GroupPagePermission.objects.get_or_create(group=group, page=directory, permission=right)
    password = get_random_string(16)
    editor = get_user_model().objects.create_user(EDITOR_EMAIL, password)
    editor.groups.add(*Group.objects.filter(name__in=["Moderators", "Editors", LISTING_MODERATORS]))
    return EDITOR_EMAIL, password
