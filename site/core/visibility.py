"""Who may be seen: one verb for every menu, list, link, count, choice, search, map, feed and e-mail.

A page is visible when it is live and nobody needs a password, a login or a group to see it. What is said of
an original holds for its aliases and for its versions in every language, and for all that stands below any
of them (decision 0020).
"""

from typing import Any

from django.db.models import BooleanField, Exists, Func, OuterRef, Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from .languages import SOURCE_LANGUAGE

# `top` is where a restriction begins: at the page that has it, and at what stands in for that page. Most
# sites have few restrictions, or none: MATERIALIZED says that they come first, once a query. PostgreSQL would
# begin with all pages.
PRIVATE = f"""EXISTS (
    WITH restricted AS MATERIALIZED (
        SELECT page.id, page.translation_key, language.language_code
        FROM wagtailcore_pageviewrestriction restriction
        JOIN wagtailcore_page page ON page.id = restriction.page_id
        JOIN wagtailcore_locale language ON language.id = page.locale_id
    ), top AS MATERIALIZED (
        SELECT page.path FROM restricted JOIN wagtailcore_page page ON page.id = restricted.id
        UNION SELECT page.path FROM restricted JOIN wagtailcore_page page ON page.alias_of_id = restricted.id
        UNION SELECT page.path FROM restricted
        JOIN wagtailcore_page page ON page.translation_key = restricted.translation_key
        WHERE restricted.language_code = '{SOURCE_LANGUAGE}'
    )
    SELECT 1 FROM top WHERE top.path = SUBSTR(%(path)s, 1, LENGTH(top.path)) OR EXISTS (
        SELECT 1 FROM wagtailcore_page original WHERE top.path = SUBSTR(original.path, 1, LENGTH(top.path))
        AND original.id IN (
            %(alias_of)s, (SELECT alias.alias_of_id FROM wagtailcore_page alias WHERE alias.id = %(alias_of)s)
        )
    )
)"""  # noqa: S608 - the only value in it is a language code of the settings


class IsPrivate(Func):
    """A condition on pages of any type: somebody must be let in to see them, live or not.

    The same as restrictions_of() for one page; a test holds the two together. It is written in SQL because
    it stands in nearly every query of every page: made of querysets, it took Django longer to put together
    than all the rest of a query.
    """

    output_field = BooleanField()

    def __init__(self, through: str = "") -> None:
        super().__init__(f"{through}path", f"{through}alias_of_id")

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **context: Any) -> tuple[str, tuple[()]]:
        path, alias_of = (compiler.compile(column)[0] for column in self.source_expressions)
        return PRIVATE % {"path": path, "alias_of": alias_of}, ()


def visible(rows: Any, through: str = "") -> Any:
    """Those of some pages of any type (a queryset or a manager) that everybody may see, as a queryset.

    With `through`, such as "network__": those of some rows whose page everybody may see.
    """
    return rows.filter(~IsPrivate(through), **{f"{through}live": True})


def restrictions_of(page: Page) -> Any:
    """What a reader of a page has to satisfy: Wagtail's own restrictions of it, and its original's.

    A translation carries a copy of its original's restriction, which then stands for it: nobody is asked for
    one password twice.
    """
    own, places = _at_or_above(page.path), _at_or_above(page.path)
    alias = page
    while alias := alias.alias_of:
        places |= _at_or_above(alias.path)
    tops = Page.objects.filter(path__in=places)
    copy = PageViewRestriction.objects.exclude(pk=OuterRef("pk")).filter(
        page__path__in=own,
        page__translation_key=OuterRef("page__translation_key"),
        restriction_type=OuterRef("restriction_type"),
        password=OuterRef("password"),
    )
    return PageViewRestriction.objects.exclude(Exists(copy)).filter(
        Q(page__in=tops)
        | Q(page__in=tops.values("alias_of"))
        | Q(
            page__locale__language_code=SOURCE_LANGUAGE,
            page__translation_key__in=tops.values("translation_key"),
        )
    )


def may_see(request: HttpRequest, page: Page) -> bool:
    """Whether the sender of a request may see a page: everybody may, or they have been let in."""
    return page.live and all(
        restriction.accept_request(request) for restriction in page.get_view_restrictions()
    )


def shown_on(page: Any, request: HttpRequest, pages: Any) -> Any:
    """Those of `pages` that `page` may list: what everybody may see, and on a private page its reader."""
    if page.is_known_public:
        return visible(pages)
    return pages.filter(pk__in=[listed.pk for listed in pages.all() if may_see(request, listed)])


def hidden_with(page: Page) -> Q:
    """A condition on pages: whether they are visible depends on the restrictions of `page` too."""
    tops = Page.objects.filter(Q(pk=page.pk) | Q(alias_of=page.pk) | Q(translation_key=page.translation_key))
    hidden = Q()
    for path in tops.values_list("path", flat=True):
        hidden |= Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    return hidden


def _at_or_above(path: str) -> set[str]:
    return {path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)}
