"""Writes several language versions of one page or snippet at once, in about as many queries as one of them.

Saving and publishing each of them with Wagtail's own methods takes some 130 queries a language, most of
them to read back what has not changed (decision 0018). What Wagtail tells others is told here too: a
revision, a log entry, the signals, the search index and the index of references.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends
from wagtail.search.index import Indexed
from wagtail.signals import page_published, published

from .field_kinds import ChildRows, FieldKind, kinds_of

PUBLISHED = ("live_revision", "latest_revision", "last_published_at", "has_unpublished_changes", "expired")
PUBLISHED_PAGE = (*PUBLISHED, "latest_revision_created_at", "draft_title")
# What a page that stands in has of its original beside words and facts: one that was sent to translation,
# which has a draft of its own; and an alias, as Wagtail has it.
STANDS_IN = ("live", "live_revision", "last_published_at")
ALIAS = (
    "live", "has_unpublished_changes", "go_live_at", "expire_at", "expired",
    "latest_revision_created_at", "last_published_at", "draft_title",
)  # fmt: skip
FIRST_PUBLISHED = "first_published_at"


def date_together(original: Any, versions: Iterable[Any]) -> None:
    """Let every language version of a page say that it was first published when the original was.

    Whichever way it came to be: a stand-in of a draft has no date of its own, and a network that is new in
    one language is new in all.
    """
    first = getattr(original, FIRST_PUBLISHED, None)
    late = [version for version in versions if first and getattr(version, FIRST_PUBLISHED) != first]
    for version in late:
        setattr(version, FIRST_PUBLISHED, first)
    if late:
        write_columns(late, [FIRST_PUBLISHED], [])


def publish_together(translations: Sequence[Any], changed: Iterable[FieldKind]) -> None:
    """Publish live translations of one model as they are in memory, where only these fields have changed."""
    if not translations:
        return
    changed, now = list(changed), timezone.now()
    write_rows(translations, changed)
    revisions = Revision.objects.bulk_create(_revision_of(translation, now) for translation in translations)
    for translation, revision in zip(translations, revisions, strict=True):
        translation.live_revision = translation.latest_revision = revision
        translation.last_published_at, translation.expired = now, False
        translation.has_unpublished_changes = False
        if isinstance(translation, Page):
            translation.latest_revision_created_at, translation.draft_title = now, translation.title
    state = PUBLISHED_PAGE if isinstance(translations[0], Page) else PUBLISHED
    write_columns(translations, [kind.column for kind in changed], state)
    index_together(translations, changed)
    for translation, revision in zip(translations, revisions, strict=True):
        log(instance=translation, action="wagtail.publish", revision=revision, content_changed=True)
        tell_published(translation, revision)
    let_aliases_follow(translations)


def follow_together(stand_ins: Sequence[Any], original: Any) -> None:
    """Save pages that stand in for translations, as they are in memory, and live where `original` is."""
    if not stand_ins:
        return
    kinds = kinds_of(type(original))
    for stand_in in stand_ins:
        for name in ALIAS if stand_in.alias_of_id else STANDS_IN:
            setattr(stand_in, name, getattr(original, name))
    write_rows(stand_ins, kinds)
    write_columns(stand_ins, [kind.column for kind in kinds if kind.name != "slug"], (*STANDS_IN, *ALIAS))
    index_together(stand_ins, kinds)
    for stand_in in stand_ins:
        if stand_in.live:  # as Wagtail tells of an alias
            page_published.send(type(stand_in), instance=stand_in, revision=None, alias=True)


def write_columns(instances: Sequence[Any], facts: Iterable[str], state: Iterable[str]) -> None:
    """Write some columns of objects of one model; a relation has no column of its own ("")."""
    names = list(dict.fromkeys([*filter(None, facts), *state]))
    type(instances[0])._default_manager.bulk_update(instances, names)


def write_rows(owners: Sequence[Any], kinds: Iterable[FieldKind]) -> None:
    """Bring the child rows of objects of one model in the database to what they are in memory."""
    for kind in kinds:
        if isinstance(kind, ChildRows):
            rows = [row for owner in owners for row in kind.rows(owner)]
            known = [row for row in rows if row.pk]
            theirs = kind.model._default_manager.filter(**{f"{kind.field.remote_field.name}__in": owners})
            theirs.exclude(pk__in=[row.pk for row in known]).delete()
            if known:
                columns = [f.name for f in kind.model._meta.concrete_fields if not f.primary_key]
                kind.model._default_manager.bulk_update(known, columns)
            kind.model._default_manager.bulk_create(row for row in rows if not row.pk)


def index_together(instances: Sequence[Any], changed: Iterable[FieldKind]) -> None:
    """Let the search find them by their present words, and Wagtail know what they refer to."""
    if any(kind.refers for kind in changed):
        for instance in instances:
            ReferenceIndex.create_or_update_for_object(instance)
    if isinstance(instances[0], Indexed):
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(type(instances[0]), instances)
    if isinstance(instances[0], Page):
        for instance in instances:
            instance.index_texts()


def tell_published(translation: Any, revision: Revision) -> None:
    """Send the signals that Wagtail sends."""
    if isinstance(translation, Page):
        page_published.send(type(translation), instance=translation, revision=revision)
    published.send(type(translation), instance=translation, revision=revision)


def let_aliases_follow(translations: Sequence[Any]) -> None:
    """Let what editors have made an alias of a translation follow it, as Wagtail does."""
    if isinstance(translations[0], Page):
        aliases = Page.objects.filter(alias_of__in=translations).values_list("alias_of_id", flat=True)
        followed = set(aliases)
        for translation in translations:
            if translation.pk in followed:
                translation.update_aliases(revision=translation.live_revision)


def _revision_of(translation: Any, now: Any) -> Revision:
    """A Revision of a translation as it is in memory; not saved."""
    return Revision(
        content_object=translation,
        base_content_type=translation.get_base_content_type(),
        created_at=now,
        content=translation.serializable_data(),
        object_str=str(translation),
    )
