"""A small file that unpacks to a huge picture costs little memory, whoever sends it.

The memory is the most that a process of its own has held, beyond what it held when it began.
"""

from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.fields import WagtailImageField

from core.models import SiteImage
from networks_directory.listing_updates.logos import reencoded

# The two doors by which pictures come in.
DOORS = {"representative": reencoded, "editor": lambda upload: WagtailImageField().to_python(upload)}


def picture(size, fmt="JPEG", mode="RGB", frames=0, **options):
    """A file of one colour: as small as a file of so many pixels can be."""
    out = BytesIO()
    image = Image.new(mode, size)
    if frames:
        options |= {
            "save_all": True, "append_images": [Image.new(mode, size, number) for number in range(1, frames)],
        }  # fmt: skip
    image.save(out, fmt, **options)
    return out.getvalue()


def measured(door, content, extension):
    before, said = getrusage(RUSAGE_SELF).ru_maxrss, ""
    try:
        DOORS[door](SimpleUploadedFile(f"picture.{extension}", content))
    except ValidationError as error:
        said = error.messages[0]
    return (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024, said


def cost(door, content, extension):
    """(MB it takes to let a picture in, what is said against it)."""
    with ProcessPoolExecutor(1, mp_context=get_context("fork")) as process:
        return process.submit(measured, door, content, extension).result()


def test_a_large_photograph_is_made_small_while_it_is_unpacked():
    memory, said = cost("representative", picture((6000, 4000)), "jpg")
    assert (said, memory < 80) == ("", True)


@pytest.mark.parametrize(
    ("fmt", "options"),
    [
        ("JPEG", {"progressive": True, "subsampling": 0}),
        ("JPEG", {"progressive": True, "mode": "CMYK"}),
        ("PNG", {"mode": "RGBA"}),
        ("PNG", {"mode": "P"}),
        ("WEBP", {"mode": "RGBA"}),
        ("WEBP", {"frames": 20}),
    ],
)
def test_what_is_unpacked_whole_is_smaller(fmt, options):
    memory, said = cost("representative", picture((3000, 2000), fmt, **options), fmt.lower())
    assert (said, memory < 130) == ("", True)
    memory, said = cost("representative", picture((3000, 2001), fmt, **options), fmt.lower())
    assert "trop grande" in said
    assert memory < 30


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    ("size", "fmt"), [((6000, 6000), "JPEG"), ((12000, 12000), "JPEG"), ((14000, 14000), "PNG")]
)
def test_too_many_pixels_are_refused_before_they_are_unpacked(door, size, fmt):
    content = picture(size, fmt, **({"mode": "1"} if fmt == "PNG" else {}))
    assert len(content) < 4_000_000
    memory, said = cost(door, content, "jpg" if fmt == "JPEG" else "png")
    assert memory < 30
    assert "trop grand" in said


@pytest.mark.parametrize(("fmt", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGBA")])
def test_an_editors_largest_picture_takes_what_settings_say(fmt, mode):
    memory, said = cost("editor", picture((6000, 4000), fmt, mode=mode), fmt.lower())
    assert (said, memory < 450) == ("", True)


@pytest.mark.django_db
def test_the_admin_says_what_is_wrong_with_such_a_picture(editor_client):
    file = SimpleUploadedFile("huge.jpg", picture((6000, 6000)), "image/jpeg")
    response = editor_client.post("/admin/images/add/", {"title": "Huge", "file": file})
    assert response.status_code == 200
    assert "pixels" in response.context["form"].errors["file"][0]
    assert not SiteImage.objects.filter(title="Huge").exists()


@pytest.mark.django_db
def test_a_file_larger_than_any_is_refused_before_it_is_received(client):
    sent = {"CONTENT_LENGTH": str(10**9), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    response = client.generic("POST", "/fr/message-de-contact/", b"--x--", **sent)
    assert response.status_code == 413
