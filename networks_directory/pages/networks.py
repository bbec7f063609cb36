"""The two types of network an editor chooses, and what visitors see of one."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from core.frame import Frame

from ..browsing.world_map import locator
from ..choices import Family
from ..listing.links import listing_links
from ..listing.listing import Listing
from ..listing.vcard import vcard
from ..models.networks import NetworkPage
from ..panels import COUNTRY_MISSING, FIELD_MISSING


class PublicListing(RoutablePageMixin):
    """What visitors see of a network, whatever its family: its page and its vCard."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["listing"] = listing = Listing.of(self, context["frame"])
        context["locator_box"], context["locator_countries"] = locator(listing.map_codes)
        context["listing_links"] = listing_links(self)
        context["url"] = request.build_absolute_uri(self.get_url(request))
        return context

    @path("vcard/", name="vcard")
    def vcard(self, request: HttpRequest) -> HttpResponse:
        """The listing for an address book."""
        frame = Frame.for_page(request, self)
        url = request.build_absolute_uri(self.get_url(request))
        card = vcard(self, Listing.of(self, frame), url)
        name = quote(f"{self.slug}.vcf")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return HttpResponse(card, content_type="text/vcard; charset=utf-8", headers=headers)


class GeographicNetworkPage(PublicListing, NetworkPage):
    """The network of Moroccan competencies in a host country."""

    FAMILY = Family.GEOGRAPHIC
    template = NetworkPage.template

    class Meta:
        verbose_name = _("geographic network")
        verbose_name_plural = _("geographic networks")

    def missing_to_publish(self) -> str:
        return "" if any(row.is_based for row in self.countries.all()) else COUNTRY_MISSING


class ThematicNetworkPage(PublicListing, NetworkPage):
    """The network of professionals of a field of activity."""

    FAMILY = Family.THEMATIC
    template = NetworkPage.template

    class Meta:
        verbose_name = _("thematic network")
        verbose_name_plural = _("thematic networks")

    def missing_to_publish(self) -> str:
        return "" if self.fields_of_activity.all() else FIELD_MISSING
