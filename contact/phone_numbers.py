"""Reading a telephone number as people write it: digits of any script, an extension in their own words."""

import re
import unicodedata
from collections.abc import Sequence

import phonenumbers
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber

# What people write before an extension, in the languages of the site and of the countries of its networks.
EXTENSION_WORDS = """
    extension extensión extensão extensió ext extn xtn x local loc int interne interno interior internal
    intern internt poste post p durchwahl durchw dw nebenstelle nst hausapparat apparat app klappe kl
    toestel tst doorkiesnummer doorkies anknytning ankn ansluten
    anslutning lokal lokalnr lok linje alanumero derivazione anexo anx ramal доб добавочный дод внутренний вн
    dahili dah wewnętrzny wewn wew linka klapka mellék mell εσωτερικό εσωτ שלוחה pesawat sambungan ต่อ
    تحويلة تحويله التحويلة تحويل الخط-الداخلي خط-داخلي الرقم-الداخلي رقم-داخلي داخلي الداخلي فرعي توصيلة وصلة
    内線 分机 分機 转 轉 내선 구내
"""
NUMBER_SIGN = r"(?:n[°º.]|nr\.?|no\.?|num\.?|numéro|number|رقم|№)"


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _extension_pattern() -> re.Pattern[str]:
    words = {
        form.replace("-", r"[\s-]*") for word in EXTENSION_WORDS.split() for form in (word, _unaccented(word))
    }
    said = rf"(?<![^\W\d_])(?:{'|'.join(sorted(words, key=len, reverse=True))})(?![^\W\d_])"
    marks = r"[\s.:·,\-–(]*"
    return re.compile(
        rf"[\s,;:.(\[/–-]*(?:;ext=|#|{said})(?:{marks}{NUMBER_SIGN})?{marks}(?P<extension>\d{{1,15}})[\s)\]#.]*$",
        re.IGNORECASE,
    )


EXTENSION = _extension_pattern()
LABEL = re.compile(r"^\s*(?:tel|tél|phone|☎)[\s.:]*", re.IGNORECASE)
EXIT_CODE = re.compile(r"^\W*0\W*0")  # of most countries, and understood in the others
PUNCTUATION = r"\s().\-/·‐‑‒–—−"
# A second number, or anything that is not part of one. Nobody can say what “(12)” or “/65” at its end is.
NOT_A_NUMBER = re.compile(
    rf"(?<=\d)\s*(?:\(\s*\d+\s*\)|/\s*\d{{1,3}})\s*$|[^\W\d_]+|(?<=\d)[^\w]*\+|[^\d{PUNCTUATION}+]"
)
FALLBACK = "MA"
LEFT_TO_RIGHT_MARK = "\u200e"


class NotAPhoneNumberError(ValueError):
    """What was typed is no telephone number; the message says why, to whom typed it."""


def example(countries: Sequence[str] = ()) -> str:
    """A number of the first of these countries, in international form."""
    for country in (*countries, FALLBACK):
        if number := phonenumbers.example_number(country):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return ""


def read_phone(typed: str, countries: Sequence[str] = ()) -> PhoneNumber:
    """The number somebody typed; one without a country code is of the first of these countries that has it.

    Raises NotAPhoneNumberError.
    """
    number, extension = _parts(typed)
    if odd := " ".join(dict.fromkeys(found.strip() for found in NOT_A_NUMBER.findall(number))):
        raise NotAPhoneNumberError(
            _(
                "“%(odd)s” is no part of a telephone number: write one number, in digits, for example"
                " %(example)s."
            )
            % {"odd": odd, "example": example(countries)}
        )
    for text, country in _readings(number, countries):
        try:
            phone = PhoneNumber.from_string(text, region=country)
        except phonenumbers.NumberParseException:
            continue
        if phone.is_valid():
            phone.raw_input, phone.extension = typed, extension
            return phone
    is_national = "+" not in number and not EXIT_CODE.match(number)
    if is_national and not countries:
        message = _("Begin with + and the code of the country, for example %(example)s.")
    else:
        message = _("There is no such telephone number. Check its digits; a number looks like %(example)s.")
    raise NotAPhoneNumberError(message % {"example": example(countries)})


def _parts(typed: str) -> tuple[str, str | None]:
    """(the number, its extension or None) in ASCII digits, without invisible marks."""
    text = unicodedata.normalize("NFKC", typed.replace("№", "n°"))
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    text = LABEL.sub("", text)
    found = EXTENSION.search(text)
    if found and re.search(r"\d", text[: found.start()]):
        return text[: found.start()].strip(), found["extension"]
    return text.strip(), None


def _readings(number: str, countries: Sequence[str]) -> list[tuple[str, str | None]]:
    """What the number may mean, the likeliest first: (text, the country it is dialled in)."""
    readings: list[tuple[str, str | None]] = []
    if "+" in number:
        return [(number, None)]
    if EXIT_CODE.match(number):
        readings.append(("+" + EXIT_CODE.sub("", number), None))
    return readings + [(number, country) for country in countries]


def written_out(phone: PhoneNumber) -> str:
    """The number with its extension in the reader's word, as read_phone() reads it again in any language."""
    if not phone.extension:
        return without_extension(phone)
    # A number is written from left to right: so are its parts, though an Arabic word stands between them.
    mark = LEFT_TO_RIGHT_MARK if get_language_bidi() else ""
    return f"{without_extension(phone)} {extension_in_words(mark + phone.extension)}"


def extension_in_words(extension: str) -> str:
    """What is written after a number: "ext. 12"."""
    # Translators: the extension of a telephone number, after the number.
    return _("ext. %(extension)s") % {"extension": extension}


def without_extension(phone: PhoneNumber) -> str:
    """The number in international form, for the eye."""
    bare = PhoneNumber()
    bare.merge_from(phone)
    bare.extension = None
    return bare.as_international
