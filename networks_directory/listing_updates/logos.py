"""Logos sent by representatives: taken to their pixels and written anew, so that nothing else remains."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from core.models import SiteImage

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 4 * 1024 * 1024  # octets
LARGEST_SIDE = 6000  # pixels; a small file may unpack to a huge picture
SMALLEST_SIDE = 100
KEPT_SIDE = 1200  # what a page ever shows, with room to spare


def reencoded(upload):
    """(PNG as bytes, width, height) of an uploaded picture, without its metadata (a place, a camera).

    Raises ValidationError with what to do.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("This file is too large: at most 4 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if max(picture.size) > LARGEST_SIDE:
                raise ValidationError(_("This picture is too large: at most 6,000 pixels a side."))
            if min(picture.size) < SMALLEST_SIDE:
                raise ValidationError(_("This picture is too small: at least 100 pixels a side."))
            pixels = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(_("This is not a picture we can read: send a JPEG, PNG or WebP.")) from error
    pixels.thumbnail((KEPT_SIDE, KEPT_SIDE))
    clean = Image.new("RGBA", pixels.size)
    clean.paste(pixels)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue(), *clean.size


def site_image(logo, network):
    """A SiteImage of an accepted ProposedLogo, saved."""
    title = _("Logo: %(network)s") % {"network": network.title}
    file = ContentFile(bytes(logo.data), name=f"logo-{network.slug}.png")
    return SiteImage.objects.create(title=title[:255], file=file)
