"""The contact block as templates show it, from the frame's rows or from an unsaved block."""

from dataclasses import dataclass
from datetime import time

from core.frame import FramePart
from core.languages import SOURCE_LANGUAGE

from .hours import WEEKDAYS, Hours
from .models import ContactBlock, ContactHours, ContactPage, ContactPhone
from .phones import PhoneLine

BLOCK_COLUMNS = {name: name for name in ("organisation", "address", "latitude", "longitude")}
PHONE_COLUMNS = {name: name for name in ("kind", "number", "label")}
HOURS_COLUMNS = {name: name for name in ("answers", "opens", "closes", *WEEKDAYS)}


@dataclass
class ContactDetails:
    """Who answers, where, on which numbers, when."""

    organisation: str
    address_lines: list
    phones: list
    reception_hours: list
    latitude: object = None
    longitude: object = None
    page_url: str = ""
    words_in: str = ""

    @classmethod
    def from_block(cls, block):
        """From a ContactBlock and its children, saved or not."""
        return cls.from_rows(
            _columns(block, BLOCK_COLUMNS),
            [_columns(phone, PHONE_COLUMNS) for phone in block.phones.all()],
            [_columns(hours, HOURS_COLUMNS) for hours in block.hours.all()],
        )

    @classmethod
    def from_rows(cls, block, phones, hours):
        """From rows as fetch_in_one_query gives them."""
        spans = [
            (
                row["answers"],
                Hours(
                    _time(row["opens"]),
                    _time(row["closes"]),
                    tuple(day for day in WEEKDAYS if row[day]),
                ),
            )
            for row in hours
        ]
        # Hours of the switchboard or the duty line stand beside the first number of that kind.
        lines, shown = [], set()
        for row in phones:
            kind = row["kind"]
            beside = [span for answers, span in spans if answers == kind and kind not in shown]
            shown.add(kind)
            lines.append(PhoneLine.build(kind, row["number"], row["label"], beside))
        return cls(
            organisation=block["organisation"],
            address_lines=block["address"].splitlines(),
            phones=lines,
            reception_hours=[span for answers, span in spans if answers == ContactHours.Answers.RECEPTION],
            latitude=block["latitude"],
            longitude=block["longitude"],
        )


def _columns(instance, names):
    return {name: getattr(instance, name) for name in names}


def _time(value):
    return value if isinstance(value, time) else time.fromisoformat(value)


class ContactFramePart(FramePart):
    """The contact block of the reader's language, and where to write, read with every page's frame."""

    name = "contact"

    def queries(self, language_code):
        of_block = {"language": "block__locale__language_code"}

        def in_language(model, path):
            codes = {language_code, SOURCE_LANGUAGE}
            return model.objects.filter(**{f"{path}locale__language_code__in": codes, f"{path}live": True})

        return {
            "contact_block": (
                in_language(ContactBlock, ""),
                BLOCK_COLUMNS | {"language": "locale__language_code"},
            ),
            "contact_phones": (
                in_language(ContactPhone, "block__").order_by("sort_order"),
                PHONE_COLUMNS | of_block,
            ),
            "contact_hours": (
                in_language(ContactHours, "block__").order_by("sort_order"),
                HOURS_COLUMNS | of_block,
            ),
            "contact_page": (
                ContactPage.objects.live().filter(locale__language_code=language_code),
                {"url_path": "url_path"},
            ),
        }

    def build(self, rows, frame):
        blocks = {row["language"]: row for row in rows["contact_block"]}
        block = blocks.get(frame.language_code) or blocks.get(SOURCE_LANGUAGE)
        if block is None:
            return None
        phones, hours = (
            [row for row in rows[part] if row["language"] == block["language"]]
            for part in ("contact_phones", "contact_hours")
        )
        details = ContactDetails.from_rows(block, phones, hours)
        if block["language"] != frame.language_code:
            details.words_in = block["language"]  # not translated yet
        for page in rows["contact_page"]:
            details.page_url = frame.url_of(page["url_path"])
        return details
