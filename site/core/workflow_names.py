"""The name of Wagtail's own workflow, and of its task: stored once, shown in each reader's language."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.db.models import Field, Model
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import ModelLogEntry, Task, Workflow
from wagtail.models.audit_log import BaseLogEntry

OURS = _("Moderators approval")
STORED = "Validation par les modérateurs"  # by migration 0005; what an editor names another stays as it is


@cache
def _known() -> frozenset[str]:
    """The name in every language: a form sends it as it was shown, the log keeps it as its actor read it."""
    names = {STORED}
    for code, _name in settings.LANGUAGES:
        with override(code):
            names.add(str(OURS))
    return frozenset(names)


def for_reader(name: str) -> str:
    """The name of a workflow or of a task, in the reader's language where it is ours."""
    return str(OURS) if name in _known() else name


class NameForReader(DeferredAttribute):
    """A column with such a name: read in the reader's language, kept as it is stored."""

    field: "Field[Any, Any]"

    def __get__(self, instance: Model | None, cls: type[Model] | None = None) -> Any:
        name = super().__get__(instance, cls)
        return name if instance is None else for_reader(name)

    def __set__(self, instance: Model, name: str) -> None:
        instance.__dict__[self.field.attname] = STORED if name in _known() else name


def name_workflows_for_reader() -> None:
    """Called once, when the apps are ready."""
    for model, name in ((Workflow, "name"), (Task, "name"), (ModelLogEntry, "label")):
        field = model._meta.get_field(name)
        setattr(model, name, NameForReader(field))
        field.pre_save = partial(_as_stored, name)
    message = cached_property(partial(_message, BaseLogEntry.message.func))
    message.__set_name__(BaseLogEntry, "message")
    BaseLogEntry.message = message


def _as_stored(name: str, instance: Model, add: bool) -> Any:
    return instance.__dict__[name]


def _message(as_logged: Any, entry: BaseLogEntry) -> str:
    """What the history says: the names that an entry holds, for its reader."""
    workflow = (entry.data or {}).get("workflow")
    if isinstance(workflow, dict):
        for named in (workflow, workflow.get("task"), workflow.get("next")):
            if named and "title" in named:
                named["title"] = for_reader(named["title"])
    return as_logged(entry)
