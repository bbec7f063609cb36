"""What an editor uploads is a right picture without private words, or an error in words; by every way in."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import UploadedFile
from wagtail_factories import ImageFactory

from core.blocks import ChosenPictureBlock
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
    "moves.png": (picture(fmt="PNG", frames=3, exif=exif(1), pnginfo=words()), "RGBA"),
    "still.webp": (picture("RGBA", "WEBP", exif=exif(), xmp=WORDS), "RGBA"),
    "still.avif": (picture(fmt="AVIF", exif=exif()), "RGB"),
}
TURNED = {"turned.jpg", "print.jpg", "words.png", "still.webp", "still.avif"}


WAYS = pytest.mark.parametrize("way", ["one", "several", "chooser"])


def upload(client, name, content, way, words="Un carré bleu"):
    """Send a picture by one of the admin's ways, and say what it shows. Returns what is said, as text."""
    file = SimpleUploadedFile(name, content)
    said = {"title": name, "description": words}
    if way == "one":
        return client.post("/admin/images/add/", said | {"file": file}).text
    if way == "several":
        answer = json.loads(client.post("/admin/images/multiple/add/", {"files[]": file}).text)
        assert SiteImage.objects.filter(title=name).count() == 0
        if not answer["success"]:
            return answer["error_message"]
        number = answer["uploaded_file_id"]
        data = {f"uploaded-image-{number}-{key}": value for key, value in said.items()}
        answer = client.post(f"/admin/images/multiple/create_from_uploaded_image/{number}/", data)
        return json.loads(answer.text).get("form", "")
    data = {f"image-chooser-upload-{key}": value for key, value in said.items()}
    data["image-chooser-upload-file"] = file
    return str(json.loads(client.post(reverse("wagtailimages_chooser:create"), data).text))


@WAYS
@pytest.mark.parametrize(
    ("words", "name"), [("", "IMG_2041.jpg"), ("IMG_2041.JPG", "a.jpg"), ("photo.png", "a.jpg")]
)
def test_a_picture_is_kept_once_it_is_said_what_it_shows_which_its_files_name_does_not(
    editor_client, way, words, name
):
    said = upload(editor_client, name, picture(), way, words)
    assert ("nom du fichier" if words else "Champ requis") in said
    assert not SiteImage.objects.filter(title=name).exists()


@pytest.mark.parametrize("way", ["one", "chooser"])
def test_the_name_of_the_very_file_is_no_alternative_text(editor_client, way):
    assert "nom du fichier" in upload(editor_client, "place-9.jpg", picture(), way, "Place-9")


def test_what_waits_for_its_words_says_nothing_of_its_maker_either(editor_client):
    file = SimpleUploadedFile("turned.jpg", GOOD["turned.jpg"][0])
    editor_client.post("/admin/images/multiple/add/", {"files[]": file})
    data = UploadedFile.objects.get().file.open().read()
    assert (WORDS in data, dict(Image.open(BytesIO(data)).getexif())) == (False, {})


def test_what_an_editor_never_went_on_with_is_deleted_with_its_file(editor_client):
    for name in ("old.jpg", "new.jpg", "lost.jpg"):
        editor_client.post("/admin/images/multiple/add/", {"files[]": SimpleUploadedFile(name, picture())})
    old, new, lost = UploadedFile.objects.order_by("pk")
    old.file.storage._resolve(old.file.name).modified_time -= timedelta(days=3)
    lost.file.storage.delete(lost.file.name)
    call_command("forget_old_proposals")
    assert list(UploadedFile.objects.all()) == [new]
    assert not old.file.storage.exists(old.file.name)
    assert new.file.storage.exists(new.file.name)


@pytest.mark.parametrize("limit", [0, 10_000_000])
def test_a_file_received_on_the_disk_is_no_different(editor_client, settings, limit):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = limit
    upload(editor_client, "turned.jpg", GOOD["turned.jpg"][0], "one")
    kept = SiteImage.objects.latest("pk")
    data = kept.file.open().read()
    assert (WORDS in data, kept.file.size, (kept.width, kept.height)) == (False, len(data), (200, 300))


@pytest.mark.parametrize(("words", "decorative", "said"), [
    ("", "", "texte alternatif"), ("", "on", ""), ("Un zellige", "", ""),
    ("zellige.jpg", "", "nom du fichier"),
])  # fmt: skip
def test_a_picture_on_a_page_has_words_of_its_own_or_decorates(page, words, decorative, said):
    image = ImageFactory(title="Place", file__filename="zellige.jpg")
    block = ChosenPictureBlock()
    value = block.value_from_datadict(
        {"p-image": str(image.pk), "p-alt_text": words} | ({"p-decorative": "on"} if decorative else {}),
        {},
        "p",
    )
    errors = ""
    with translation.override("fr"):
        try:
            block.clean(value)
        except StructBlockValidationError as error:
            errors = str(error.as_json_data())
    assert (said in errors.lower(), bool(errors)) == (True, bool(said))


@WAYS
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
        assert kept.default_alt_text == "Un carré bleu", name
        assert kept.get_rendition("width-100|format-webp").width <= 100, name


@WAYS
@pytest.mark.parametrize("fmt", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_half_a_picture_is_said_to_be_damaged_and_the_form_is_kept(editor_client, way, fmt):
    content = noise(fmt)
    said = upload(editor_client, f"half.{fmt.lower()}", content[: len(content) // 2], way)
    assert "endommagé" in said
    assert not SiteImage.objects.filter(title__startswith="half").exists()
    if way == "one":
        assert f'value="half.{fmt.lower()}"' in said
