"""The whole way of a listing update, in a real browser, with real e-mails, on a real PostgreSQL.

And when a process is killed: an acceptance happens whole or not at all, and nothing that was sent is lost.
"""

import json
import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import unquote

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.browser.http_browser import Browser
from tests.public_forms import fields_of

pytestmark = pytest.mark.browser

NETWORKS = {  # each run has a network of its own
    "dmk": "Réseau des Compétences Marocaines en Allemagne",
    "c3m": "Réseau des Compétences Médicales Marocaines du Monde",
    "lawyers": "Avocats marocains à l’étranger",
}
IN_ARABIC = {"c3m": "شبكة الكفاءات الطبية المغربية في العالم"}  # what its page is called there
WORDS = {
    "fr": {
        "go_on": "Continuer vers mes réseaux", "change": "Changer la fiche", "send": "Envoyer au ministère",
        "preview": "Voir la page telle qu’elle serait", "waiting": "En attente du ministère",
        "answer": "Changer ce que j’ai proposé, et répondre", "accepted": "Accepté",
        "received": "reçu", "asked": "une question du ministère", "welcome": "tenir sa fiche à jour",
    },
    "ar": {
        "go_on": "المتابعة إلى شبكاتي", "change": "تغيير البطاقة", "send": "إرسال إلى الوزارة",
        "preview": "معاينة الصفحة كما ستكون", "waiting": "في انتظار الوزارة",
        "answer": "تغيير ما اقترحته والرد", "accepted": "مقبول",
        "received": "تم التوصل", "asked": "سؤال من الوزارة", "welcome": "يمكنكم تحديث بطاقتها",
    },
}  # fmt: skip


def words_of(mail):
    """The plain text of an e-mail."""
    return mail.get_body(("plain",)).get_content()


def link_in(mail, part):
    """The address in an e-mail in which a word stands, in whichever language: a path of the site."""
    words = {"link": "(lien|link|رابط)", "follow": "(suivi|follow|متابعة)"}[part]
    return re.search(rf"https?://[^/\s]+(/\S*/{words}/\S*)", unquote(words_of(mail)))[1]


def attach(editor, title, address, language):
    """What an editor does to attach a representative."""
    editor.goto("/admin/representations/new/")
    editor.get_by_role("button", name="Choisissez une page").click()
    editor.locator(".modal-body [name=q]").fill(title)
    editor.locator(".modal-body a.choose-page", has_text=title).first.click()
    editor.fill("[name=email]", address)
    editor.select_option("[name=language]", language)
    editor.click("main form button[type=submit]")
    expect(editor.locator(".messages .success")).to_be_visible()


def sign_in(editor, site):
    editor.fill("[name=username]", site.email)
    editor.fill("[name=password]", site.password)
    editor.click("button[type=submit]")
    editor.wait_for_url("**/admin/")


def open_review(editor, reference):
    editor.goto(f"/admin/listing-updates/?q={reference}")
    editor.click(f"tr:has-text('{reference}') .title-wrapper a")


def fill_in(amal, key, title, preview):
    """Changes the listing and looks at the page as it would become."""
    amal.fill("[name=listing-website]", f"https://www.{key}.example/")
    amal.fill("[name=listing-founded]", "2009")
    amal.fill("[name=phones-0-number]", "+49 30 123456")
    with amal.context.expect_page() as opened:
        amal.get_by_role("button", name=preview).click()
    assert f"https://www.{key}.example/" in opened.value.content()
    assert opened.value.text_content("h1") == title
    opened.value.close()


def ask(editor, reference):
    """Returns one field to the sender, with a question."""
    open_review(editor, reference)
    editor.check("[name=decision-founded][value=ask]")
    editor.fill("[name=words-founded]", "Quelle est la source ?")
    editor.get_by_role("button", name="Renvoyer pour complément").click()
    expect(editor.locator(".messages .success")).to_be_visible()


def accept(editor, reference):
    open_review(editor, reference)
    assert "Nos statuts, article 1." in editor.text_content("main")
    assert editor.locator("[name^=decision-]:checked").count() == 0  # nothing is decided for the editor
    for choice in editor.locator("[name^=decision-][value=accept]").all():
        choice.check()
    editor.get_by_role("button", name="Accepter et publier").click()
    expect(editor.locator(".messages .success")).to_be_visible()


def reference_of(page):
    return page.url.rstrip("/").split("/")[-2]


def path_in_arabic(site, title):
    return site.python(
        "from networks_directory.models.networks import NetworkPage;"
        f"page = NetworkPage.objects.get(title={title!r}).specific;"
        "print([p.url for p in page.get_translations() if p.locale.language_code == 'ar'][0])"
    ).strip()


@pytest.fixture(scope="module")
def _worker(queue_site):
    with queue_site.delivering():
        yield


@pytest.mark.usefixtures("_worker")
@pytest.mark.parametrize(
    ("language", "scripts", "key"), [("fr", True, "dmk"), ("ar", True, "c3m"), ("fr", False, "lawyers")]
)
def test_invited_changed_returned_answered_accepted_and_seen_in_arabic(
    open_queue_page, queue_site, language, scripts, key
):
    words, title, address = WORDS[language], NETWORKS[key], f"amal@{key}.example"
    editor = open_queue_page("/admin/login/", locale="fr-FR")
    sign_in(editor, queue_site)
    attach(editor, title, address, language)

    invitation = queue_site.mail(1, address)
    assert words["welcome"] in invitation["Subject"]
    amal = open_queue_page(link_in(invitation, "link"), width=390, java_script_enabled=scripts)
    amal.get_by_role("button", name=words["go_on"]).click()
    amal.get_by_role("link", name=words["change"]).click()
    assert amal.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    fill_in(amal, key, IN_ARABIC[key] if language == "ar" else title, words["preview"])
    amal.get_by_role("button", name=words["send"]).click()
    assert words["waiting"] in amal.text_content(".banner")
    assert words["received"] in queue_site.mail(2, address)["Subject"]
    reference = reference_of(amal)

    ask(editor, reference)
    question = queue_site.mail(3, address)
    assert words["asked"] in question["Subject"]
    assert "Quelle est la source" in words_of(question)

    amal.goto(link_in(question, "follow"))
    assert "Quelle est la source ?" in amal.text_content("main")
    amal.get_by_role("link", name=words["answer"]).click()
    amal.fill("[name=listing-founded]", "2010")
    amal.fill("[name=message]", "Nos statuts, article 1.")
    amal.get_by_role("button", name=words["send"]).click()
    assert reference_of(amal) == reference

    accept(editor, reference)
    amal.goto(link_in(queue_site.mail(5, address), "follow"))
    assert words["accepted"] in amal.text_content(".banner")
    assert len(queue_site.received(address)) == 5  # invitation, received, question, received, accepted
    told = [mail for mail in queue_site.received(queue_site.email) if reference in mail["Subject"]]
    assert len(told) == 2
    amal.goto(path_in_arabic(queue_site, title))
    assert amal.get_attribute("html", "dir") == "rtl"
    for shown in ("2010", "+49 30 123456", f"{key}.example", "تم التأكيد من طرف الشبكة"):
        assert shown in amal.text_content("main")


# Processes killed

PREPARED = """
from networks_directory.listing_updates import submissions
from networks_directory.listing_updates.models import *
from networks_directory.listing_updates.listing_values import Patch, values_of
from networks_directory.models.networks import NetworkPage
network = NetworkPage.objects.get(slug="amcn", locale__language_code="fr").specific
person, _ = Representative.objects.get_or_create(email="crash@site.example")
Representation.objects.get_or_create(representative=person, network=network)
base = values_of(network)
sent = submissions.Submission(Patch.between(base, base | {"founded": %d}))
update, _ = submissions.submit(person, network, sent)
print(update.pk)
"""
ACCEPTED = """
import os, signal
from core.models import User
from networks_directory.listing_updates import acceptance, applying, mails, verdicts
from networks_directory.listing_updates.models import ListingUpdate
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
%s
update = ListingUpdate.objects.get(pk=%d)
user = User.objects.get(email="editor@kafaat.example")
acceptance.accept(update, user, verdicts.Reading.of(update), verdicts.Verdict(dict(update.proposal)))
"""
STATE = """
import json
from django_tasks_db.models import DBTaskResult
from networks_directory.listing_updates.models import ListingUpdate
from networks_directory.models.networks import NetworkPage
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


POINTS = ("applying._patched", "applying._offer_translations", "acceptance._log", "mails.tell_outcome")


@pytest.mark.parametrize("number", range(len(POINTS)))
def test_a_process_killed_while_accepting_leaves_everything_or_nothing(queue_site, number):
    update = int(queue_site.python(PREPARED % (2001 + number)))
    before = json.loads(queue_site.python(STATE % update))
    killed = accept_in_a_process(queue_site, update, POINTS[number])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert json.loads(queue_site.python(STATE % update)) == before
    assert accept_in_a_process(queue_site, update).returncode == 0
    after = json.loads(queue_site.python(STATE % update))
    assert (after["state"], after["founded"]) == ("accepted", [str(2001 + number)])
    assert after["mails"] == before["mails"] + 1
    assert accept_in_a_process(queue_site, update).returncode != 0  # a second time is refused
    assert json.loads(queue_site.python(STATE % update)) == after


def accept_in_a_process(site, update, point=""):
    """Accept an update in a process of its own, which kills itself when it comes to a point."""
    code = ACCEPTED % (f"{point} = die" if point else "", update)
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "--command", code]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, env=site.env, capture_output=True, text=True, check=False
    )


# Three hundred submissions at once; a thousand by `make soak`

REPRESENTATIVES, AT_ONCE = 100, 16
LISTINGS = 10 if os.environ.get("HYPOTHESIS_PROFILE") == "soak" else 3

MANY = f"""
import json
from networks_directory.listing_updates import codes
from networks_directory.listing_updates.models import *
from networks_directory.models.networks import NetworkPage
from networks_directory.pages.directory import NetworkFamilyPage
from networks_directory.pages.networks import GeographicNetworkPage
family = NetworkFamilyPage.objects.filter(locale__language_code="fr").first()
networks = []
for number in range({LISTINGS}):  # of this test's own, and drafts: no other test sees them
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


@pytest.mark.soak
def test_submissions_of_a_hundred_sixteen_at_a_time_while_a_server_process_is_killed(queue_site):
    links, networks = json.loads(queue_site.python(MANY))
    browsers = [Browser(queue_site) for _ in links]

    def sign_in(browser, link):
        browser.post(f"/fr/mes-reseaux/lien/{link}/", {})

    acknowledged = []

    def submit(job):
        number, browser, network = job
        if number == REPRESENTATIVES * LISTINGS // 2:
            kill_a_server_process(queue_site)
        path = f"/fr/mes-reseaux/fiche/{network}/"
        data = forms[network] | {"listing-founded": "1999", "action": "submit"}
        url, _page = browser.post(path, data)
        acknowledged.append(re.search(r"/suivi/(\w{8})/", url)[1])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(sign_in, browsers, links))
        forms = {pk: fields_of(browsers[0].open(f"/fr/mes-reseaux/fiche/{pk}/")[1]) for pk in networks}
        jobs = [(browser, network) for network in networks for browser in browsers]
        list(pool.map(submit, [(number, *job) for number, job in enumerate(jobs)]))

    counted = json.loads(queue_site.python(COUNTED))
    assert len(acknowledged) == len(set(acknowledged)) == REPRESENTATIVES * LISTINGS
    assert set(counted["references"]) == set(acknowledged)
    assert counted["pairs"] == counted["all"] == counted["events"] == REPRESENTATIVES * LISTINGS
    assert counted["mails"] == REPRESENTATIVES * LISTINGS


def kill_a_server_process(site):
    """Kill one of gunicorn's processes outright; the other goes on, and a new one is started."""
    children = subprocess.run(
        ["pgrep", "-P", str(site.server.pid)], capture_output=True, text=True, check=True
    )
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)
