"""The blocks editors build with: small, named, few. Each has a template under components/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageBlock

from .pictures import NAMES_A_FILE, is_file_name


class PointBlock(blocks.StructBlock):
    """One reason, objective, strength or outcome."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Optional: two or three words that sum the point up."),
    )
    text = blocks.TextBlock(label=_("Text"), rows=2, help_text=_("One sentence, without a list."))

    class Meta:
        icon = "tick"
        label = _("Point")
        label_format = "{heading} {text}"
        template = "components/point.html"


class PointsStreamBlock(blocks.StreamBlock):
    """A list of points, each its own item for the translator and for a screen reader."""

    point = PointBlock()


class HeadingBlock(blocks.CharBlock):
    """A heading inside a page's body; it appears in the table of contents of a long page."""

    def __init__(self, **kwargs):
        super().__init__(
            max_length=120,
            help_text=_("A short heading. It opens a new section."),
            **kwargs,
        )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "components/heading.html"


class ParagraphBlock(blocks.RichTextBlock):
    """Running text: bold, italic, links and lists, nothing else."""

    def __init__(self, **kwargs):
        super().__init__(
            features=["bold", "italic", "link", "document-link", "ol", "ul"],
            help_text=_("Write plainly; one idea to a paragraph."),
            **kwargs,
        )

    class Meta:
        icon = "pilcrow"
        label = _("Paragraph")
        template = "components/paragraph.html"


class CalloutBlock(blocks.StructBlock):
    """A sentence the reader must not miss."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=120,
        help_text=_("What it is about, in a few words."),
    )
    text = blocks.TextBlock(label=_("Text"), rows=3, help_text=_("One or two sentences."))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "components/callout_block.html"


class ChosenPictureBlock(ImageBlock):
    """Wagtail's, whose chooser is named "Image" in every language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child_blocks["image"].label = _("Picture")

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if value and is_file_name(value.contextual_alt_text or "", value.filename):
            raise StructBlockValidationError({"alt_text": ValidationError(NAMES_A_FILE, code="names_a_file")})
        return value


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows, for those who do not see it, and a caption."""

    picture = ChosenPictureBlock(label=_("Picture"))
    caption = blocks.CharBlock(
        label=_("Caption"),
        required=False,
        max_length=200,
        help_text=_("Optional. Shown under the picture."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "components/picture.html"


class ContactDetailsBlock(blocks.StaticBlock):
    """The site's one contact block, wherever an editor wants it; its data come with the frame."""

    class Meta:
        icon = "mail"
        label = _("Contact block")
        admin_text = _("Shows the contact block, which is edited in one place: Contact block.")
        template = "components/contact_details_block.html"


class BodyStreamBlock(blocks.StreamBlock):
    """The body of a standard page, and what may follow the structured part of the others."""

    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    callout = CalloutBlock()
    picture = PictureBlock()
    contact_details = ContactDetailsBlock()
