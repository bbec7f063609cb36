"""How the admin shows when something happened: in its one time zone, in lists and in detail alike."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.ui.fields import BaseFieldDisplay


class MomentDisplay(BaseFieldDisplay):
    """A datetime in the time zone of the reader of the admin; Wagtail's detail of an object has it in UTC."""

    def render_html(self, parent_context: Any = None) -> str:
        return date_format(timezone.localtime(self.value), "DATETIME_FORMAT") if self.value else ""
