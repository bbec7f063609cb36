"""The countries that the ministry wants the coverage grid to show, whether or not a network is there yet."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable

from core.countries import CountriesAbroad
from core.drafts import RowsPanel
from core.rows import let_rows_change_places

from .listing_facts import NetworkCountry


@register_setting(icon="globe", order=300)
class HostCountries(ClusterableModel, BaseGenericSetting):
    """An editor's list, in the settings of the admin."""

    panels = [
        RowsPanel(
            "countries",
            heading=_("Host countries"),
            label=_("Country"),
            help_text=_(
                "“Fields and countries at a glance” shows these countries beside those that have a network;"
                " where there is none yet, it asks visitors to propose one."
            ),
        )
    ]

    class Meta:
        verbose_name = _("host countries")
        verbose_name_plural = _("host countries")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        let_rows_change_places(self)
        super().save(*args, **kwargs)


class HostCountry(Orderable):
    """One of these countries."""

    setting = ParentalKey(HostCountries, on_delete=models.CASCADE, related_name="countries")
    country = CountryField(_("country"), countries=CountriesAbroad, help_text=_("A country outside Morocco."))

    panels = [FieldPanel("country")]

    class Meta(Orderable.Meta):
        verbose_name = _("host country")
        constraints = [
            models.UniqueConstraint(fields=["setting", "country"], name="networks_one_row_per_host_country")
        ]


def host_countries() -> list[str]:
    """The codes of these countries."""
    return list(HostCountry.objects.values_list("country", flat=True))


def list_host_countries(codes: Iterable[str]) -> None:
    """Begin the list with some countries."""
    setting = HostCountries.load()
    setting.countries = [HostCountry(country=code) for code in codes]
    setting.save()


def countries_with_networks() -> list[str]:
    """The codes of the countries that some network is based in or serves, in the order of their codes."""
    return sorted(set(NetworkCountry.objects.values_list("country", flat=True)))
