"""A network's listing as its page shows it: every fact, read in one query, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import models
from django.db.models import QuerySet
from wagtail import hooks

from contact.phones import PhoneLine
from core.alphabet import alphabetical
from core.countries import NamedCountry, named_country
from core.formats import label_of
from core.frame import Frame
from core.languages import direction, language_name
from core.one_query import Given, OneQuery, as_date, as_list

from ..choices import REPLACED_BY, ChannelKind
from ..freshness import Confirmation, ConfirmedParts, grouped, is_stale
from ..models.fields_of_activity import field_label, names_of_source
from ..models.listing_facts import (
    NetworkChannel,
    NetworkCity,
    NetworkConfirmation,
    NetworkContact,
    NetworkCountry,
    NetworkField,
    NetworkLanguage,
    NetworkName,
    NetworkPhone,
)
from ..models.listing_index import IndexedName
from ..models.networks import NetworkPage
from .confirmations import COLUMNS, that_hold
from .contacts import with_consent, withdrawn_consents
from .parts import ListingPart
from .relations import Relation, in_memory, of_other_networks, of_this_network, relations_of
from .similar import similar_networks

FACTS: dict[str, tuple[type[models.Model], tuple[str, ...]]] = {
    "other_names": (NetworkName, ("name", "language")),
    "countries": (NetworkCountry, ("country", "is_based", "is_served")),
    "cities": (NetworkCity, ("name", "country")),
    "languages": (NetworkLanguage, ("language",)),
    "phones": (NetworkPhone, ("kind", "number")),
    "channels": (NetworkChannel, ("kind", "url")),
    "contacts": (
        NetworkContact,
        (
            "person", "role", "responsibility", "email", "languages", "is_public", "consent_on",
            "translation_key",
        ),
    ),
    "confirmations": (NetworkConfirmation, COLUMNS),
}  # fmt: skip
NAMED_OTHERWISE = {"fields_of_activity": "fields"}

PAGE, LANGUAGE_CODE = Given("page", models.IntegerField()), Given("language_code")

Row = dict[str, Any]


def _by_name(language_codes: Iterable[str]) -> list[str]:
    return sorted(map(language_name, language_codes), key=alphabetical)


@dataclass(frozen=True)
class Listing:
    """The facts of one network. Lists are empty where nothing is known."""

    based_in: list[NamedCountry]
    serves: list[NamedCountry]
    cities: list[Row]
    fields: list[Row]
    languages: list[str]
    other_names: list[Row]
    phones: list[PhoneLine]
    channels: list[Row]
    contacts: list[Row]
    relations: list[Relation]
    confirmations: list[Confirmation]
    related: Row = field(default_factory=dict)
    similar: list[Row] = field(default_factory=list)
    is_stale: bool = False

    @property
    def confirmed(self) -> list[ConfirmedParts]:
        """What was confirmed when and by whom, as freshness.grouped() gives it."""
        return grouped(self.confirmations)

    @property
    def replaced_by(self) -> list[Relation]:
        """The networks to turn to instead of this one."""
        return [relation for relation in self.relations if relation.label == REPLACED_BY]

    @property
    def other_relations(self) -> list[Relation]:
        return [relation for relation in self.relations if relation.label != REPLACED_BY]

    @property
    def based_in_names(self) -> list[str]:
        return [country.name for country in self.based_in]

    @property
    def map_codes(self) -> list[str]:
        """The countries to show on the map: where it is based, else those it serves."""
        return [country.code for country in self.based_in or self.serves]

    @classmethod
    def of(cls, page: NetworkPage, frame: Frame) -> "Listing":
        """The listing of a saved page, in one query; of one being previewed, from its own children."""
        if getattr(frame.request, "is_preview", False):
            page.settle_confirmations()
            rows = cls._rows_in_memory(page)
        else:
            rows = cls._rows_in_one_query(page, frame)
        return cls._build(rows, frame, page)

    @staticmethod
    @cache
    def _query(part_classes: tuple[type[ListingPart], ...]) -> OneQuery:
        """The query of a saved page: its facts, its fields and relations in the reader's words.

        Other apps add theirs through the `register_listing_part` hook (the academy its modules).
        """
        queries: dict[str, tuple[QuerySet[Any], Row]] = {
            name: (
                model._default_manager.filter(network=PAGE).order_by("sort_order"),
                {column: column for column in columns},
            )
            for name, (model, columns) in FACTS.items()
        }
        keys = NetworkContact.objects.filter(network=PAGE).values("translation_key")
        queries["withdrawn"] = (withdrawn_consents(keys), {"key": "contact_key", "consent_on": "consent_on"})
        queries["fields"] = (
            NetworkField.objects.filter(network=PAGE).order_by("sort_order"),
            {"code": "field__code", "field_id": "field_id", "label": field_label("field__", LANGUAGE_CODE)},
        )
        queries["indexed"] = (IndexedName.objects.filter(page=PAGE), {"number": "network_id"})
        queries["relations"] = of_this_network(PAGE, LANGUAGE_CODE)
        queries["relations_there"] = of_other_networks(PAGE, LANGUAGE_CODE)
        queries |= {part.name: part().query(PAGE, LANGUAGE_CODE) for part in part_classes}
        return OneQuery(queries)

    @classmethod
    def _rows_in_one_query(cls, page: NetworkPage, frame: Frame) -> Row:
        part_classes = tuple(hooks.get_hooks("register_listing_part"))
        rows: Row = cls._query(part_classes).fetch(page=page.pk, language_code=frame.language_code)
        rows["related"] = {part.name: part().build(rows[part.name], frame) for part in part_classes}
        countries = [row["country"] for row in rows["countries"]]
        fields = [row["code"] for row in rows["fields"]]
        rows["similar"] = similar_networks(rows["indexed"], countries, fields, frame)
        return rows

    @staticmethod
    def _rows_in_memory(page: NetworkPage) -> Row:
        """The same rows from a page being previewed, whose children are not in the database."""
        rows: Row = {
            name: [
                {column: getattr(child, column) for column in columns} for child in getattr(page, name).all()
            ]
            for name, (_model, columns) in FACTS.items()
        }
        names = names_of_source(page.locale.language_code)
        rows["fields"] = [
            {"code": child.field.code, "field_id": child.field_id, "label": names[child.field_id]}
            for child in page.fields_of_activity.all()
        ]
        rows["relations"] = in_memory(page)
        there = OneQuery({"relations_there": of_other_networks(PAGE, LANGUAGE_CODE)})
        rows |= there.fetch(page=page.pk, language_code=page.locale.language_code)
        keys = [row["translation_key"] for row in rows["contacts"]]
        rows["withdrawn"] = [
            {"key": row.contact_key, "consent_on": row.consent_on} for row in withdrawn_consents(keys)
        ]
        rows |= {"related": {}, "similar": []}
        return rows

    @classmethod
    def _build(cls, rows: Row, frame: Frame, page: NetworkPage) -> "Listing":
        countries = [
            (named_country(row["country"]), row["is_based"], row["is_served"]) for row in rows["countries"]
        ]
        countries.sort(key=lambda country: alphabetical(country[0].name))
        return cls(
            based_in=[country for country, is_based, _served in countries if is_based],
            serves=[country for country, _based, is_served in countries if is_served],
            cities=[
                {"name": row["name"], "country": named_country(row["country"])} for row in rows["cities"]
            ],
            fields=sorted(rows["fields"], key=lambda row: alphabetical(row["label"])),
            languages=_by_name(row["language"] for row in rows["languages"]),
            other_names=[row | {"direction": direction(row["language"])} for row in rows["other_names"]],
            phones=[PhoneLine.build(row["kind"], row["number"]) for row in rows["phones"] if row["number"]],
            channels=[
                {"title": label_of(ChannelKind, row["kind"]), "url": row["url"]} for row in rows["channels"]
            ],
            contacts=[
                row | {"languages": _by_name(as_list(row["languages"]))}
                for row in with_consent(rows["contacts"], rows["withdrawn"])
            ],
            relations=relations_of(rows["relations"], rows["relations_there"], frame),
            confirmations=that_hold(
                rows["confirmations"], page, lambda name: rows[NAMED_OTHERWISE.get(name, name)]
            ),
            related=rows["related"],
            similar=rows["similar"],
            is_stale=is_stale([as_date(row["confirmed_on"]) for row in rows["confirmations"]], None),
        )
