"""Which versions of a page are translations, and which one is the source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from wagtail.models import TranslatableMixin

from .languages import SOURCE_LANGUAGE

# What is read of a page to make a Version of it: {name: column}.
REVISION_OF = "live_revision__object_id"
VERSION_COLUMNS = {"id": "id", "live": "live", "alias_of_id": "alias_of_id", "revision_of": REVISION_OF}


@dataclass(frozen=True)
class Version:
    """A page in one language, as far as it decides whether its words are in that language.

    Two kinds of version only stand in for a translation, with words in the source language: an alias,
    and a page that was sent to translation but that no translator has published yet. The latter was an
    alias before, and its live revision is still one of the page it copied. (A page written without any
    revision, as invented networks are, copies nobody.)

    `revision_of` is the `object_id` of its live revision.
    """

    id: int
    language_code: str
    live: bool
    alias_of_id: int | None
    revision_of: str | None

    @classmethod
    def of(cls, page: Any, language_code: str, revision_of: str | None) -> "Version":
        """Of a page in memory, whose live revision is not read for it: its `object_id` is given."""
        return cls(page.pk, language_code, page.live, page.alias_of_id, revision_of)

    @classmethod
    def from_row(cls, row: Mapping[str, Any], language_code: str, prefix: str = "") -> "Version":
        """Of a row with VERSION_COLUMNS, each name perhaps with a prefix."""
        return cls(language_code=language_code, **{name: row[prefix + name] for name in VERSION_COLUMNS})

    @property
    def is_translation(self) -> bool:
        """Whether it is live in words of its own language."""
        stands_in = self.alias_of_id or self.revision_of not in (None, str(self.id))
        return bool(self.live and (self.language_code == SOURCE_LANGUAGE or not stands_in))

    @property
    def words_in(self) -> str:
        """The language its words are in, where it only stands in for a translation; else ""."""
        return "" if self.is_translation else SOURCE_LANGUAGE


class HasVersion(Protocol):
    @property
    def version(self) -> Version: ...


Versioned = TypeVar("Versioned", bound=HasVersion)
Translatable = TypeVar("Translatable", bound=TranslatableMixin)


def real_translations(versions: Iterable[Versioned]) -> dict[str, Versioned]:
    """The translations among what is known of each version of one page, by language code.

    The one answer for language menus, hreflang, the sitemap and the notice on a page that stands in.
    """
    return {found.version.language_code: found for found in versions if found.version.is_translation}


def source_version(instance: Translatable) -> Translatable:
    """The version of a translatable object in the source language, or itself where there is none.

    Facts point at source versions, whichever version an editor has picked.
    """
    if instance.locale.language_code == SOURCE_LANGUAGE:
        return instance
    versions = type(instance).objects.filter(
        translation_key=instance.translation_key, locale__language_code=SOURCE_LANGUAGE
    )
    return versions.first() or instance
