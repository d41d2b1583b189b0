# The access log: every refusal and every sensitive reading, and no content.
# SPDX-License-Identifier: Apache-2.0
import json
import os
import stat

import grpc
import pytest

from support.calls import Client
from support.streams import Stream
from support.waiting import eventually

MEMBERS = {"time", "call", "outcome", "tenant", "role", "subject", "count", "names"}


@pytest.fixture
def noted(quality, audit):
    """What is written from here on."""
    begun = audit.stat().st_size

    def noted():
        with open(audit, "rb") as file:
            file.seek(begun)
            return [json.loads(line) for line in file.read().decode().split("\n") if line]
    return noted


def test_refused_tokens_are_noted(guarded, issuer, noted):
    for token in [None, "x.y.z", issuer.token(exp=1), issuer.token(aud="other")]:
        with Client(guarded.grpc, token) as client:
            client.refusal("ListEvaluations")
    lines = [line for line in noted() if line["call"] == "token"]
    assert [line["outcome"] for line in lines] == ["TOKEN_MISSING", "TOKEN_INVALID", "TOKEN_EXPIRED", "TOKEN_AUDIENCE"]
    assert all(set(line) == {"time", "call", "outcome"} for line in lines)


def test_refused_calls_are_noted_with_the_caller(guarded, issuer, noted):
    with Client(guarded.grpc, issuer.token("payroll", sub="someone")) as client:
        client.refusal("GetConversation", conversation_id="c")
        client.refusal("WatchAlerts")
    with Client(guarded.grpc, issuer.token("agent")) as client:
        client.refusal("ListFigures", subjects=["all"], window=2)
    lines = [line for line in noted() if line["outcome"].endswith("NOT_ALLOWED")]
    assert [(line["call"], line["outcome"], line["role"]) for line in lines] == [
        ("GetConversation", "ROLE_NOT_ALLOWED", "payroll"), ("WatchAlerts", "ROLE_NOT_ALLOWED", "payroll"),
        ("ListFigures", "SUBJECT_NOT_ALLOWED", "agent")]
    assert lines[0]["subject"] == "someone" and lines[0]["tenant"] == "acme"


def test_sensitive_readings_are_noted_with_names(guarded, issuer, quality, people, noted):
    mine = people["mine"]
    with Client(guarded.grpc, issuer.token("quality", sub="reader")) as client:
        client.call("GetConversation", conversation_id=mine.conversation_id, episode=mine.episode)
        listed = client.call("ListEvaluations", limit=60).evaluations
        client.call("SubmitReview", review={"conversation_id": mine.conversation_id, "episode": mine.episode,
                                            "step": "STEP_SAMPLED", "kind": "KIND_SAMPLE"})
        client.call("GetStatus")
        alerts = client.call("ListAlerts", limit=20).alerts
    stream = Stream(guarded.grpc, "WatchEvaluations", issuer.token("quality", sub="reader")).await_results(3)
    stream.close()
    lines = [line for line in noted() if line.get("subject") == "reader"]
    name = f"{mine.conversation_id}/{mine.episode}"
    assert [(line["call"], line["outcome"], line["count"]) for line in lines[:3]] == [
        ("GetConversation", "served", 1), ("ListEvaluations", "served", len(listed)), ("SubmitReview", "served", 1)]
    assert lines[0]["names"] == [name] == lines[2]["names"] and len(lines[1]["names"]) == min(50, len(listed))
    watched = [line["names"][0] for line in lines if line["call"] == "WatchEvaluations"]
    received = [f"{e.conversation_id}/{e.episode}" for e in stream.results]
    assert watched[:len(received)] == received
    assert [line["count"] for line in lines if line["call"] == "ListAlerts"] == ([len(alerts)] if alerts else [])
    assert {line["call"] for line in lines} - {"ListAlerts"} == {"GetConversation", "ListEvaluations", "SubmitReview",
                                                                 "WatchEvaluations"}


def test_names_stay_in_their_line(guarded, issuer, noted):
    """Whatever a token or a request has for names, an entry is one line of JSON."""
    wild = 'x"\n{"time":"never"}\u2028\x00\x1b[2J'
    with Client(guarded.grpc, issuer.token("payroll", sub=wild, tenant=wild)) as client:
        client.refusal("ListAlerts")
    with Client(guarded.grpc, issuer.token("agent", agent=wild)) as client:
        client.refusal("ListFigures", subjects=[wild + "y"], window=2)
        client.refusal("GetConversation", conversation_id=wild)
    lines = noted()
    assert [line.get("subject") for line in lines if line["call"] == "ListAlerts"] == [wild]
    assert all(line["time"] != "never" for line in lines)


def test_nothing_of_what_was_read_is_in_it(quality, guarded, issuer, people, audit):
    """Only the members that are known, and none of the words of a dialogue or of a review."""
    mine, secret = people["mine"], "nobody must know this"
    page = quality.call("GetConversation", conversation_id=mine.conversation_id, episode=mine.episode)
    texts = {piece.text.strip() for entry in page.entries for piece in entry.pieces if len(piece.text.strip()) > 5}
    assert texts
    token = issuer.token()
    with Client(guarded.grpc, token) as client:
        client.call("SubmitReview", review={"conversation_id": mine.conversation_id, "episode": mine.episode,
                                            "step": "STEP_SAMPLED", "kind": "KIND_SAMPLE", "note": secret})
    log = audit.read_text()
    for line in map(json.loads, log.strip().split("\n")):
        assert set(line) <= MEMBERS
    assert not [text for text in texts if text in log]
    assert secret not in log and token not in log and token.split(".")[2] not in log
    assert secret not in guarded.text and token not in guarded.text


def test_only_its_owner_reads_it(quality, audit):
    assert stat.S_IMODE(os.stat(audit).st_mode) == 0o600


def test_what_cannot_be_noted_is_not_served(start, issuer, keys):
    """A full disk: readings and refusals are not answered, the rest is."""
    gateway = start(audit="/dev/full", **keys)
    with Client(gateway.grpc, issuer.token()) as client:
        eventually(lambda: client.call("ListFigures", kind="team", window="WINDOW_KIND_DAY").rows, 30, "figures")
        for method in ["ListEvaluations", "ListAlerts", "WatchEvaluations"]:
            status = client.refusal(method, options={"beginning": 1}) if "Watch" in method else client.refusal(method)
            assert status.code == grpc.StatusCode.UNAVAILABLE and "access log" in status.message
        assert client.code("GetStatus") == grpc.StatusCode.OK
    with Client(gateway.grpc) as client:
        assert client.refusal("GetStatus").code == grpc.StatusCode.UNAVAILABLE
