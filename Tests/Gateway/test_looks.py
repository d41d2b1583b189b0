# How the dashboard looks: both languages, light and dark, wide and on a phone. The pictures stay for people to look at.
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import tempfile

import pytest

from support.browser import Page, browser

REFUSED = ["status of 401", "status of 404", "status of 503"]


@pytest.fixture(scope="module")
def pictures():
    folder = pathlib.Path(os.environ.get("PICTURES") or tempfile.mkdtemp(prefix="assay-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    print(f"\npictures of the dashboard: {folder}")


@pytest.fixture(scope="module")
def places(quality, people):
    """Pages, and what is on them when they are there."""
    listed = quality.call("ListEvaluations", limit=500).evaluations
    marked = next(e for e in listed if sum(1 for d in e.deductions if d.evidence.byte_end) > 1 and e.agent_id)
    name = f"{marked.conversation_id}/{marked.episode}"
    return {"board": "#/board", "alerts": "#/alerts", "teams": "#/teams", "agents": "#/agents",
            "agent": f"#/agent/{people['agent']}", "conversation": f"#/conversation/{name}",
            "sheet": f"#/conversation/{name}", "explain": "#/explain/mean-score/all/2026-11", "reviews": "#/reviews",
            "scorecards": "#/scorecards", "error": "#/conversation/nothing/1", "nothing": "#/nothing"}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page(guarded, issuer, quality, places, pictures, language, scheme, width):
    with browser() as started:
        session = Page(started, guarded.http, language, scheme, width)
        tab = session.open().page

        def picture(name):
            tab.screenshot(path=pictures / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
            session.check(REFUSED)
        tab.wait_for_selector("#token")
        picture("sign-in")
        session.sign_in(issuer.token())
        for name, place in places.items():
            session.go(place)
            if name == "sheet":
                tab.locator("#sheet").evaluate("(element) => { element.open = true; }")
                tab.locator("#sheet").scroll_into_view_if_needed()
            if name == "conversation":
                tab.wait_for_selector("#dialogue mark")
            picture(name)
        assert tab.evaluate("document.documentElement.lang") == ("zh-Hans" if language == "zh" else "en")
        session.close()


def test_the_phone_of_an_agent(guarded, issuer, quality, people, pictures):
    with browser() as started:
        session = Page(started, guarded.http, "zh", "light", 390).sign_in(
            issuer.token("agent", agent=people["agent"]))
        session.page.screenshot(path=pictures / "me-zh-light-390.png", full_page=True)
        session.check(REFUSED)
        mine = people["mine"]
        session.go(f"#/conversation/{mine.conversation_id}/{mine.episode}")
        session.page.screenshot(path=pictures / "own-conversation-zh-light-390.png", full_page=True)
        session.check(REFUSED)
        session.close()
