"""Pictures that people send: how large one may be, and the same picture without what it says of its maker.

Whoever opens a file, editor or representative, gets the pixels in plain colours or an error in words.
"""

from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from filetype.types.image import Apng
from PIL import Image, ImageCms, ImageOps, ImageSequence
from willow.image import INITIAL_IMAGE_CLASSES, PNGImageFile

DAMAGED = _("This file is damaged: part of the picture is missing. Export or download it again.")
NAMES_A_FILE = _("Say what the picture shows: the name of its file says nothing to those who do not see it.")
# What Pillow raises for a file whose head is a picture's and whose rest is not.
UNREADABLE = (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, MemoryError)
JPEG = ("JPEG", "MPO")  # a camera's second view of the same scene, or a preview, follows in an MPO
PLAIN = ("1", "L", "LA", "RGB", "RGBA", "P")


def limit_pixels() -> None:
    """Let Pillow refuse a file by the size in its head, before it unpacks it; it refuses twice this number.

    Wagtail's own check of WAGTAILIMAGES_MAX_IMAGE_PIXELS comes after Willow has unpacked the picture.
    """
    Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2


def know_moving_pngs() -> None:
    """Let Willow open a PNG that moves, which it recognises and has no class for."""
    INITIAL_IMAGE_CLASSES[Apng().extension] = PNGImageFile


def in_plain_colours(picture: Image.Image) -> Image.Image:
    """A picture in 8 bits of grey or of red, green and blue, as browsers show it."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        deep = picture.convert("F")
        scale = 1 / 257 if picture.mode != "F" else 1  # 16 bits to 8
        return deep.point(lambda value: value * scale + 0.5).convert("L")
    if picture.mode == "CMYK" and (profile := picture.info.get("icc_profile")):
        try:
            screen = ImageCms.createProfile("sRGB")
            painted = ImageCms.profileToProfile(picture, ImageCms.ImageCmsProfile(BytesIO(profile)), screen)
        except (ImageCms.PyCMSError, OSError):
            painted = None
        if painted:
            painted.info.pop("icc_profile", None)
            return painted
    if picture.mode in PLAIN:
        return picture
    plain = picture.convert("RGBA" if picture.mode.lower().endswith("a") else "RGB")
    plain.info.pop("icc_profile", None)
    return plain


def is_file_name(words: str, file_name: str = "") -> bool:
    """Whether words that should say what a picture shows are the name of a file, of this one say."""
    words = words.strip().casefold()
    is_any = Path(words).suffix.removeprefix(".") in settings.WAGTAILIMAGES_EXTENSIONS
    return is_any or (bool(words) and words == Path(file_name).stem.casefold())


def drop_metadata(upload: "UploadedFile[Any]") -> None:
    """Make of an upload the same picture, upright, with its colour profile and nothing else.

    No place, no camera, no words remain, in whichever way the upload is kept: Wagtail keeps the files of a
    request too, until their editor has said what they show. Raises ValidationError for a damaged one.
    """
    upload.seek(0)
    try:
        with Image.open(upload) as picture:
            out = BytesIO()
            if getattr(picture, "is_animated", False) and picture.format not in JPEG:
                _save_frames(picture, out)
            else:
                _save_still(picture, out)
    except Image.DecompressionBombError:
        raise
    except UNREADABLE as error:
        raise ValidationError(DAMAGED, code="damaged") from error
    upload.seek(0)
    upload.truncate()
    upload.write(out.getvalue())
    upload.flush()
    upload.seek(0)
    upload.size = out.tell()


def _save_still(picture: Image.Image, out: BytesIO) -> None:
    picture.load()
    wanted = "JPEG" if picture.format in JPEG else picture.format
    is_upright = picture.getexif().get(0x0112, 1) == 1
    options: dict[str, Any] = {"quality": 92}
    if wanted == "JPEG" and picture.format == "JPEG" and is_upright and picture.mode in ("L", "RGB"):
        options = {"quality": "keep"}
        plain = picture
    else:
        plain = in_plain_colours(ImageOps.exif_transpose(picture))
    kept: dict[Any, Any] = {
        name: plain.info[name] for name in ("icc_profile", "transparency") if name in plain.info
    }
    plain.info = kept  # a comment, a place, a name would be written again
    if profile := kept.get("icc_profile"):
        options["icc_profile"] = profile
    plain.save(out, wanted, **options)


def _save_frames(picture: Image.Image, out: BytesIO) -> None:
    frames, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        durations.append(frame.info.get("duration", 100))
        still = frame.convert("RGBA")
        still.info = {}
        frames.append(still)
    shown = {name: picture.info[name] for name in ("icc_profile", "loop") if name in picture.info}
    first, *rest = frames
    first.save(out, picture.format, save_all=True, append_images=rest, duration=durations, **shown)
