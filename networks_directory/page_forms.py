"""The admin form of a network: a telephone number without a country code is of a country of that form."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseFormSet

from core.page_forms import BasePageForm


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
