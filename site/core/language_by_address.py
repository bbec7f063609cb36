"""The language of a request is the one in its address; nobody is led away from an address they followed."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.middleware.locale import LocaleMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_path


class LanguageByAddressMiddleware(LocaleMiddleware):
    """Django's, without its redirect: an address without a language that nobody knows is just not found.

    Only what is chosen by Accept-Language varies with it: the way from `/`, and a page not found that has
    no language in its address.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Language", get_language())
        if get_language_from_path(request.path_info):
            return response
        if request.path_info == "/" or response.status_code == HttpResponseNotFound.status_code:
            patch_vary_headers(response, ("Accept-Language",))
        return response
