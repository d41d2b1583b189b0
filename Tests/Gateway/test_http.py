# The calls over HTTP, sessions of browsers, and what other sites can do: nothing.
# SPDX-License-Identifier: Apache-2.0
import base64
import json

import pytest

from support.calls import Client, UNARY
from support.web import Web

SAFETY = {"content-security-policy", "referrer-policy", "x-content-type-options", "cross-origin-opener-policy",
          "cross-origin-resource-policy", "permissions-policy", "cache-control"}
JSON = {"content-type": "application/json"}


@pytest.fixture
def web(quality, guarded):
    return Web(guarded.http)


def begin(web, token, **headers):
    return web.send("POST", "/session", json.dumps({"token": token}), JSON | headers)


def test_calls_are_the_same_as_by_grpc(web, quality, issuer):
    answer = web.call("ListEvaluations", {"limit": 5}, issuer.token())
    assert answer.status == 200 and answer.headers["content-type"].startswith("application/json")
    listed = quality.call("ListEvaluations", limit=500).evaluations
    assert {(e["conversationId"], e["revision"]) for e in answer.json["evaluations"]} <= {
        (e.conversation_id, e.revision) for e in listed}
    assert answer.json["nextPageToken"]


@pytest.mark.parametrize("name", UNARY)
def test_without_a_token_nothing_is_answered(web, name):
    answer = web.call(name)
    assert answer.status == 401 and answer.json["error"]["reason"] == "TOKEN_MISSING"
    assert answer.headers["www-authenticate"] == "Bearer"


def test_refusals_have_their_status(web, issuer):
    cases = [("GetConversation", {"conversationId": "nothing"}, "quality", 404, "NOT_FOUND"),
             ("ListEvaluations", {"limit": 5000}, "quality", 400, "BAD_REQUEST"),
             ("ListEvaluations", {}, "payroll", 403, "ROLE_NOT_ALLOWED"),
             ("Nothing", {}, "quality", 404, "NOT_FOUND"), ("WatchAlerts", {}, "quality", 404, "NOT_FOUND")]
    for name, request, role, status, reason in cases:
        answer = web.call(name, request, issuer.token(role))
        assert (answer.status, answer.json["error"]["reason"]) == (status, reason), name
    assert web.call("ListEvaluations", {"limit": 5000}, issuer.token()).json["error"]["field"] == "limit"


def test_a_session_is_a_cookie_that_only_this_site_sends(web, issuer):
    answer = begin(web, issuer.token())
    assert answer.status == 204 and not answer.body
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(attributes)
    assert web.call("GetStatus", cookie=name).json["caller"]["subject"] == "quality-1"
    ended = web.send("DELETE", "/session", headers={"cookie": name})
    assert "Max-Age=0" in ended.headers["set-cookie"] and issuer.token() not in ended.headers["set-cookie"]


@pytest.mark.parametrize("token", [
    "", "x.y.z", "x\r\nSet-Cookie: a=b", "a.b.c; Domain=example.com", "\u2028", " " * 20, "x" * 9000, 'a"b', "a,b",
])
def test_what_is_no_token_begins_no_session(web, opened, token):
    answer = begin(web, token)
    assert answer.status in (400, 401) and "set-cookie" not in answer.headers
    # Where everybody is let in nobody looks at tokens, so none is given back.
    answer = begin(Web(opened.http), token)
    assert "set-cookie" not in answer.headers


def test_good_tokens_with_an_addition_are_no_tokens(web, issuer):
    for addition in ["; Path=/x", "\r\nX-Evil: 1", "\n", " ", "=", "%0d%0a", "\x00"]:
        for token in [issuer.token() + addition, addition + issuer.token()]:
            answer = begin(web, token)
            assert answer.status in (400, 401), addition
            assert "set-cookie" not in answer.headers and "x-evil" not in answer.headers


def test_tokens_that_no_browser_keeps_are_told(web, issuer):
    """They would seem to sign in, and every call would be refused."""
    token = issuer.token(padding="x" * 3500)
    assert 4096 < len(token) < 8192
    answer = begin(web, token)
    assert answer.status == 400 and "4096" not in answer.headers.get("set-cookie", "")
    assert "bytes" in answer.json["error"]["message"]
    assert web.call("GetStatus", token=token).status == 200


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
                                  "text/plain; application/json"])
def test_forms_of_other_sites_are_refused(web, issuer, kind):
    """What a page from elsewhere can send without asking has none of our content types, even with the cookie."""
    cookie = begin(web, issuer.token()).headers["set-cookie"].split(";")[0]
    headers = {"cookie": cookie} | ({"content-type": kind} if kind else {})
    for path in ["/api/v1/GetStatus", "/session"]:
        body = json.dumps({"token": issuer.token()})
        answer = web.send("POST", path, body, headers)
        assert answer.status == 400 and answer.json["error"]["field"] == "content-type"
    for method in ["OPTIONS", "POST"]:
        answer = web.send(method, "/api/v1/GetStatus", "{}", headers | {"origin": "https://evil.test"})
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@pytest.mark.parametrize("path", ["/", "/assets/dashboard.js", "/nothing", "/api/v1/GetStatus", "/api/v1/WatchAlerts"])
def test_every_answer_keeps_browsers_safe(web, path):
    answer = web.send("GET", path)
    assert SAFETY <= {name.lower() for name in answer.headers}
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_assets_are_asked_for_once(web):
    first = web.send("GET", "/assets/dashboard.css")
    assert first.status == 200
    again = web.send("GET", "/assets/dashboard.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status == 304 and not again.body


@pytest.mark.parametrize("host, is_let_in", [
    ("localhost:8080", True), ("127.0.0.1", True), ("127.1.2.3:99", True), ("[::1]:8080", True),
    ("evil.test", False), ("evil.test:8080", False), ("127.0.0.1.evil.test", False), ("localhost.evil.test", False),
    ("", False), ("192.168.1.1", False), ("[fe80::1]", False), ("127.evil.test:80", False),
])
def test_an_open_gateway_answers_to_this_machine(opened, host, is_let_in):
    """A name from elsewhere that was made to point here (DNS rebinding) reads nothing."""
    with Client(opened.grpc) as client:
        client.await_serving()
    web = Web(opened.http)
    answer = web.send("POST", "/api/v1/GetStatus", "{}", JSON | {"host": host})
    assert answer.status == (200 if is_let_in else 403), answer.body
    if not is_let_in:
        assert answer.json["error"]["reason"] == "HOST_NOT_LOCAL"
        assert web.send("GET", "/api/v1/WatchAlerts", headers={"host": host}).status == 403


def test_events_have_ids_with_which_they_go_on(web, issuer):
    headers = {"authorization": f"Bearer {issuer.token()}"}
    request = {"options": {"beginning": "BEGINNING_OLDEST"}}
    stream = web.events("WatchEvaluations", request, headers)
    first = [next(stream) for _ in range(12)]
    stream.close()
    assert first[0][0] == "heartbeat"
    whole = [event for event in first if event[0] == "message"]
    half = web.events("WatchEvaluations", request, headers | {"last-event-id": whole[4][1]})
    rest = []
    while len(rest) < 4:
        event = next(half)
        rest += [event] if event[0] == "message" else []
    half.close()
    assert [event[2] for event in rest] == [event[2] for event in whole[5:9]]
    refused = next(web.events("WatchAlerts", {"options": {"heartbeatMs": 5}}, headers))
    assert refused[0] == "refusal" and refused[2]["error"]["field"] == "options.heartbeat_ms"


@pytest.mark.parametrize("latest", ["x", "%%%", base64.b64encode(b"hello").decode(), "A" * 3000])
def test_wrong_ids_are_refused(web, issuer, latest):
    headers = {"authorization": f"Bearer {issuer.token()}", "last-event-id": latest}
    answer = web.send("GET", "/api/v1/WatchAlerts", headers=headers) if latest in ("x", "%%%") else None
    if answer:
        assert answer.status == 400
    else:
        assert next(web.events("WatchAlerts", {}, headers))[0] == "refusal"
