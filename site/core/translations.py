"""Which versions of a page are translations, and which only stand in for one."""


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
