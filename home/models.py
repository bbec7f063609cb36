"""The home page, the programmes, and the pages every public site owes its visitors."""

from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db.models import TextField
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.models.pages import RouteResult

from academy_pages.models import AcademyModulePage, AcademyPage
from core.blocks import PointsStreamBlock
from core.frame import Frame
from core.links import link_columns
from core.models import ContentPage
from core.one_query import Given, OneQuery, fetch_in_one_query
from core.page_search.models import PageKind
from core.visibility import shown_on, visible
from networks_directory.browsing.entrances import entrances, family_counts, load_entrances
from networks_directory.choices import Family
from networks_directory.models.networks import NetworkPage
from networks_directory.pages.directory import NetworkFamilyPage, NetworksDirectoryPage
from networks_directory.pages.networks import GeographicNetworkPage, ThematicNetworkPage

NEWS = (
    GeographicNetworkPage,
    ThematicNetworkPage,
    AcademyModulePage,
)  # with programmes, see below
NEWEST = 4  # pages under "what is new"
FEW_NETWORKS = 6  # networks named per family on a programme page


class HomePage(ContentPage):
    """Who publishes, the programmes, ways into the directory, the academy, what is new."""

    publisher = TextField(
        _("who publishes"),
        blank=True,
        help_text=_(
            "Leave empty: the name in the contact block is shown. Fill in to say it in your own words."
        ),
    )
    programmes_introduction = TextField(
        _("introduction to the programmes"),
        blank=True,
        help_text=_("One or two sentences."),
    )
    directory_introduction = TextField(
        _("introduction to the directory"),
        blank=True,
        help_text=_("Shown above the search and the lists of countries and fields."),
    )
    academy_introduction = TextField(
        _("introduction to the academy"),
        blank=True,
        help_text=_("One or two sentences."),
    )

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("publisher"),
        MultiFieldPanel(
            [
                FieldPanel("programmes_introduction"),
                FieldPanel("directory_introduction"),
                FieldPanel("academy_introduction"),
            ],
            heading=_("Introductions"),
        ),
        FieldPanel("body"),
    ]

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ProgrammePage",
        "home.IndexPage",
        "home.StandardPage",
        "networks_directory.NetworksDirectoryPage",
        "academy_pages.AcademyPage",
        "contact.ContactPage",
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request, path_components):
        """Find a page by its whole address at once: its frame, which names it, is one query.

        Wagtail's own way is two queries a level. A page with addresses below its own answers for them.
        """
        url_path = "/".join([self.url_path.rstrip("/"), *path_components, ""])
        surroundings = Frame.load(request, get_language(), url_path)
        target = surroundings.target
        if not target or not target.live:
            raise Http404
        page = self
        if target.id != self.pk:
            page_class = ContentType.objects.get_for_id(target.content_type_id).model_class()
            page = page_class.objects.get(pk=target.id)
        page.found_in(surroundings)
        if not surroundings.below:
            return RouteResult(page)
        if not isinstance(page, RoutablePageMixin):
            raise Http404
        return page.route(request, surroundings.below)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        language_code = context["frame"].language_code
        bitmaps = load_entrances()
        context |= entrances(bitmaps, language_code)
        context |= self._sections(context["frame"], family_counts(bitmaps, language_code))
        return context

    @staticmethod
    @cache
    def _query(news):
        """What the home page leads to; `news` are the numbers of the content types that are told as new."""
        language_code = Given("language_code")

        def in_language(model):
            return visible(model.objects).filter(locale__language_code=language_code)

        link = link_columns() | {"summary": "summary"}
        newest = in_language(Page).filter(content_type__in=news, first_published_at__isnull=False)
        newest = newest.exclude(pk__in=NetworkPage.objects.silent().values("pk"))
        newest = newest.order_by("-first_published_at", "translation_key")
        return OneQuery({
            "programmes": (in_language(ProgrammePage).order_by("path"), link),
            "directories": (in_language(NetworksDirectoryPage), link),
            "families": family_rows(language_code),
            "academies": (in_language(AcademyPage), link),
            "newest": (
                Page.objects.filter(pk__in=newest.values("pk")[:NEWEST]).order_by(*newest.query.order_by),
                link_columns() | {"published": "first_published_at"},
            ),
        })  # fmt: skip

    def _sections(self, frame, counts):
        """The programmes, the directory, the academy, the newest pages, and the networks' number."""
        news = ContentType.objects.get_for_models(*NEWS, ProgrammePage).values()
        rows = self._query(tuple(kind.pk for kind in news)).fetch(language_code=frame.language_code)
        rows = {name: [frame.located(row) for row in part] for name, part in rows.items()}
        return {
            "programmes": rows["programmes"],
            "directory": next(iter(rows["directories"]), None),
            "families": [row | {"count": counts[row["family"]]} for row in rows["families"]],
            "network_count": sum(counts.values()),
            "academy": next(iter(rows["academies"]), None),
            "newest": rows["newest"],
        }


class ProgrammePage(ContentPage):
    """A programme of the ministry: why, what for, how, and the networks it supports."""

    rationale = StreamField(
        PointsStreamBlock(),
        blank=True,
        verbose_name=_("rationale"),
        help_text=_("Why the programme exists. One reason to a point."),
    )
    objectives = StreamField(
        PointsStreamBlock(),
        blank=True,
        verbose_name=_("objectives"),
        help_text=_("What the programme is for. One objective to a point."),
    )
    approach = TextField(
        _("approach"),
        blank=True,
        help_text=_("How it goes about it. The two families of networks are shown below by themselves."),
    )

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("rationale"),
        FieldPanel("objectives"),
        FieldPanel("approach"),
        FieldPanel("body"),
    ]

    parent_page_types = ["home.HomePage", "home.IndexPage"]
    subpage_types = []
    search_kind = PageKind.PROGRAMME

    class Meta:
        verbose_name = _("programme page")
        verbose_name_plural = _("programme pages")

    def search_text(self):
        words = [*super().search_text(), self.approach]
        for stream in (self.rationale, self.objectives):
            words += stream.stream_block.get_searchable_content(stream)
        return words

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["families"] = families_with_networks(context["frame"])
        return context


def family_rows(language_code):
    """(queryset, columns) of the families of networks, for a language code or a Given one."""
    families = visible(NetworkFamilyPage.objects).filter(locale__language_code=language_code)
    return families.order_by("path"), link_columns() | {"family": "family", "definition": "definition"}


def families_with_networks(frame):
    """The families with their definition, their number, and a few of their networks. Two queries."""
    networks = visible(NetworkPage.objects).in_language(frame.language_code).answering()
    first = ("indexed_name__comes_last", "path")
    queries = {"families": family_rows(frame.language_code)}
    for family in Family.values:
        few = networks.of_family(family).order_by(*first).values("pk")[:FEW_NETWORKS]
        queries[family] = (
            NetworkPage.objects.filter(pk__in=few).order_by(*first),
            link_columns() | {"acronym": "acronym"},
        )
    rows = fetch_in_one_query(queries)
    rows = {name: [frame.located(row) for row in part] for name, part in rows.items()}
    counts = family_counts(load_entrances(), frame.language_code)
    return [
        row | {"networks": rows[row["family"]], "count": counts[row["family"]]} for row in rows["families"]
    ]


class IndexPage(ContentPage):
    """A section that lists its pages."""

    content_panels = [*ContentPage.content_panels, FieldPanel("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ProgrammePage", "home.StandardPage"]

    class Meta:
        verbose_name = _("index page")
        verbose_name_plural = _("index pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        parts = {
            model.__name__: (
                shown_on(self, request, model.objects.child_of(self)).order_by("path"),
                link_columns() | {"path": "path", "summary": "summary"},
            )
            for model in (ProgrammePage, StandardPage)
        }
        rows = [row for part in fetch_in_one_query(parts).values() for row in part]
        frame = context["frame"]
        context["pages"] = [frame.located(row) for row in sorted(rows, key=lambda row: row["path"])]
        return context


class StandardPage(ContentPage):
    """Running text in blocks: accessibility, privacy, legal notice, and what else is needed."""

    LONG = 3  # headings from which a table of contents helps

    content_panels = [*ContentPage.content_panels, FieldPanel("body")]

    parent_page_types = ["home.HomePage", "home.IndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        headings = [(block.id, block.value) for block in self.body if block.block_type == "heading"]
        context["contents"] = headings if len(headings) >= self.LONG else []
        return context
