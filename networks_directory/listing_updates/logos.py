"""Logos sent by representatives: taken to their pixels and written anew, so that nothing else remains."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from core.models import SiteImage
from core.pictures import DAMAGED, JPEG, UNREADABLE, in_plain_colours

from ..models.networks import NetworkPage
from .listing_values import Logo
from .models import ProposedLogo

FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_FILE = 4 * 1024 * 1024  # octets
LARGEST_SIDE = 6000  # pixels; a small file may unpack to a huge picture
# A JPEG is made small while it is unpacked; the others, and a progressive JPEG, are first unpacked whole.
# Either way it takes at most 100 MB.
MOST_PIXELS, MOST_PIXELS_UNPACKED_WHOLE = 24_000_000, 6_000_000
TOO_MANY_PIXELS = gettext_lazy(
    "This picture is too large: at most 24 million pixels in a JPEG, and 6 million (3,000 by 2,000) in a PNG,"
    " a WebP or a progressive JPEG. Make it smaller and send it again."
)
SMALLEST_SIDE = 100
KEPT_SIDE = 1200  # what a page ever shows, with room to spare


def reencoded(upload: UploadedFile) -> Logo:
    """(PNG as bytes, width, height) of an uploaded picture, without its metadata (a place, a camera).

    Raises ValidationError with what to do.
    """
    if upload.size > LARGEST_FILE:
        raise ValidationError(_("This file is too large: at most 4 MB."))
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            _check_size(picture)
            pixels = _unpacked_small(picture)
    except Image.DecompressionBombError as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        raise ValidationError(_("This is not a picture we can read: send a JPEG, PNG or WebP.")) from error
    except UNREADABLE as error:
        raise ValidationError(DAMAGED) from error
    clean = Image.new("RGBA", pixels.size)
    clean.paste(pixels)
    out = BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue(), *clean.size


def _check_size(picture: Image.Image) -> None:
    """Raises ValidationError for a picture too small or too large, by what the head of its file says."""
    if max(picture.size) > LARGEST_SIDE:
        raise ValidationError(_("This picture is too large: at most 6,000 pixels a side."))
    if min(picture.size) < SMALLEST_SIDE:
        raise ValidationError(_("This picture is too small: at least 100 pixels a side."))
    is_made_small = picture.format in JPEG and "progressive" not in picture.info
    most = MOST_PIXELS if is_made_small else MOST_PIXELS_UNPACKED_WHOLE
    if picture.width * picture.height > most:
        raise ValidationError(TOO_MANY_PIXELS)


def _unpacked_small(picture: Image.Image) -> Image.Image:
    """The pixels of an opened picture, upright, at most KEPT_SIDE a side."""
    picture.draft("RGB", (KEPT_SIDE, KEPT_SIDE))  # a JPEG only: a half, a quarter or an eighth of its size
    picture = in_plain_colours(picture)
    if picture.mode not in ("L", "LA", "RGB", "RGBA"):
        picture = picture.convert("RGBA")
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE))
    return ImageOps.exif_transpose(picture).convert("RGBA")


def site_image(logo: ProposedLogo, network: NetworkPage) -> SiteImage:
    """A SiteImage of an accepted ProposedLogo, saved. What it shows need not be asked."""
    title = _("Logo: %(network)s") % {"network": network.title}
    file = ContentFile(bytes(logo.data), name=f"logo-{network.slug}.png")
    return SiteImage.objects.create(title=title[:255], description=title[:255], file=file)
