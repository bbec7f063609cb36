"""Wagtail's notices of moderation, once to each reader.

Their words and looks are templates (wagtailadmin/notifications).
"""

from typing import Any

from wagtail.admin.mail import WorkflowStateSubmissionEmailNotifier
from wagtail.models import AbstractGroupApprovalTask, WorkflowState
from wagtail.signals import workflow_submitted


class SubmissionNotifier(WorkflowStateSubmissionEmailNotifier):
    """Tells superusers of a submission, unless they hear of its first task as all do who may approve it."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        if not super().can_handle(instance, **kwargs):
            return False
        first = instance.current_task_state
        return not (first and isinstance(first.task.specific, AbstractGroupApprovalTask))


tell_of_submission = SubmissionNotifier()


def take_place_of_wagtails() -> None:
    """Called before Wagtail connects its own: of two receivers with one name the first stays."""
    workflow_submitted.connect(
        tell_of_submission,
        sender=WorkflowState,
        dispatch_uid="workflow_state_submitted_email_notification",
    )
