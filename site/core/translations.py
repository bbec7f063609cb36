"""Which versions of a page are translations, and which one is the source."""

from .languages import SOURCE_LANGUAGE


def real_translations(versions):
    """The live translations among the versions of one page, by language code.

    An alias (a page not translated yet, shown in its source language under another language's
    address) is not a translation: it is left out of language menus, hreflang and the sitemap.

    Args:
        versions: pages, or rows of a frame, that share a translation key; each has `live`,
            `alias_of_id` and `language_code`.
    """
    return {
        version.language_code: version for version in versions if version.live and not version.alias_of_id
    }


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
