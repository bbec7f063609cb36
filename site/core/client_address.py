"""Whose connection a request comes from, behind the one proxy of a production site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]


def client_address_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sets REMOTE_ADDR to the last address of X-Forwarded-For: the one our own proxy has added.

    What stands before it was sent by the client and proves nothing. Only for a site that is reached
    through a proxy that appends to the header; production settings say so.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded:
            request.META["REMOTE_ADDR"] = forwarded.rsplit(",", 1)[-1].strip()
        return get_response(request)

    return middleware
