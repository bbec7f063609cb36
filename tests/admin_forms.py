"""Fills in the Wagtail admin's own forms as a browser would, from an instance.

`post_page(client, page, title="New")` sends the edit form of a page with everything as it is but the
title; the same for a page that is yet to be created, and for snippets.
"""

from django.urls import reverse
from django.utils.text import slugify
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text


def block_data(prefix, block, value):
    """The form data of one block, under a prefix."""
    if isinstance(block, ImageBlock):
        if not value:
            return {f"{prefix}-image": "", f"{prefix}-alt_text": ""}
        data = {f"{prefix}-image": str(value.pk), f"{prefix}-alt_text": value.contextual_alt_text or ""}
        return data | ({f"{prefix}-decorative": "on"} if value.decorative else {})
    if isinstance(block, blocks.StructBlock):
        data = {}
        for name, child in block.child_blocks.items():
            data |= block_data(f"{prefix}-{name}", child, value.get(name))
        return data
    if isinstance(block, blocks.RichTextBlock):
        return {prefix: rich_text(value.source if value else "")}
    if isinstance(block, blocks.StaticBlock):
        return {}
    return {prefix: value or ""}


def stream_data(prefix, stream):
    """The form data of a StreamField, with the ids of its blocks."""
    data = {f"{prefix}-count": str(len(stream))}
    for i, child in enumerate(stream):
        data |= {
            f"{prefix}-{i}-deleted": "",
            f"{prefix}-{i}-order": str(i),
            f"{prefix}-{i}-type": child.block_type,
            f"{prefix}-{i}-id": child.id or "",
        }
        data |= block_data(f"{prefix}-{i}-value", child.block, child.value)
    return data


def form_data(form):
    """What a browser would send for a form as it stands, children included."""
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, blocks.StreamValue):
            data |= stream_data(bound.html_name, value)
        elif isinstance(value, list | tuple):
            data[bound.html_name] = [str(item) for item in value]
        elif value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False):
            data[bound.html_name] = str(bound.field.prepare_value(value))
    for formset in getattr(form, "formsets", {}).values():
        forms = [f for f in formset.forms if f.instance.pk or f.instance_is_new]
        prefix = formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": str(len(forms)), f"{prefix}-INITIAL_FORMS": "0"}
        data[f"{prefix}-INITIAL_FORMS"] = str(sum(1 for f in forms if f.instance.pk))
        data |= {f"{prefix}-MIN_NUM_FORMS": "0", f"{prefix}-MAX_NUM_FORMS": "1000"}
        for i, child in enumerate(forms):
            data |= form_data(child)
            data[f"{child.prefix}-ORDER"] = str(i + 1)
            data[f"{child.prefix}-id"] = str(child.instance.pk or "")
    return data


def data_of(instance, changes):
    """The form data of an instance, with some of its attributes changed first."""
    for name, value in changes.items():
        if isinstance(value, list):  # children, in the order given
            for position, child in enumerate(value):
                child.sort_order = position
        setattr(instance, name, value)
    form_class = edit_handler(instance).get_form_class()
    form = form_class(instance=instance)
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            child.instance_is_new = child.instance.pk is None and child in formset.initial_forms
    return form_data(form)


def edit_handler(instance):
    if isinstance(instance, Page):
        return instance.get_edit_handler()
    return instance.snippet_viewset.get_edit_handler()


def post_page(client, page, action="action-publish", **changes):
    """Send the edit form of a saved page."""
    data = data_of(page, changes) | ({action: "1"} if action else {})
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def create_page(client, page, parent, action="action-publish"):
    """Send the form that creates a page of this kind under a parent."""
    page.locale = parent.locale
    page.slug = page.slug or slugify(page.title)  # the admin's script does so while one types
    meta = page._meta
    url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
    return client.post(url, data_of(page, {}) | ({action: "1"} if action else {}))


def post_snippet(client, snippet, action="action-publish", **changes):
    """Send the edit form of a saved snippet."""
    data = data_of(snippet, changes) | ({action: "1"} if action else {})
    return client.post(reverse(snippet.snippet_viewset.get_url_name("edit"), args=[snippet.pk]), data)
