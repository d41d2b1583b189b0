# A person at the dashboard: a breach appears, its evidence is looked at, and a review gives a new revision.
# SPDX-License-Identifier: Apache-2.0
import re
import time

import pytest

from support.browser import Page, browser
from support.calls import Client
from support.processes import Gateway
from support.waiting import eventually

# What the browser itself says of calls that are refused, as they must be.
REFUSED = ["status of 401"]


@pytest.fixture(scope="module")
def chromium():
    with browser() as started:
        yield started


@pytest.fixture
def page(chromium, guarded):
    pages = []

    def page(*arguments, address=None, **settings):
        pages.append(Page(chromium, address or guarded.http, *arguments, **settings))
        return pages[-1]
    yield page
    for opened in pages:
        opened.close()


def test_from_a_breach_to_a_new_revision(quality, issuer, page):
    session = page("en").sign_in(issuer.token("quality", sub="ms-wang"))
    tab = session.page
    assert tab.url.endswith("#/board") and tab.inner_text("h1").startswith("Live board")
    tab.wait_for_selector(".connection.live")

    # A breach appears while one looks on.
    known = set(tab.eval_on_selector_all("#alerts li", "all => all.map((one) => one.dataset.conversation)"))
    tab.wait_for_function("""(known) => [...document.querySelectorAll("#alerts li")].some((one) =>
        !known.includes(one.dataset.conversation) && one.querySelector(".pill")?.textContent === "breached")""",
                          arg=list(known), timeout=60_000)
    name = tab.evaluate("""(known) => [...document.querySelectorAll("#alerts li")].find((one) =>
        !known.includes(one.dataset.conversation) && one.querySelector(".pill")?.textContent === "breached")
        .dataset.conversation""", list(known))

    # Its page tells why, in the end with the dialogue: what was said before it was judged is not there yet.
    tab.evaluate("(name) => [...document.querySelectorAll('#alerts a')].find((a) => a.textContent.startsWith(name))"
                 ".click()", name)
    tab.wait_for_function("(name) => document.querySelector('h1')?.textContent.startsWith(name)", arg=name)
    tab.wait_for_selector("#dialogue .message", timeout=60_000)
    assert tab.inner_text("h1").startswith(name)
    assert "breached" in tab.inner_text("main")

    # One that lost points has each passage marked, with its rule.
    listed = quality.call("ListEvaluations", limit=500).evaluations
    found = next(e for e in reversed(listed) if e.deductions and e.deductions[0].evidence.byte_end and e.agent_id)
    session.go(f"#/conversation/{found.conversation_id}/{found.episode}")
    tab.wait_for_selector("#dialogue mark[data-points]")
    number = tab.get_attribute("#dialogue mark[data-points]", "data-points").split()[0]
    point = tab.locator(f"#point-{number}")
    assert "Rule: " in point.inner_text() and re.search(r"−?-?\d", point.inner_text())
    tab.locator(f"#dialogue sup a[href='#point-{number}']").first.click()
    assert point.evaluate("(element) => element.classList.contains('lit') && document.activeElement === element")

    # A score sheet is filled in, and the new revision shows itself.
    revision = int(tab.get_attribute("h1", "data-revision"))
    if not tab.locator("#sheet").evaluate("(element) => element.open"):
        tab.click("#sheet summary")
    field = tab.locator("#sheet input[type=number]").first
    field.fill("0.5")
    criterion = field.get_attribute("name")
    tab.select_option("#step", "STEP_SCORED")
    tab.fill("#note", "seen by a browser")
    tab.click("#sheet button[type=submit]")
    tab.wait_for_function("(old) => Number(document.querySelector('h1')?.dataset.revision) > old", arg=revision,
                          timeout=60_000)
    newer = quality.call("GetConversation", conversation_id=found.conversation_id, episode=found.episode).evaluation
    assert newer.revision > revision and newer.HasField("review")
    assert "ms-wang" in str(newer.review) and criterion in str(newer.review)
    session.check([*REFUSED, "status of 404"])


def test_a_figure_leads_to_what_it_is_made_of(quality, issuer, page):
    session = page("en").sign_in(issuer.token())
    session.page.locator("#tiles a.tile").nth(1).click()
    session.page.wait_for_selector("dl.facts")
    assert "Formula" in session.page.inner_text("main")
    session.page.locator("main a[href^='#/conversation']").first.click()
    session.page.wait_for_selector("#dialogue")
    session.check(REFUSED)


def test_by_keyboard_alone(quality, issuer, page):
    session = page("en")
    tab = session.open().page
    tab.wait_for_selector("#token")
    assert tab.evaluate("document.activeElement.id") == "token"
    tab.keyboard.insert_text(issuer.token())
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("nav a")
    session.settled()
    tab.evaluate("document.activeElement.blur()")
    for keys, place in [("ga", "alerts"), ("gt", "teams"), ("gp", "agents"), ("gr", "reviews"), ("gs", "scorecards"),
                        ("gb", "board")]:
        for key in keys:
            tab.keyboard.press(key)
        tab.wait_for_selector(f"nav a[href='#/{place}'][aria-current=page]")
        session.settled()
    tab.keyboard.press("l")
    tab.wait_for_function("() => document.documentElement.lang === 'zh-Hans'")
    tab.keyboard.press("l")
    tab.wait_for_function("() => document.documentElement.lang === 'en'")
    session.settled()
    tab.wait_for_selector("main a[href^='#/conversation']")
    tab.keyboard.press("j")
    # In one look: the live list may take the link away between two.
    href, style = tab.evaluate("""() => [
        document.activeElement.getAttribute('href'), getComputedStyle(document.activeElement).outlineStyle]""")
    assert href.startswith("#/conversation")
    assert style != "none"
    tab.reload()
    tab.wait_for_selector("nav a")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    session.check(REFUSED)


def test_sorting_says_so(quality, issuer, page):
    session = page("en").sign_in(issuer.token())
    session.go("#/agents")
    tab = session.page
    head = tab.locator("main th").nth(1)
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "descending"
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"


ROLES = {"agent": ["me", "alerts", "scorecards"], "payroll": ["scorecards"],
         "lead": ["board", "alerts", "teams", "agents", "reviews", "scorecards"]}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_roles_have_their_pages(quality, issuer, page, people, role):
    claims = {"agent": {"agent": people["agent"]}, "lead": {"teams": [people["team"]]}}.get(role, {})
    session = page("en").sign_in(issuer.token(role, **claims))
    links = session.page.eval_on_selector_all("nav a", "all => all.map((a) => a.getAttribute('href').slice(2))")
    assert links == ROLES[role]
    for name in links:
        session.go(f"#/{name}")
        assert not session.page.locator("section.error").count(), (name, session.page.inner_text("main"))
    session.check(REFUSED)


def test_signing_in_and_out(quality, issuer, page):
    session = page("en")
    tab = session.open().page
    tab.fill("#token", "nonsense")
    tab.click("main button[type=submit]")
    tab.wait_for_function("() => document.querySelector('main [role=alert]').textContent.includes('token')")
    tab.fill("#token", issuer.token())
    tab.click("main button[type=submit]")
    tab.wait_for_selector("#leave:visible")
    cookie = session.context.cookies()[0]
    assert cookie["httpOnly"] and cookie["sameSite"] == "Strict"
    assert tab.evaluate("document.cookie") == "" and tab.evaluate("JSON.stringify(localStorage)") == "{}"
    tab.click("#leave")
    tab.wait_for_selector("#token")
    assert session.context.cookies() == [] and not tab.locator("nav a").count()
    tab.reload()
    tab.wait_for_selector("#token")


def test_an_expired_token_leads_to_signing_in(quality, issuer, page):
    session = page("en").sign_in(issuer.token(exp=int(time.time()) + 4))
    session.page.wait_for_selector("#token", timeout=20_000)
    assert "expired" in session.page.inner_text("main")
    assert not session.page.locator("nav a").count()


def test_it_goes_on_when_the_gateway_does(demo, keys, quality, issuer, page):
    """The gateway is killed and another starts at the same address: nothing that was published meanwhile is missing."""
    gateway = Gateway(demo.broker, **keys).listening()
    address = gateway.http
    with Client(gateway.grpc, issuer.token()) as client:
        client.await_serving()
    session = page("en", address=address).sign_in(issuer.token())
    tab = session.page
    tab.wait_for_selector(".connection.live")
    gateway.kill()
    tab.wait_for_selector(".connection:not(.live)")
    again = Gateway(demo.broker, **keys, gateway_http=address.split("//")[1]).listening()
    try:
        tab.wait_for_selector(".connection.live", timeout=40_000)
        known = tab.inner_text("#alerts")
        eventually(lambda: tab.inner_text("#alerts") != known, 60, "something new")
    finally:
        again.kill()


def test_what_comes_from_elsewhere_is_never_markup(opened, quality, page):
    """Names and texts with markup are shown as they are."""
    session = page("en", address=opened.http).open("#/conversation/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E/1")
    session.page.wait_for_selector("main section")
    assert not session.page.locator("main img").count()
    for place in ["#/agent/%E4%BD%A0%22%3E%3Cb%3E", "#/explain/x/y/z", "#/nothing", "#/conversation/%E4", "#/", "#//",
                  "#/__proto__", "#/constructor"]:
        session.go(place)
        assert session.page.inner_text("main").strip(), place
        assert not session.page.locator("main b").count()
    assert session.page.evaluate("window.violations") == []
