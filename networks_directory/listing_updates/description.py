"""A listing's values in words."""

from typing import Any

from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from contact.phones import phone_in_words
from core.addresses import readable
from core.countries import country_name
from core.formats import day, isolated, joined
from core.languages import language_name

from ..models.fields_of_activity import names_of_source
from ..models.networks import NetworkPage
from .listing_values import Values
from .pieces import POINTS, ROWS, ListingPiece


class Description:
    """Says in words, in one language, what a value is: a list of lines, [] where there is nothing."""

    def __init__(self, language_code: str, field_names: dict[int, str] | None = None) -> None:
        self.language_code = language_code
        if field_names is not None:  # as names_of_source() gives them, where they have been read
            self.field_names = field_names

    @cached_property
    def field_names(self) -> dict[int, str]:
        return names_of_source(self.language_code)

    def of_piece(self, piece: ListingPiece, values: Values) -> list[str]:
        return [line for name in piece.fields for line in self.of_field(name, values.get(name))]

    def of_field(self, name: str, value: Any) -> list[str]:
        if name in ROWS:
            return [self._row(name, row) for row in value or []]
        if name in POINTS:
            return [" – ".join(filter(None, (point["heading"], point["text"]))) for point in value or []]
        if value in (None, "", False):
            return []
        field = NetworkPage._meta.get_field(name)
        if name == "logo":
            value = _("An image")
        elif name == "website":
            value = readable(value)
        elif value is True:
            value = str(field.verbose_name).capitalize()
        elif name == "notice_date":
            value = day(parse_date(value))
        elif field.choices:
            value = dict(field.flatchoices).get(value, value)
        return [line for line in str(value).splitlines() if line.strip()]

    def _row(self, name: str, row: Values) -> str:
        model = NetworkPage._meta.get_field(name).related_model
        words = []
        for key, value in row.items():
            if key in ("translation_key", "consent_by") or value in (None, "", [], False):
                continue
            field = model._meta.get_field(key)
            if key == "country":
                words.append(country_name(value))
            elif key == "field":
                words.append(self.field_names.get(value, str(value)))
            elif key == "url":
                words.append(readable(value))
            elif key == "number":
                words.append(phone_in_words(value))
            elif key == "languages":
                words.append(joined(language_name(code) for code in value))
            elif key == "language":
                words.append(language_name(value))
            elif value is True:
                words.append(str(field.verbose_name))
            elif key == "consent_on":
                words.append(f"{field.verbose_name} {day(parse_date(value))}")
            elif field.choices:
                words.append(str(dict(field.flatchoices).get(value, value)))
            else:
                words.append(str(value))
        return " · ".join(map(isolated, words))
