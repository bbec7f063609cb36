"""The pages that present and list networks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from core.blocks import PointsStreamBlock
from core.facts import facts
from core.models import BasePage, ContentPage

from ..choices import Family


class NetworksDirectoryPage(ContentPage):
    """The directory: both families, and every network by country, field or words."""

    content_panels = [*ContentPage.content_panels, FieldPanel("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = ["networks_directory.NetworkFamilyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("networks directory")

    def get_context(self, request, *args, **kwargs):
        from ..browsing import Browsing  # it reads these models

        context = super().get_context(request, *args, **kwargs)
        context["browsing"] = Browsing(request.GET, context["frame"])
        return context


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

    def search_text(self):
        stream = self.objectives.stream_block
        words = stream.get_searchable_content(self.objectives)
        return [*super().search_text(), self.definition, self.members, *words]

    def get_context(self, request, *args, **kwargs):
        from ..browsing import Browsing  # it reads these models

        context = super().get_context(request, *args, **kwargs)
        context["browsing"] = Browsing(request.GET, context["frame"], family=self.family)
        return context
