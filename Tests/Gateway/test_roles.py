# Every call by every role.
# SPDX-License-Identifier: Apache-2.0
import json

import grpc
import pytest

from support.calls import METHODS, Client, review_pb2

ROLES = ["agent", "lead", "quality", "payroll"]
ALLOWED = {
    "Evaluate": {"lead", "quality"},
    "WatchEvaluations": {"agent", "lead", "quality"},
    "WatchAlerts": {"agent", "lead", "quality"},
    "WatchTallies": {"agent", "lead", "quality"},
    "GetConversation": {"agent", "lead", "quality"},
    "Explain": {"agent", "lead", "quality"},
    "ListFigures": {"agent", "lead", "quality"},
    "ListEvaluations": {"agent", "lead", "quality"},
    "ListAlerts": {"agent", "lead", "quality"},
    "ListReviews": {"lead", "quality"},
    "ListScorecards": {"agent", "lead", "quality", "payroll"},
    "SubmitReview": {"agent", "lead", "quality"},
    "GetStatus": {"agent", "lead", "quality", "payroll"},
}
TRANSCRIPT = json.dumps({"id": "t-1", "turns": [
    {"role": "customer", "text": "你好，我的订单没到"}, {"role": "agent", "text": "您好，我帮您查一下。"}]})


def claims(role, people):
    return {"agent": {"agent": people["agent"]}, "lead": {"teams": [people["team"]]}}.get(role, {})


def request(method, role, people):
    """A request that the role may make, when it may make any."""
    subject = {"agent": f"agent:{people['agent']}", "lead": f"team:{people['team']}"}.get(role, "all")
    mine = people["mine"]
    step = review_pb2.ReviewEvent.STEP_ACKNOWLEDGED if role == "agent" else review_pb2.ReviewEvent.STEP_SAMPLED
    return {
        "Evaluate": {"transcript_json": TRANSCRIPT},
        "GetConversation": {"conversation_id": mine.conversation_id, "episode": mine.episode},
        "Explain": {"metric": "conversations", "subject": subject, "period": "2026-11"},
        "ListFigures": {"subjects": [subject], "window": 2},
        "SubmitReview": {"review": {
            "conversation_id": mine.conversation_id, "episode": mine.episode, "step": step,
            "kind": review_pb2.ReviewEvent.KIND_SAMPLE}},
    }.get(method, {})


def test_the_table_names_every_call():
    assert set(ALLOWED) == set(METHODS)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("method", METHODS)
def test_a_role_makes_its_calls_and_no_others(quality, guarded, issuer, people, method, role):
    with Client(guarded.grpc, issuer.token(role, **claims(role, people))) as client:
        fields = request(method, role, people)
        if role in ALLOWED[method]:
            assert client.code(method, **fields) == grpc.StatusCode.OK
        else:
            status = client.refusal(method, timeout=20, **fields)
            assert (status.code, status.reason) == (grpc.StatusCode.PERMISSION_DENIED, "ROLE_NOT_ALLOWED")
            assert role in status.message


@pytest.mark.parametrize("method", METHODS)
def test_nobody_calls_without_a_token(guarded, method):
    with Client(guarded.grpc) as client:
        status = client.refusal(method, timeout=20)
    assert (status.code, status.reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_MISSING")


STEPS = {name: value for name, value in review_pb2.ReviewEvent.Step.items()}
AGENTS_STEPS = {"STEP_ACKNOWLEDGED", "STEP_APPEALED"}


@pytest.mark.parametrize("step", sorted(STEPS))
@pytest.mark.parametrize("role", ["agent", "lead", "quality"])
def test_steps_of_reviews_have_their_roles(quality, guarded, issuer, people, role, step):
    """Agents acknowledge and appeal; everything else is for the others. What is allowed may still be no sensible review."""
    mine = people["mine"]
    with Client(guarded.grpc, issuer.token(role, **claims(role, people))) as client:
        code = client.code("SubmitReview", review={
            "conversation_id": mine.conversation_id, "episode": mine.episode, "step": STEPS[step]})
    if (role == "agent") == (step in AGENTS_STEPS):
        assert code in (grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT)
    else:
        assert code in (grpc.StatusCode.PERMISSION_DENIED,)


def test_nobody_rates_oneself(quality, guarded, issuer, people):
    mine = people["mine"]
    token = issuer.token("lead", sub=people["agent"], teams=[people["team"]])
    with Client(guarded.grpc, token) as client:
        status = client.refusal("SubmitReview", review={
            "conversation_id": mine.conversation_id, "episode": mine.episode, "step": "STEP_REVIEWED"})
    assert (status.code, status.reason) == (grpc.StatusCode.PERMISSION_DENIED, "OWN_EPISODE")
