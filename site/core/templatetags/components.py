"""What templates need to draw components; loaded in every template."""

import re
from functools import cache

import segno
from django import forms, template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.dateparse import parse_datetime
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from core import formats, languages
from core.addresses import readable, with_letters
from core.mails import in_reading_order
from core.search_text import marked_pieces

register = template.Library()


@register.simple_tag
def icon(name):
    """An icon of templates/icons/, for the eye only: the text beside it says the same."""
    return mark_safe(get_template(f"icons/{name}.svg").render().strip())  # noqa: S308 - our own file


@register.simple_tag
def language_stylesheet(language_code):
    """The address of css/language-<code>.css where there is one: what one language alone needs."""
    path = f"css/language-{language_code}.css"
    return static(path) if has_stylesheet(path) else ""


@cache
def has_stylesheet(path):
    """Whether there is such a file among the static files."""
    return finders.find(path) is not None


@register.filter
def listed(items):
    """Items in a row as the reader's language writes them; markup in them stays, all else is escaped."""
    return mark_safe(formats.joined(conditional_escape(item) for item in items))  # noqa: S308


@register.filter
def typed(field):
    """A form's field; where anything may be typed, it takes the direction of what is typed."""
    widget = field.field.widget
    is_text = isinstance(widget, forms.TextInput | forms.Textarea)
    return field.as_widget(attrs={"dir": "auto"} if is_text and "dir" not in widget.attrs else None)


@register.filter
def lines(text):
    """The lines of a postal address, one under the other, each in its own direction."""
    return format_html_join(
        mark_safe("<br>"), "<bdi>{}</bdi>", ((line,) for line in text.splitlines() if line)
    )


@register.filter
def marked(text, matched):
    """A text with the words that a search has found in it, as <mark>; `matched` are normalised words."""
    pieces = marked_pieces(text, matched or frozenset())
    return format_html_join("", "{}{}{}", (
        (mark_safe("<mark>"), piece, mark_safe("</mark>")) if matches else ("", piece, "")
        for piece, matches in pieces
    ))  # fmt: skip


@register.simple_tag
def qr_code(text, css_class):
    """A text (an address) as a QR code: an inline SVG, for the eye and the camera."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, svgclass=css_class, lineclass=None, dark="#000")
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S308 - modules only


for each in (formats.day, formats.short_day, formats.month, formats.day_and_time):
    register.filter(each.__name__, each, expects_localtime=True)
register.filter("before_words", formats.before_words)
register.filter("number", formats.number)
register.filter("isolated", formats.isolated)
register.filter("readable", readable)
register.filter("words_attributes", languages.words_attributes)
register.filter("native_name", languages.native_name)


@register.filter
def mail_paragraphs(words):
    """The words of an e-mail as HTML. Of its addresses only those of this site are links."""
    paragraphs = []
    for paragraph in words.split("\n\n"):
        lines = [
            format_html('<a href="{}" dir="ltr" style="color: #0b5c46;">{}</a>', line, with_letters(line))
            if line.startswith(f"{settings.WAGTAILADMIN_BASE_URL}/")
            else conditional_escape(line)
            for line in paragraph.strip().splitlines()
        ]
        paragraphs.append((format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)),))
    return format_html_join("\n", '<p style="margin: 0 0 16px;">{}</p>', paragraphs)


@register.filter
def mail_lines(words):
    """What a template of Wagtail's gives as plain text, without the empty lines and spaces of its making.

    An address has a line of its own, as in our e-mails: in Arabic it would stand amid words from the right.
    """
    words = re.sub(r"[^\S\n]+(https?://)", r"\n\1", words)
    lines = "\n".join(line.strip() for line in words.splitlines())
    return in_reading_order(re.sub(r"\n{3,}", "\n\n", lines).strip())


@register.filter
def moment(value):
    """A datetime from a row of one_query, where it is a string."""
    return parse_datetime(value) if isinstance(value, str) else value
