"""No visitor waits for a picture: its sizes are made when its page is published."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.images.blocks import ImageBlock

from academy_pages.models import AcademyPage
from core.models import SiteImage, SiteRendition
from core.renditions import OF_A_BODY
from tests.factories import StandardPageFactory

pytestmark = pytest.mark.django_db


def picture(colour, size=(900, 600)):
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(f"{colour}.jpg", out.getvalue())


@pytest.fixture
def image():
    return SiteImage.objects.create(title="Fes", description="Une porte", file=picture("teal"))


def in_body(image):
    chosen = ImageBlock().to_python({"image": image.pk, "alt_text": "Une porte", "decorative": False})
    return [("picture", {"picture": chosen, "caption": ""})]


def made_by(read):
    """The sizes that were made while something was read."""
    before = set(SiteRendition.objects.values_list("pk", flat=True))
    read()
    return list(SiteRendition.objects.exclude(pk__in=before).values_list("filter_spec", flat=True))


@pytest.mark.parametrize("kind", ["standard", "logo", "academy"])
def test_the_first_visitor_of_a_published_page_makes_no_picture(client, image, page, publish, kind):
    if kind == "logo":
        shown = page("network/dmk")
        shown.logo = image
    elif kind == "academy":
        shown = AcademyPage.objects.get(locale__language_code="fr")
        shown.body = in_body(image)
    else:
        shown = StandardPageFactory(title="Une page")
        shown.body = in_body(image)
    draft = shown.save_revision()
    assert not image.renditions.exists()  # nobody sees it yet
    draft.publish()
    publish(shown)
    assert image.renditions.count() == (2 if kind == "logo" else 9)
    for language in ("fr", "en", "ar"):
        there = type(shown).objects.get(translation_key=shown.translation_key, locale__language_code=language)
        assert made_by(lambda there=there: client.get(there.url)) == []
    assert ".webp" in client.get(shown.url).text


def test_a_picture_with_another_file_is_made_again_where_it_is_shown(editor_client, client, image, publish):
    shown = StandardPageFactory(title="Une page")
    shown.body = in_body(image)
    publish(shown)
    before = set(image.renditions.values_list("file", flat=True))
    data = {"title": "Fes", "description": "Une autre porte", "file": picture("red")}
    assert editor_client.post(f"/admin/images/{image.pk}/", data).status_code == 302
    after = set(image.renditions.filter(filter_spec__in=OF_A_BODY).values_list("file", flat=True))
    assert len(after) == 9
    assert not before & after
    assert made_by(lambda: client.get(shown.url)) == []


def test_a_page_whose_picture_cannot_be_read_is_published_all_the_same(client, image, publish):
    image.file.storage.delete(image.file.name)
    shown = StandardPageFactory(title="Une page")
    shown.body = in_body(image)
    publish(shown)
    assert client.get(shown.url).status_code == 200
