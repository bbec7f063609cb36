"""A telephone number in a model and in a form, read as people write it (contact.phone_numbers)."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from phonenumber_field.modelfields import PhoneNumberDescriptor, PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from .phone_numbers import NotAPhoneNumberError, read_phone, written_out

# As a database keeps a number, and as str() writes one with its extension, in every language.
STORED = re.compile(r"(?:tel:)?\+[\d-]+(?:;ext=\d+)?|\+[\d -]+ ext\. \d+")


class PhoneFormField(forms.CharField):
    """Where a telephone number is typed. A form that knows the countries it may be of sets `countries`."""

    widget = forms.TelInput(attrs={"dir": "ltr"})

    def __init__(self, *, countries: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.countries = countries

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PhoneNumber):
            return value
        typed = super().to_python(value)
        if not typed:
            return self.empty_value
        try:
            return read_phone(typed, self.countries)
        except NotAPhoneNumberError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays as it was typed; what was stored is written for the reader."""
        if isinstance(value, str) and STORED.fullmatch(value):
            value = as_phone(value)
        if not isinstance(value, PhoneNumber):
            return value
        return written_out(value) if value.is_valid() else str(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return bool((as_phone(initial) if initial else "") != typed)


def as_phone(value: Any, countries: Sequence[str] = ()) -> Any:
    """A value as a PhoneNumber; what cannot be read is kept as it is, and is not valid."""
    if not isinstance(value, str) or not value:
        return value
    try:
        return read_phone(value, countries)
    except NotAPhoneNumberError:
        return PhoneNumber(raw_input=value)


class _PhoneDescriptor(PhoneNumberDescriptor):
    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.name] = self.field.to_python(value)


class PhoneField(PhoneNumberField):
    """A telephone number, kept with its extension; `region` is the country of one without a country code."""

    descriptor_class = _PhoneDescriptor

    def to_python(self, value: Any) -> Any:
        return as_phone(value, [self.region] if self.region else [])

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            form_class=lambda region, **options: PhoneFormField(
                countries=[region] if region else [], **options
            ),
            **kwargs,
        )
