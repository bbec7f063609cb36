"""What an editor uploads is a right picture without private words, or an error in words; by every way in."""

import json
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from core.models import SiteImage

pytestmark = pytest.mark.django_db

WORDS = b"A camera of somebody"
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
COLOURS = {"CMYK": (0, 200, 200, 20), "I;16": 30_000, "LA": (90, 128), "RGB": "teal", "RGBA": (9, 9, 9, 100)}


def exif(orientation=6):
    data = Image.Exif()
    data.get_ifd(0x8825)[2] = (34.0, 1.0, 15.0)  # GPS latitude
    data[0x010F], data[0x0112] = WORDS.decode(), orientation
    return data


def words():
    info = PngInfo()
    info.add_text("Author", WORDS.decode())
    return info


def picture(mode="RGB", fmt="JPEG", frames=0, **options):
    out = BytesIO()
    if frames:
        options |= {
            "save_all": True,
            "append_images": [Image.new(mode, (300, 200), colour) for colour in ("red", "lime")],
        }
    Image.new(mode, (300, 200), COLOURS.get(mode, 1)).save(out, fmt, **options)
    return out.getvalue()


def noise(fmt):
    out = BytesIO()
    Image.effect_noise((600, 400), 80).convert("RGB").save(out, fmt)
    return out.getvalue()


GOOD = {
    "turned.jpg": (picture(exif=exif(), icc_profile=SRGB, comment=WORDS), "RGB"),
    "upright.jpg": (picture(exif=exif(1), icc_profile=SRGB, comment=WORDS), "RGB"),
    "print.jpg": (picture("CMYK", exif=exif()), "RGB"),
    "two-views.jpg": (picture(fmt="MPO", frames=3), "RGB"),
    "grey.jpg": (picture("L"), "L"),
    "deep.png": (picture("I;16", "PNG"), "L"),
    "grey.png": (picture("LA", "PNG"), "LA"),
    "two.png": (picture("1", "PNG"), "1"),
    "palette.png": (picture("P", "PNG", transparency=1), "P"),
    "words.png": (picture("RGBA", "PNG", pnginfo=words(), exif=exif()), "RGBA"),
    "moves.gif": (picture(fmt="GIF", frames=3, comment=WORDS), "P"),
    "moves.webp": (picture(fmt="WEBP", frames=3, exif=exif(1), xmp=WORDS), "RGB"),
    "still.webp": (picture("RGBA", "WEBP", exif=exif(), xmp=WORDS), "RGBA"),
    "still.avif": (picture(fmt="AVIF", exif=exif()), "RGB"),
}
TURNED = {"turned.jpg", "print.jpg", "words.png", "still.webp", "still.avif"}


def upload(client, name, content, way):
    """Send a picture by one of the admin's ways. Returns what is said, as text."""
    file = SimpleUploadedFile(name, content)
    if way == "one":
        return client.post("/admin/images/add/", {"title": name, "file": file}).text
    if way == "several":
        answer = client.post("/admin/images/multiple/add/", {"files[]": file})
        return json.loads(answer.text).get("error_message", "")
    data = {"image-chooser-upload-title": name, "image-chooser-upload-file": file}
    return str(json.loads(client.post(reverse("wagtailimages_chooser:create"), data).text))


@pytest.mark.parametrize("way", ["one", "several", "chooser"])
def test_a_picture_of_any_kind_is_right_and_says_nothing_of_its_maker(editor_client, way):
    for name, (content, mode) in GOOD.items():
        upload(editor_client, name, content, way)
        kept = SiteImage.objects.latest("pk")
        data = kept.file.open().read()
        shown = Image.open(BytesIO(data))
        assert kept.title.startswith(name.split(".")[0]), name
        assert (shown.mode, dict(shown.getexif())) == (mode, {}), name
        assert WORDS not in data, name
        assert (kept.width, kept.height) == shown.size, name
        assert shown.size == ((200, 300) if name in TURNED else (300, 200)), name
        assert ("icc_profile" in shown.info) == (SRGB in content), name
        assert getattr(shown, "n_frames", 1) == (3 if name.startswith("moves") else 1), name
        assert kept.default_alt_text == "", name
        assert kept.get_rendition("width-100|format-webp").width <= 100, name


@pytest.mark.parametrize("way", ["one", "several", "chooser"])
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_half_a_picture_is_said_to_be_damaged_and_the_form_is_kept(editor_client, way, fmt):
    content = noise(fmt)
    said = upload(editor_client, f"half.{fmt.lower()}", content[: len(content) // 2], way)
    assert "endommagé" in said
    assert not SiteImage.objects.filter(title__startswith="half").exists()
    if way == "one":
        assert f'value="half.{fmt.lower()}"' in said
