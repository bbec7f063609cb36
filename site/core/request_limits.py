"""What is refused at the door, whoever asks: addresses that name nothing, and signs that no column holds.

It stands before everything that asks the database, so that what it refuses costs nothing.
"""

from django.http import UnreadablePostError

from .error_pages import plain_page

# The deepest addresses are the admin's, with eight parts; a page has five, its further views seven.
MOST_PARTS = 12
LONGEST_PATH = 2_000  # characters; a link that withdraws a consent in Arabic has some 1,100
LARGEST_REQUEST = 25 * 1024 * 1024  # octets, files and all; a document may have 20 MB
NUL = "\x00"  # PostgreSQL keeps it in no text


class RequestLimitsMiddleware:
    """Answers 404 to an address that is too deep, too long or holds a NUL, and 422 to a form that holds one.

    413 to what is larger than any file we take, before it is received. A NUL in a parameter or a cookie is
    left out instead: it asks for nothing.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        path = request.path_info
        if path.count("/") > MOST_PARTS + 1 or len(path) > LONGEST_PATH or NUL in path:
            return plain_page(request, "not_found.html", 404)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
            return plain_page(request, "too_much.html", 413)
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or NUL in query:
            request.GET = _without_nul(request.GET)
        # A quoted cookie can hold one, as "\000", and would be looked for among the sessions.
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST":
            return None
        try:
            sent = request.POST.lists()
        except UnreadablePostError:  # the connection broke: nobody waits for an answer
            return None
        if any(NUL in text for name, values in sent for text in (name, *values)):
            return plain_page(request, "unreadable_sign.html", 422)
        return None


def _without_nul(parameters):
    cleaned = parameters.copy()
    for name, values in parameters.lists():
        cleaned.setlist(name, [value.replace(NUL, "") for value in values])
    return cleaned
