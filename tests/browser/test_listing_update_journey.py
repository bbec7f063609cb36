"""The whole way of a listing update, in a real browser, with real e-mails, on a real PostgreSQL."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NETWORKS = {  # each run has a network of its own
    "dmk": "Réseau des Compétences Marocaines en Allemagne",
    "c3m": "Réseau des Compétences Médicales Marocaines du Monde",
    "lawyers": "Avocats marocains à l’étranger",
}
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
        "received": "تم التوصل", "asked": "سؤال من الوزارة", "welcome": "يمكنكم تحيين بطاقتها",
    },
}  # fmt: skip


def link_in(mail, part):
    return re.search(rf"https?://[^/\s]+(/\S*/{part}/\S*)", mail.get_content())[1]


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
    editor.get_by_role("button", name="Accepter et publier").click()
    expect(editor.locator(".messages .success")).to_be_visible()


def reference_of(page):
    return page.url.rstrip("/").split("/")[-2]


def path_in_arabic(site, title):
    return site.python(
        "from networks_directory.models import NetworkPage;"
        f"page = NetworkPage.objects.get(title={title!r}).specific;"
        "print([p.url for p in page.get_translations() if p.locale.language_code == 'ar'][0])"
    ).strip()


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

    invitation = queue_site.received(address)[-1]
    assert words["welcome"] in invitation["Subject"]
    amal = open_queue_page(link_in(invitation, "link"), width=390, java_script_enabled=scripts)
    amal.get_by_role("button", name=words["go_on"]).click()
    amal.get_by_role("link", name=words["change"]).click()
    assert amal.get_attribute("html", "dir") == ("rtl" if language == "ar" else "ltr")
    fill_in(amal, key, title, words["preview"])
    amal.get_by_role("button", name=words["send"]).click()
    assert words["waiting"] in amal.text_content(".banner")
    assert words["received"] in queue_site.received(address)[-1]["Subject"]
    reference = reference_of(amal)

    ask(editor, reference)
    question = queue_site.received(address)[-1]
    assert words["asked"] in question["Subject"]
    assert "Quelle est la source ?" in question.get_content()

    amal.goto(link_in(question, "follow"))
    assert "Quelle est la source ?" in amal.text_content("main")
    amal.get_by_role("link", name=words["answer"]).click()
    amal.fill("[name=listing-founded]", "2010")
    amal.fill("[name=message]", "Nos statuts, article 1.")
    amal.get_by_role("button", name=words["send"]).click()
    assert reference_of(amal) == reference

    accept(editor, reference)
    amal.goto(link_in(queue_site.received(address)[-1], "follow"))
    assert words["accepted"] in amal.text_content(".banner")
    assert len(queue_site.received(address)) == 5  # invitation, received, question, received, accepted
    told = [mail for mail in queue_site.received(queue_site.email) if reference in mail["Subject"]]
    assert len(told) == 2
    amal.goto(path_in_arabic(queue_site, title))
    assert amal.get_attribute("html", "dir") == "rtl"
    for shown in ("2010", "+49 30 123456", f"{key}.example", "تم التأكيد من طرف الشبكة"):
        assert shown in amal.text_content("main")
