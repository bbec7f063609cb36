"""The contact block on every page: its part of the frame."""

from core.languages import SOURCE_LANGUAGE
from core.surroundings import FramePart
from core.visibility import visible

from .contact_details import BLOCK_COLUMNS, HOURS_COLUMNS, PHONE_COLUMNS, ContactDetails
from .models import ContactBlock, ContactHours, ContactPage, ContactPhone


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
                visible(ContactPage.objects).filter(locale__language_code=language_code),
                {"url_path": "url_path"},
            ),
        }

    def build(self, rows, surroundings):
        blocks = {row["language"]: row for row in rows["contact_block"]}
        block = blocks.get(surroundings.language_code) or blocks.get(SOURCE_LANGUAGE)
        if block is None:
            return None
        phones, hours = (
            [row for row in rows[part] if row["language"] == block["language"]]
            for part in ("contact_phones", "contact_hours")
        )
        details = ContactDetails.from_rows(block, phones, hours)
        if block["language"] != surroundings.language_code:
            details.words_in = block["language"]  # not translated yet
        for page in rows["contact_page"]:
            details.page_url = surroundings.url_of(page["url_path"])
        return details
