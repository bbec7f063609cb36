"""Languages offered: what a language that settings name needs in the database, and who may translate into it.

Run after every migration. A new language gets a tree of pages that stand in for their translations, kept up
with the source language by wagtail-localize, and a group of translators with the rights they need in it.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import GroupPagePermission, Locale, Page, TranslatableMixin
from wagtail.snippets.models import get_snippet_models
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from ..languages import SOURCE_LANGUAGE, native_name
from ..links import HOME_DEPTH
from .versions import note_unknown


def offer_languages() -> None:
    """Bring the database up to the languages of settings. Does nothing before there is a site."""
    source = Locale.objects.filter(language_code=SOURCE_LANGUAGE).first()
    home = home_page(source)
    if home is None or home.specific_class is Page:  # Wagtail's own page of welcome
        return
    for language_code, _name in settings.LANGUAGES:
        if language_code != SOURCE_LANGUAGE:
            locale, _created = Locale.objects.get_or_create(language_code=language_code)
            LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": source})
            make_translators(locale)
    # Translations that are older than what is remembered of them.
    for row in TranslationSource.objects.filter(locale=source, language_versions=None):
        note_unknown(row)


def home_page(locale: Locale | None) -> Page | None:
    """The home page of a language, or None."""
    return Page.objects.filter(locale=locale, depth=HOME_DEPTH).order_by("path").first()


def make_translators(locale: Locale) -> None:
    """The group of the translators into a language: they enter the admin, and publish pages of that language.

    A group that is there already is left as it is: it may have been given other rights.
    """
    home = home_page(locale)
    group, created = Group.objects.get_or_create(name=group_name(locale))
    if not created or home is None:
        return
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", "submit_translation"]))
    for model in get_snippet_models():
        if issubclass(model, TranslatableMixin):
            names = [f"{action}_{model._meta.model_name}" for action in ("change", "publish")]
            rights = Permission.objects.filter(
                content_type__app_label=model._meta.app_label, codename__in=names
            )
            group.permissions.add(*rights)
    for codename in ("change_page", "publish_page"):
        right = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
        GroupPagePermission.objects.get_or_create(group=group, page=home, permission=right)


def languages_of(user: Any) -> list[Locale]:
    """The languages, source language included, in which somebody may publish: whose home page they may."""
    return [
        locale
        for locale in Locale.objects.all()
        if (home := home_page(locale)) and home.permissions_for_user(user).can_publish()
    ]


def may_work_in(user: Any, locale: Locale) -> bool:
    """Whether somebody may change and publish in a language."""
    home = home_page(locale)
    return home is None or home.permissions_for_user(user).can_publish()


def group_name(locale: Locale) -> str:
    """The name of the group of the translators into a language."""
    return f"Translators: {native_name(locale.language_code)}"


def translators_groups() -> QuerySet:
    """The groups of translators of all languages."""
    return Group.objects.filter(name__in=[group_name(locale) for locale in Locale.objects.all()])
