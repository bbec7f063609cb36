"""What the home app adds to Wagtail and to every page's frame."""

from wagtail import hooks

from .frame_part import PrivacyNoticePart

hooks.register("register_frame_part", PrivacyNoticePart)
