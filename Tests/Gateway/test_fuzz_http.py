# Random requests over HTTP.
# SPDX-License-Identifier: Apache-2.0
import http.client
import json
import os
import random
import socket
import threading
import time

import pytest

from support.calls import Client, METHODS
from support.processes import Gateway
from support.waiting import eventually
from support.web import Web

SEED = int(os.environ.get("FUZZ_SEED", "20261127"))
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "120")) * 5
WORDS = ["", "/", "..", "%2e%2e", "%00", "%ff%fe", "api", "v1", "assets", "session", "index.html", "?request=", "#", "//",
         "a" * 300, "*", ";", "\\", "你好", *METHODS]


@pytest.fixture(scope="module")
def fuzzed(demo, issuer, keys):
    gateway = Gateway(demo.broker, **keys).listening()
    with Client(gateway.grpc, issuer.token()) as client:
        client.await_serving()
    yield gateway
    assert gateway.is_alive, gateway.text
    gateway.kill()


def wild_json(rng, depth=0):
    match rng.randrange(8 if depth < 4 else 5):
        case 0: return rng.choice([0, -1, 1e308, -0.5, 2**63, -2**63, 2**64, 10**40])
        case 1: return rng.choice(["", "x", "NaN", "Infinity", "-Infinity", "2026-11", "all", "AAAA", "\ud800", "\x00"])
        case 2: return rng.choice([None, True, False])
        case 3: return rng.choice(["WINDOW_KIND_DAY", "STEP_SCORED", "BEGINNING_OLDEST"])
        case 4: return []
        case 5: return [wild_json(rng, depth + 1) for _ in range(rng.randint(0, 4))]
        case _: return {rng.choice(["filter", "limit", "subjects", "scoreAtMost", "options", "resumeToken", "review",
                                    "conversationId", "episode", "metric", "subject", "period", "window", "windows",
                                    "transcriptJson", "policyYaml", "pageToken", "agentIds", "heartbeatMs", "kind",
                                    "beginning", "step", "items", "__proto__", ""]): wild_json(rng, depth + 1)
                        for _ in range(rng.randint(0, 5))}


def body(rng):
    text = json.dumps(wild_json(rng))
    match rng.randrange(6):
        case 0: return rng.randbytes(rng.randint(0, 300))
        case 1: return text[:rng.randint(0, len(text))].encode()
        case 2: return (text + rng.choice(["}", ",", "\x00", text])).encode()
        case _: return text.encode()


def check(answer, gateway, what):
    assert answer.status < 500, (SEED, what, answer.status, answer.body[:500])
    for word in [b"127.0.0.1:", b".swift", b"Optional(", b"/work", b"Broker"]:
        assert word not in answer.body or b"<" in answer.body[:1] or b"//" in answer.body[:2], (what, answer.body[:500])
    assert gateway.is_alive, (SEED, what)


def test_calls_with_wild_json(fuzzed, issuer):
    rng, web, token = random.Random(SEED), Web(fuzzed.http), issuer.token()
    connection = web.connection()
    for number in range(ROUNDS):
        name, data = rng.choice(METHODS), body(rng)
        connection.request("POST", f"/api/v1/{name}", data, {
            "content-type": rng.choice(["application/json", "application/json; charset=x"]),
            "authorization": f"Bearer {token}"})
        response = connection.getresponse()

        class Got:
            status, body = response.status, response.read()
        check(Got, fuzzed, (number, name, data))
    connection.close()


def test_random_requests(fuzzed, issuer):
    rng, web = random.Random(SEED + 1), Web(fuzzed.http)
    for number in range(ROUNDS // 2):
        path = "/" + "/".join(rng.choice(WORDS) for _ in range(rng.randint(0, 5)))
        path = "".join(letter if " " < letter < "\x7f" else "%E4" for letter in path)
        method = rng.choice(["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"])
        headers = {rng.choice(["cookie", "authorization", "last-event-id", "content-type", "if-none-match", "x-y", "accept",
                               "transfer-encoding-x", "origin"]):
                   rng.choice(["", "assay-token=x", "assay-token=;;=", "Bearer x", "a" * 5000, "application/json", "*", "\xff"])
                   for _ in range(rng.randint(0, 4))}
        try:
            answer = web.send(method, path, body(rng) if rng.random() < 0.4 else None, headers, 5)
        except (http.client.HTTPException, ConnectionError):
            continue
        check(answer, fuzzed, (number, method, path, headers))


RAW = [
    b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"b" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X-A: b\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA\x00B: c\r\n\r\n", b"GET / HTTP/1.1\nHost: x\n\n", b"\r\n" * 1000, b"GET",
    b"GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n",
    b"GET /api/v1/WatchAlerts?request=" + b"%7B" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
]


@pytest.mark.parametrize("number", range(len(RAW)))
def test_bytes_that_are_no_request(fuzzed, number):
    answer = Web(fuzzed.http).raw(RAW[number], 1)
    assert not answer.startswith(b"HTTP/1.1 5"), answer[:300]
    assert Web(fuzzed.http).send("GET", "/").status == 200


def test_random_bytes(fuzzed):
    rng = random.Random(SEED + 2)
    for _ in range(60):
        Web(fuzzed.http).raw(rng.randbytes(rng.randint(1, 2000)) + b"\r\n\r\n", 0.2)
    assert fuzzed.is_alive and Web(fuzzed.http).send("GET", "/").status == 200


@pytest.mark.parametrize("data", [
    b"[" * 1_000_000, b'{"filter":' * 200_000, b'{"subjects":' + b"[" * 100_000, b'"' + b"\\u0041" * 300_000,
    b'{"limit":' + b"9" * 500_000 + b"}",
])
def test_deep_and_long_json(fuzzed, issuer, data):
    before = fuzzed.rss_mib
    for name in ["ListFigures", "Evaluate", "SubmitReview"]:
        answer = Web(fuzzed.http).send("POST", f"/api/v1/{name}", data, {
            "content-type": "application/json", "authorization": f"Bearer {issuer.token()}"})
        assert answer.status == 400
        assert len(answer.body) < 2000
    assert fuzzed.is_alive and fuzzed.rss_mib < before + 200


def test_huge_bodies_are_cut_off(fuzzed, issuer):
    """By their stated length or, in chunks, as they come; also before anybody is known to call."""
    before = fuzzed.rss_mib
    for token in [issuer.token(), "x"]:
        for chunked in [False, True]:
            connection = Web(fuzzed.http).connection()
            headers = {"content-type": "application/json", "authorization": f"Bearer {token}"}
            chunks = (b"x" * 65536 for _ in range(800))
            try:
                if chunked:
                    connection.request("POST", "/api/v1/Evaluate", chunks, headers, encode_chunked=True)
                else:
                    connection.request("POST", "/api/v1/Evaluate", b"".join(chunks), headers)
                assert connection.getresponse().status in (400, 401, 413)
            except (ConnectionError, http.client.HTTPException):
                pass
            connection.close()
    assert fuzzed.rss_mib < before + 200 and Web(fuzzed.http).send("GET", "/").status == 200


def test_slow_senders_hold_nobody_up(fuzzed, issuer):
    """Three hundred who begin a request and do not end it: others are served as ever, and the slow ones' places come back."""
    files = fuzzed.open_files
    begun = (b"POST /api/v1/GetStatus HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
             b"Authorization: Bearer " + issuer.token().encode() + b"\r\n\r\n{")
    address = (Web(fuzzed.http).url.hostname, Web(fuzzed.http).url.port)
    slow = []
    for number in range(300):
        sock = socket.create_connection(address, 5)
        sock.sendall(begun if number % 2 else begun[:60])
        slow.append(sock)
    eventually(lambda: fuzzed.open_files >= files + 290, 10, "connections")
    started = time.monotonic()
    assert Web(fuzzed.http).call("GetStatus", token=issuer.token()).status == 200
    assert time.monotonic() - started < 3
    for sock in slow:
        sock.close()
    eventually(lambda: fuzzed.open_files <= files + 3, 20, "places come back")


def test_readers_of_events_that_go_are_noticed(fuzzed, issuer):
    files = fuzzed.open_files
    headers = {"authorization": f"Bearer {issuer.token()}"}
    streams = [Web(fuzzed.http).events("WatchAlerts", {"options": {"heartbeatMs": 1000}}, headers) for _ in range(40)]
    threads = [threading.Thread(target=next, args=(stream,)) for stream in streams]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert fuzzed.open_files >= files + 40
    for stream in streams:
        stream.close()
    eventually(lambda: fuzzed.open_files <= files + 3, 20, "connections end")
