"""The Content-Security-Policy of the pages; the admin has none (CONTENT_SECURITY_POLICY)."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's; a preview may stand in a frame of the admin, where no page may stand in any frame.

    Wagtail makes a preview by a request of its own through every middleware, so that whatever is previewed,
    a page, a snippet, a revision or a translation, comes by here marked.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if getattr(request, "is_preview", False):
            parts.replace = (parts.replace or {}) | {"frame-ancestors": [SELF]}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if getattr(request, "is_preview", False):
            response["X-Frame-Options"] = "SAMEORIGIN"
        return super().process_response(request, response)
