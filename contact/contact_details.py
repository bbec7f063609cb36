"""The contact block as templates show it, from the frame's rows or from an unsaved block."""

from dataclasses import dataclass
from datetime import time
from operator import itemgetter

from .choices import Answers
from .hours import WEEKDAYS, Hours
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
        for row in filter(itemgetter("number"), phones):  # a draft may have one without
            kind = row["kind"]
            beside = [span for answers, span in spans if answers == kind and kind not in shown]
            shown.add(kind)
            lines.append(PhoneLine.build(kind, row["number"], row["label"], beside))
        return cls(
            organisation=block["organisation"],
            address_lines=block["address"].splitlines(),
            phones=lines,
            reception_hours=[span for answers, span in spans if answers == Answers.RECEPTION],
            latitude=block["latitude"],
            longitude=block["longitude"],
        )


def _columns(instance, names):
    return {name: getattr(instance, name) for name in names}


def _time(value):
    return value if isinstance(value, time) else time.fromisoformat(value)
