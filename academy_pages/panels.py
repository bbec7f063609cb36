"""The sessions of a module, in its editor."""

from typing import Any

from wagtail.admin.panels import Panel


class SessionsPanel(Panel):
    """Leads from a module to its sessions, and to a new one; shown to those who may change sessions."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "academy_pages/admin/sessions_panel.html"

        def is_shown(self) -> bool:
            may_change = self.request.user.has_perm("academy_pages.change_modulesession")
            return bool(super().is_shown() and self.instance.pk and may_change)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"module": self.instance, "sessions": self.instance.sessions.all()}
