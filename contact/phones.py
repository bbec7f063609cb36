"""How a telephone number is shown: international form for the eye, RFC 3966 in the `tel:` link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from phonenumber_field.phonenumber import PhoneNumber

from core.formats import isolated, label_of

from .choices import PhoneKind
from .hours import Hours
from .phone_numbers import extension_in_words, without_extension


@dataclass
class PhoneLine:
    """One line of a list of telephone numbers, ready for components/phones.html."""

    label: str
    number: str
    extension: str
    tel: str
    hours: list[Hours]

    @classmethod
    def build(cls, kind: str, number: str, label: str = "", hours: Iterable[Hours] = ()) -> Self:
        """From a PhoneKind value, a number as it is stored, a label that overrides the kind's, and hours.

        A fax is not to be called: its line has no `tel`.
        """
        phone = PhoneNumber.from_string(str(number))
        return cls(
            label=label or label_of(PhoneKind, kind),
            number=without_extension(phone),
            extension=phone.extension or "",
            tel="" if kind == PhoneKind.FAX else phone.as_rfc3966,
            hours=list(hours),
        )


def phone_in_words(number: str) -> str:
    """A number as a page shows it, in a line of text of the reader's language."""
    phone = PhoneNumber.from_string(number)
    shown = isolated(without_extension(phone))
    if not phone.extension:
        return shown
    return f"{shown} {extension_in_words(phone.extension)}"
