"""What somebody who signs in to the admin chooses under their name, where an app keeps it itself."""

from typing import Any

from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab


class PreferencePanel(BaseSettingsPanel):
    """A form among the notifications of one's account; `form_class` is of a model with a `user`.

    Whoever has chosen nothing has no row yet.
    """

    tab = notifications_tab

    def get_form(self) -> Any:
        model = self.form_class._meta.model
        instance = model.objects.filter(user=self.user).first() or model(user=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=instance, prefix=self.name)
