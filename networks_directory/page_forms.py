"""The admin form of a network: what of it is read, or must be true, together."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext as _
from wagtail.models import Page

from core.page_forms import BasePageForm

from .choices import RelationKind, Status


def read_phones_in_countries(
    phones: "BaseFormSet[Any]", countries: "BaseFormSet[Any] | None", known: Iterable[str]
) -> None:
    """Have the numbers of a form read in the countries its network is based in, in the order of their rows.

    `countries` are the rows of the same form, where it has them; `known` the countries it is based in else.
    """
    if countries is not None and countries.is_bound:
        rows = [row for row in countries.forms if not row["DELETE"].data and row["is_based"].data]
        rows.sort(key=lambda row: int(row["ORDER"].data) if str(row["ORDER"].data).isdecimal() else 0)
        known = [row["country"].data for row in rows if row["country"].data]
    based = list(known)
    for row in phones.forms:
        row.fields["number"].countries = based


class NetworkPageForm(BasePageForm):
    """That of every page, whose telephone numbers know the countries of the listing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if phones := self.formsets.get("phones"):
            known = [str(row.country.code) for row in self.instance.countries.all() if row.is_based]
            read_phones_in_countries(phones, self.formsets.get("countries"), known)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        is_active = cleaned.get("status") == Status.ACTIVE
        if is_active and not self.is_deferred_validation and (replaced := self._replaced_by()):
            message = _(
                "“%(other)s” has taken its place, as the relations say: the network is not active. Choose"
                " “Closed” or “Merged into another”, or change the relation."
            )
            self.add_error("status", ValidationError(message, params={"other": replaced}))
        return cleaned

    def _replaced_by(self) -> str:
        """The name of a network that has taken the place of this one, as the relations at either end say."""
        rows = self.formsets["relations"].forms if "relations" in self.formsets else []
        merged = [
            row["other"].data
            for row in rows
            if row["kind"].data == RelationKind.MERGED_INTO and not row["DELETE"].data
        ]
        known = Page.objects.none()
        if self.instance.pk:
            relations = self.instance._meta.get_field("relations").related_model._default_manager
            there = relations.filter(kind=RelationKind.FOLLOWS, other=self.instance.pk)
            known = Page.objects.filter(pk__in=there.values("network"))
        merged_into = Page.objects.filter(pk__in=[pk for pk in merged if str(pk).isdecimal()])
        return str(merged_into.first() or known.first() or "")
