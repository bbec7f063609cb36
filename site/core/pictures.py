"""How large a picture may be before anybody unpacks it, whoever opens it."""

from django.conf import settings
from PIL import Image


def limit_pixels() -> None:
    """Let Pillow refuse a file by the size in its head, before it unpacks it; it refuses twice this number.

    Wagtail's own check of WAGTAILIMAGES_MAX_IMAGE_PIXELS comes after Willow has unpacked the picture.
    """
    Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
