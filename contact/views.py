"""Receives the contact form."""

from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from core.rate_limits import status_of
from core.visibility import may_see

from .forms import ContactForm
from .mails import announce_message
from .models import ContactPage


# The form acts on nobody's account and needs no cookie, so there is no session to forge.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send_message(request):
    """Keep a message and lead to its receipt; show the form again, filled in, when it has errors."""
    page = ContactPage.objects.filter(locale__language_code=get_language()).first()
    if page is None or not may_see(request, page):
        raise Http404
    url = page.get_url(request)
    if request.method != "POST":  # somebody reloads the address of a form that had errors
        return redirect(url)
    form = ContactForm.for_request(request, request.POST)
    if not form.is_valid():
        response = page.serve(request, form=form)
        response.status_code = status_of(form)
        return response
    with transaction.atomic():
        message, created = form.save()
        if created:
            announce_message(message, page.recipient_addresses())
    return redirect(f"{url}?receipt={message.receipt}#sent")
