"""Which versions of a page are translations, and which one is the source."""

from .languages import SOURCE_LANGUAGE


def is_translation(version):
    """Whether a version of a page is live in words of its own language.

    Two kinds of version only stand in for a translation, with words in the source language: an alias,
    and a page that was sent to translation but that no translator has published yet. The latter was an
    alias before, and its live revision is still one of the page it copied. (A page written without any
    revision, as synthetic networks are, copies nobody.)

    `version` is a page or a row of a frame with `id`, `live`, `alias_of_id`, `language_code`, and
    `revision_of`: the `object_id` of its live revision.
    """
    stands_in = version.alias_of_id or version.revision_of not in (None, str(version.id))
    return bool(version.live and (version.language_code == SOURCE_LANGUAGE or not stands_in))


def words_in(version):
    """The language the words of a page are in, where it only stands in for a translation; else ""."""
    return "" if is_translation(version) else SOURCE_LANGUAGE


def real_translations(versions):
    """The translations among the versions of one page, by language code.

    The one answer for language menus, hreflang, the sitemap and the notice on a page that stands in.
    """
    return {version.language_code: version for version in versions if is_translation(version)}


def source_version(instance):
    """The version of a translatable object in the source language, or itself where there is none.

    Facts point at source versions, whichever version an editor has picked.
    """
    if instance.locale.language_code == SOURCE_LANGUAGE:
        return instance
    versions = type(instance).objects.filter(
        translation_key=instance.translation_key, locale__language_code=SOURCE_LANGUAGE
    )
    return versions.first() or instance
