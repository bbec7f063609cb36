"""The pages that present and list networks."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import conditional_page
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import StreamField

from core.blocks import PointsStreamBlock
from core.facts import facts
from core.frame import Frame, SubAddress
from core.models import BasePage, ContentPage

from ..browsing.addresses import ROUTES, sub_path
from ..browsing.browsing import Browsing
from ..browsing.coverage import coverage
from ..browsing.entrances import further_views, load_entrances
from ..browsing.landing import Landing, canonical_paths, country_landing, field_landing
from ..browsing.proposals import proposal_url
from ..browsing.suggestions import suggestions
from ..browsing.which_network import WhichNetwork
from ..browsing.world_map import NAME_STRIP, drawing, map_countries, serving_everywhere
from ..choices import Family
from ..searches.counting import SearchOutcome, count_search


class NetworksDirectoryPage(RoutablePageMixin, ContentPage):
    """The directory: both families, and every network by country, field or words.

    Its further views answer below its own address: a page for each country and field that has networks,
    the coverage grid, the map, “Which network is for me?”, and what is suggested while one types.
    """

    content_panels = [*ContentPage.content_panels, FieldPanel("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["networks_directory.NetworkFamilyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("networks directory")
        verbose_name_plural = _("networks directories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        browsing = kwargs.get("browsing") or Browsing(request.GET, Frame.for_page(request, self))
        if not kwargs.get("browsing") and request.GET:
            kwargs["address"] = SubAddress(canonical=canonical_paths(browsing))
            if browsing.asks_words_alone:
                count_search(request, outcome_of(browsing))
        context = super().get_context(request, *args, **kwargs)
        context |= {"browsing": browsing, "proposal_url": proposal_url()}
        return context | further_views(browsing.values.bitmaps, browsing.language_code)

    @path(ROUTES["country"], name="country")
    def country(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The networks of a country, at an address of their own."""
        return self._landing(request, country_landing(slug, Frame.for_page(request, self)))

    @path(ROUTES["field"], name="field")
    def field(self, request: HttpRequest, slug: str) -> HttpResponse:
        """The networks of a field of activity, at an address of their own."""
        return self._landing(request, field_landing(slug, Frame.for_page(request, self)))

    def _landing(self, request: HttpRequest, landing: Landing | None) -> HttpResponse:
        if landing is None:
            raise Http404
        return self.render(
            request,
            template="networks_directory/landing.html",
            browsing=landing.browsing,
            address=landing.address,
            context_overrides={"landing": landing},
        )

    @path(ROUTES["coverage"], name="coverage")
    def coverage(self, request: HttpRequest) -> HttpResponse:
        """Fields of activity by countries."""
        return self._further_view(
            request, "coverage", lambda frame: coverage(frame.language_code, request.GET.get("page"))
        )

    @path(ROUTES["which_network"], name="which_network")
    def which_network(self, request: HttpRequest) -> HttpResponse:
        """Two questions that lead to the networks that serve whoever answers them."""
        return self._further_view(
            request, "which_network", lambda frame: {"which": WhichNetwork(request.GET, frame)}
        )

    def _further_view(
        self, request: HttpRequest, route: str, build: Callable[[Frame], dict[str, Any]]
    ) -> HttpResponse:
        address = SubAddress({code: sub_path(code, route) for code, _name in settings.LANGUAGES})
        context = super().get_context(request, address=address)
        context |= build(context["frame"])
        return TemplateResponse(request, f"networks_directory/{route}.html", context)

    @path(ROUTES["suggestions"], name="suggestions")
    def suggestions(self, request: HttpRequest) -> HttpResponse:
        """Networks, countries and fields that begin with what has been typed."""
        frame = Frame.for_page(request, self)
        found = suggestions(request.GET.get("q", ""), frame)
        return JsonResponse({"suggestions": found})

    @path(ROUTES["map"], name="map")
    # Outside what answers a 304: its headers take the place of those that were kept.
    @method_decorator(csp_replace({"frame-ancestors": [SELF]}))
    @method_decorator(xframe_options_sameorigin)
    @method_decorator(conditional_page)
    @method_decorator(cache_control(no_cache=True))  # kept, and asked for again
    def map(self, request: HttpRequest) -> HttpResponse:
        """The world map as a document of its own, which pages show in a frame where it is seen."""
        frame = Frame.for_page(request, self)
        bitmaps = load_entrances()
        context = {
            "countries": map_countries(bitmaps, frame.language_code),
            "worldwide": serving_everywhere(bitmaps, frame.language_code),
            "drawing": drawing(),
            "height": drawing()["height"] + NAME_STRIP,
            "directory_url": self.get_url(request),
        }
        return render(
            request, "networks_directory/map.svg", context, content_type="image/svg+xml; charset=utf-8"
        )


def outcome_of(browsing: Browsing) -> SearchOutcome:
    """What became of the words that a visitor has searched for."""
    search, offers = browsing.search, [text for text, _url in browsing.offers]
    refused = browsing.asked.literal and bool(offers)
    return SearchOutcome(
        browsing.words,
        browsing.language_code,
        browsing.count,
        unknown=search.unknown,
        corrected=[typed for typed, _meant in search.corrections],
        corrected_to=offers[0] if refused else search.corrected_text,
        refused=refused,
    )


class NetworkFamilyPage(BasePage):
    """One of the two families of networks: who they are, what they are for, and the list of them."""

    family = models.CharField(
        _("family"),
        max_length=20,
        choices=Family,
        help_text=_("Networks of this family are added under this page."),
    )
    definition = models.TextField(
        _("definition"),
        blank=True,
        help_text=_("In one sentence: what these networks are."),
    )
    members = models.TextField(_("who"), blank=True, help_text=_("Who the members of these networks are."))
    objectives = StreamField(
        PointsStreamBlock(),
        blank=True,
        verbose_name=_("objectives"),
        help_text=_("What these networks are for. One objective to a point."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("family"),
        FieldPanel("definition"),
        FieldPanel("members"),
        FieldPanel("objectives"),
    ]
    override_translatable_fields = [
        *BasePage.override_translatable_fields,
        *facts("family"),
    ]

    parent_page_types = ["networks_directory.NetworksDirectoryPage"]
    subpage_types = [
        "networks_directory.GeographicNetworkPage",
        "networks_directory.ThematicNetworkPage",
    ]

    class Meta:
        verbose_name = _("family of networks")
        verbose_name_plural = _("families of networks")

    def search_text(self) -> list[str]:
        stream = self.objectives.stream_block
        words = stream.get_searchable_content(self.objectives)
        return [*super().search_text(), self.definition, self.members, *words]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        if request.GET:
            kwargs["address"] = SubAddress(canonical={})
        context = super().get_context(request, *args, **kwargs)
        context["browsing"] = Browsing(request.GET, context["frame"], {"family": self.family})
        # What suggests answers below the directory, the page above this one.
        context["directory_url"] = (
            context["frame"].breadcrumbs[-1].url if context["frame"].breadcrumbs else ""
        )
        return context
