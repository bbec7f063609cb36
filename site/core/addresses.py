"""Addresses of sites and mailboxes: what browsers and mail programs take is taken, and shown as it is read.

A link is kept as it was typed, with its scheme. A mailbox has a domain in any script, and before the @ the
letters that every mail server takes: the site writes to it.
"""

import re
import unicodedata
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_LINK = 2_000  # characters; a meeting's link has 255, and some have many more
SCHEME = re.compile(r"[a-z][a-z0-9+-]*:(?!\d)", re.IGNORECASE)  # example.org:8080 has none
LABEL = re.compile(r"(?!-)[\w\-\u00b7\u200c\u200d]+(?<!-)")
NAME_BEFORE = re.compile(r".*<(?=[^<>]+@)")  # "The name" <of@a.mailbox>, as mail programs copy it
ESCAPED_LETTERS = re.compile(r"(?:%[89a-f][0-9a-f])+", re.IGNORECASE)


def typed_plainly(text: str) -> str:
    """Without the spaces and invisible marks that come along when an address is copied."""
    shown = "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cf") or c in "\u200c\u200d")
    return shown.strip().strip("<>").strip()


def _is_host(host: str) -> bool:
    """Whether a browser would look for this host in the world: a domain of any script, or a number."""
    try:
        return bool(ip_address(host))
    except ValueError:
        labels = re.sub("[。．｡]", ".", host).rstrip(".").split(".")
    return len(labels) > 1 and not labels[-1].isdecimal() and all(map(_is_label, labels))


def _is_label(label: str) -> bool:
    """Whether this can be a part of a domain, in any script, a picture too."""
    in_ascii = label if label.isascii() else f"xn--{label.encode('punycode').decode()}"
    # Vowels and accents stand on letters, in many scripts as marks of their own.
    letters = "".join(c for c in label if unicodedata.category(c) not in ("Mn", "Mc", "So"))
    return 0 < len(in_ascii) <= 63 and (not letters or bool(LABEL.fullmatch(letters)))


def validate_link(url: str) -> None:
    """Raises ValidationError for what a browser does not open as a page of the web."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValidationError(forms.URLField.default_error_messages["invalid"], code="invalid") from error
    if parts.scheme not in ("http", "https"):
        raise ValidationError(_("Give an address that begins with https://"), code="invalid")
    if not _is_host(host) or re.search(r"[\s<>\"]", url):
        raise ValidationError(forms.URLField.default_error_messages["invalid"], code="invalid")


class LinkFormField(forms.CharField):
    """Where the address of a site is typed, with or without https://."""

    widget = forms.URLInput(attrs={"dir": "ltr"})
    default_validators = [validate_link]

    def __init__(self, *, max_length: int = LONGEST_LINK, assume_scheme: str = "", **kwargs: Any) -> None:
        # Wagtail says which scheme to assume; here it is always https.
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        text = typed_plainly(super().to_python(value) or "")
        if not text:
            return ""
        text = re.sub(r"[\s<>\"]", lambda found: quote(found[0]), text)
        if not SCHEME.match(text):
            return "https://" + text.lstrip("/")
        scheme, _colon, rest = text.partition(":")
        return f"{scheme.lower()}:{rest}"


class LinkField(models.URLField):  # type: ignore[type-arg]
    """The address of a site, as a browser takes it."""

    default_validators = [validate_link]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST_LINK} | kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return models.CharField.formfield(self, **{"form_class": LinkFormField} | kwargs)


class MailboxFormField(forms.EmailField):
    """Where the address of a mailbox is typed or pasted.

    Its domain is kept in its own script: some browsers send it encoded, and it would be shown so.
    """

    widget = forms.EmailInput(attrs={"dir": "ltr"})

    def to_python(self, value: Any) -> str:
        text = typed_plainly(super().to_python(value) or "")
        if text.lower().startswith("mailto:"):
            text = unquote(text[len("mailto:") :].partition("?")[0]).strip()
        return readable_mailbox(NAME_BEFORE.sub("", text).rstrip(".,;>"))


class MailboxField(models.EmailField):  # type: ignore[type-arg]
    """The address of a mailbox."""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": MailboxFormField} | kwargs)


def _decoded(found: re.Match[str]) -> str:
    """Letters instead of their octets, where they are letters."""
    try:
        text = unquote(found[0], errors="strict")
    except UnicodeDecodeError:
        return found[0]
    return text if all(unicodedata.category(c)[0] in "LMNPS" for c in text) else found[0]


def _read_label(label: str) -> str:
    """A part of a domain in its own script."""
    try:
        return label.encode().decode("idna") if label.startswith("xn--") else label
    except UnicodeError:
        return label


def _read_host(host: str) -> str:
    """A domain in its own script: "xn--mnchen-3ya.de" -> "münchen.de"."""
    return ".".join(map(_read_label, host.split(".")))


def readable_mailbox(address: str) -> str:
    """A mailbox as people read it: "info@xn--mnchen-3ya.de" -> "info@münchen.de"."""
    name, at, host = address.rpartition("@")
    return name + at + _read_host(host)


def readable(url: str) -> str:
    """A link as people read it: "https://www.xn--mnchen-3ya.de/%C3%BC/" -> "münchen.de/ü"."""
    parts = urlsplit(url)
    host = _read_host(parts.netloc.removeprefix("www."))
    rest = parts.path + (f"?{parts.query}" if parts.query else "")
    return (host + with_letters(rest)).rstrip("/")


def with_letters(url: str) -> str:
    """An address with letters instead of their octets: "/ar/%D8%A7/" -> "/ar/ا/"."""
    return ESCAPED_LETTERS.sub(_decoded, url)
