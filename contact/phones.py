"""How a telephone number is shown: international form for the eye, E.164 in the `tel:` link."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from phonenumber_field.phonenumber import PhoneNumber

from .choices import PhoneKind
from .hours import Hours


@dataclass
class PhoneLine:
    """One line of a list of telephone numbers, ready for components/phones.html."""

    label: str
    number: str
    tel: str
    hours: list[Hours]

    @classmethod
    def build(cls, kind: str, number: str, label: str = "", hours: Iterable[Hours] = ()) -> Self:
        """From a PhoneKind value, an E.164 number, a label that overrides the kind's, and hours.

        A fax is not to be called: its line has no `tel`.
        """
        phone = PhoneNumber.from_string(str(number))
        return cls(
            label=label or str(PhoneKind(kind).label),
            number=phone.as_international,
            tel="" if kind == PhoneKind.FAX else phone.as_rfc3966,
            hours=list(hours),
        )
