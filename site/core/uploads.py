"""Files that the admin keeps until their editor has said what they show, and nobody ever said."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import UploadedFile

KEPT = timedelta(days=2)  # an editor may come back to the page the next day


def forget_abandoned_uploads() -> int:
    """Delete those that have lain for longer than KEPT, with their files. Returns how many.

    Wagtail keeps no date of them: the file has one. A row whose file is gone is of no use either.
    """
    abandoned = [upload for upload in UploadedFile.objects.all() if _is_abandoned(upload)]
    for upload in abandoned:
        upload.file.delete(save=False)
        upload.delete()
    return len(abandoned)


def _is_abandoned(upload: UploadedFile) -> bool:
    try:
        kept_since = upload.file.storage.get_modified_time(upload.file.name)
    except FileNotFoundError:
        return True
    return bool(kept_since < timezone.now() - KEPT)
