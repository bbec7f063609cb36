"""When a process is killed: an acceptance happens whole or not at all, and nothing that was sent is lost."""

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from tests.browser.http_browser import Browser
from tests.public_forms import fields_of

pytestmark = pytest.mark.browser

PREPARED = """
from networks_directory.listing_updates import submissions
from networks_directory.listing_updates.models import *
from networks_directory.listing_updates.parts import values_of
from networks_directory.models import NetworkPage
network = NetworkPage.objects.get(slug="amcn", locale__language_code="fr").specific
person, _ = Representative.objects.get_or_create(email="crash@site.example")
Representation.objects.get_or_create(representative=person, network=network)
base = values_of(network)
sent = submissions.Submission(base, base | {"founded": %d})
update, _ = submissions.submit(person, network, sent)
print(update.pk)
"""
ACCEPTED = """
import os, signal
from core.models import User
from networks_directory.listing_updates import acceptance, mails
from networks_directory.listing_updates.models import ListingUpdate
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
%s
update = ListingUpdate.objects.get(pk=%d)
user = User.objects.get(email="editor@kafaat.example")
acceptance.accept(update, user, acceptance.Reading.of(update), acceptance.Verdict(dict(update.proposal)))
"""
STATE = """
import json
from django_tasks_db.models import DBTaskResult
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.models import NetworkPage
from wagtail.models import PageLogEntry
update = ListingUpdate.objects.get(pk=%d)
pages = NetworkPage.objects.filter(translation_key=update.network.translation_key)
print(json.dumps({
    "state": update.state, "events": update.events.count(),
    "founded": sorted({str(page.founded) for page in pages}),
    "revisions": sum(page.revisions.count() for page in pages),
    "confirmations": sum(page.confirmations.count() for page in pages),
    "log": PageLogEntry.objects.filter(page__in=pages).count(),
    "mails": DBTaskResult.objects.filter(args_kwargs__icontains=update.reference).count(),
}))
"""


POINTS = ("acceptance._patched", "acceptance._offer_translations", "acceptance._log", "mails.tell_outcome")


@pytest.mark.parametrize("number", range(len(POINTS)))
def test_a_process_killed_while_accepting_leaves_everything_or_nothing(queue_site, number):
    update = int(queue_site.python(PREPARED % (2001 + number)))
    before = json.loads(queue_site.python(STATE % update))
    killed = accept(queue_site, update, POINTS[number])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert json.loads(queue_site.python(STATE % update)) == before
    assert accept(queue_site, update).returncode == 0
    after = json.loads(queue_site.python(STATE % update))
    assert (after["state"], after["founded"]) == ("accepted", [str(2001 + number)])
    assert after["mails"] == before["mails"] + 1
    assert accept(queue_site, update).returncode != 0  # a second time is refused
    assert json.loads(queue_site.python(STATE % update)) == after


def accept(site, update, point=""):
    """Accept an update in a process of its own, which kills itself when it comes to a point."""
    code = ACCEPTED % (f"{point} = die" if point else "", update)
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=site.env, capture_output=True, text=True, check=False
    )


# A thousand submissions at once

REPRESENTATIVES, NETWORKS, AT_ONCE = 100, 10, 16

MANY = f"""
import json
from networks_directory.listing_updates import codes
from networks_directory.listing_updates.models import *
from networks_directory.models import GeographicNetworkPage, NetworkFamilyPage, NetworkPage
family = NetworkFamilyPage.objects.filter(locale__language_code="fr").first()
networks = []
for number in range({NETWORKS}):  # of this test's own, and drafts: no other test sees them
    network = GeographicNetworkPage(title=f"Réseau {{number}}", locale=family.locale, live=False)
    networks.append(family.add_child(instance=network))
people = []
for number in range({REPRESENTATIVES}):
    person = Representative.objects.create(email=f"load{{number}}@site.example")
    Representation.objects.bulk_create(
        Representation(representative=person, network=network) for network in networks
    )
    issued = codes.issue(person.email)
    people.append(f"{{issued.row.key}}/{{issued.code}}")
print(json.dumps([people, [network.pk for network in networks]]))
"""
COUNTED = """
import json
from django_tasks_db.models import DBTaskResult
from networks_directory.listing_updates.models import ListingUpdate
mine = ListingUpdate.objects.filter(author_email__startswith="load")
waiting = mine.filter(state="waiting")
print(json.dumps({
    "references": list(waiting.values_list("reference", flat=True)),
    "pairs": waiting.values("representative", "network").distinct().count(),
    "all": mine.count(),
    "events": sum(update.events.count() for update in waiting.prefetch_related("events")),
    "mails": DBTaskResult.objects.filter(args_kwargs__icontains="load").filter(
        args_kwargs__icontains="@site.example").exclude(args_kwargs__icontains="editor@").count(),
}))
"""


def test_a_thousand_submissions_sixteen_at_a_time_while_a_server_process_is_killed(queue_site):
    links, networks = json.loads(queue_site.python(MANY))
    browsers = [Browser(queue_site) for _ in links]

    def sign_in(browser, link):
        browser.post(f"/fr/mes-reseaux/link/{link}/", {})

    acknowledged = []

    def submit(job):
        number, browser, network = job
        if number == REPRESENTATIVES * NETWORKS // 2:
            kill_a_server_process(queue_site)
        path = f"/fr/mes-reseaux/listing/{network}/"
        data = forms[network] | {"listing-founded": "1999", "action": "submit"}
        url, _page = browser.post(path, data)
        acknowledged.append(re.search(r"/follow/(\w{8})/", url)[1])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sign_in, browsers, links))
        forms = {pk: fields_of(browsers[0].open(f"/fr/mes-reseaux/listing/{pk}/")[1]) for pk in networks}
        jobs = [(browser, network) for network in networks for browser in browsers]
        list(pool.map(submit, [(number, *job) for number, job in enumerate(jobs)]))

    counted = json.loads(queue_site.python(COUNTED))
    assert len(acknowledged) == len(set(acknowledged)) == REPRESENTATIVES * NETWORKS
    assert set(counted["references"]) == set(acknowledged)
    assert counted["pairs"] == counted["all"] == counted["events"] == REPRESENTATIVES * NETWORKS
    assert counted["mails"] == REPRESENTATIVES * NETWORKS


def kill_a_server_process(site):
    """Kill one of gunicorn's processes outright; the other goes on, and a new one is started."""
    children = subprocess.run(
        ["pgrep", "-P", str(site.server.pid)], capture_output=True, text=True, check=True
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
