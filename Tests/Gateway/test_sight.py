# What a caller gets to see, record by record.
# SPDX-License-Identifier: Apache-2.0
import grpc
import pytest
from confluent_kafka import Producer

from support.calls import Client, scorecard_pb2
from support.processes import TENANT
from support.streams import Stream
from support.waiting import eventually


@pytest.fixture
def agent(guarded, issuer, people):
    with Client(guarded.grpc, issuer.token("agent", agent=people["agent"])) as client:
        yield client


@pytest.fixture
def lead(guarded, issuer, people):
    with Client(guarded.grpc, issuer.token("lead", teams=[people["team"]])) as client:
        yield client


@pytest.fixture
def stranger(guarded, issuer):
    with Client(guarded.grpc, issuer.token("quality", tenant="other")) as client:
        yield client


def test_lists_have_ones_own(agent, lead, quality, people):
    mine = agent.call("ListEvaluations", limit=500).evaluations
    assert mine and {e.agent_id for e in mine} == {people["agent"]}
    teams = lead.call("ListEvaluations", limit=500).evaluations
    assert len(teams) > len(mine) and {e.team_id for e in teams} == {people["team"]}
    alerts = [ladder.steps[-1] for ladder in lead.call("ListAlerts", limit=500).alerts]
    assert alerts and {alert.team_id for alert in alerts} <= {people["team"], ""}
    assert len(quality.call("ListEvaluations", limit=500).evaluations) > len(teams)


def test_filters_do_not_widen(agent, lead, people):
    other = people["other"]
    assert not agent.call("ListEvaluations", filter={"agent_ids": [other.agent_id]}).evaluations
    assert not lead.call("ListEvaluations", filter={"team_ids": [other.team_id]}).evaluations
    assert not lead.call("ListAlerts", filter={"team_ids": [other.team_id]}).alerts


@pytest.mark.parametrize("who", ["agent", "lead"])
def test_conversations_of_others_are_not_there(request, who, people):
    """The same answer as for one that does not exist: nobody learns that there is one."""
    client = request.getfixturevalue(who)
    other = people["other"]
    hidden = client.refusal("GetConversation", conversation_id=other.conversation_id, episode=other.episode)
    missing = client.refusal("GetConversation", conversation_id="no-such-conversation")
    assert hidden.code == missing.code == grpc.StatusCode.NOT_FOUND
    assert (hidden.reason, hidden.resource, hidden.message) == (missing.reason, "conversation", missing.message)
    step = "STEP_ACKNOWLEDGED" if who == "agent" else "STEP_REVIEWED"
    review = {"conversation_id": other.conversation_id, "episode": other.episode, "step": step}
    assert client.refusal("SubmitReview", review=review).code == grpc.StatusCode.NOT_FOUND
    assert client.call("GetConversation", conversation_id=people["mine"].conversation_id,
                       episode=people["mine"].episode).evaluation.agent_id == people["agent"]


@pytest.mark.parametrize("subject, roles", [
    ("mine", {"agent", "lead", "quality"}), ("colleague", {"lead", "quality"}), ("team", {"lead", "quality"}),
    ("other agent", {"quality"}), ("other team", {"quality"}), ("all", {"quality"}), ("channel:phone", {"quality"}),
    ("criterion:x", {"quality"}), ("agent:", {"quality"}), ("agent", {"quality"}), ("nobody", {"quality"}),
])
def test_figures_are_of_whom_one_may_see(agent, lead, quality, people, subject, roles):
    evaluations = quality.call("ListEvaluations", limit=500).evaluations
    colleague = next(e.agent_id for e in evaluations
                     if e.team_id == people["team"] and e.agent_id not in (people["agent"], ""))
    name = {"mine": f"agent:{people['agent']}", "colleague": f"agent:{colleague}", "team": f"team:{people['team']}",
            "other agent": f"agent:{people['other'].agent_id}", "other team": f"team:{people['other'].team_id}",
            "nobody": "agent:nobody"}.get(subject, subject)
    for role, client in [("agent", agent), ("lead", lead), ("quality", quality)]:
        expected = grpc.StatusCode.OK if role in roles else grpc.StatusCode.PERMISSION_DENIED
        assert client.code("ListFigures", subjects=[name], window=2) == expected, role
        assert client.code("Explain", metric="conversations", subject=name, period="2026-11") == expected, role


def test_figures_of_a_kind_are_narrowed(agent, lead, quality, people):
    def subjects(client, kind):
        return {row.subject for row in client.call("ListFigures", kind=kind, window=2).rows}
    assert subjects(agent, "agent") == {f"agent:{people['agent']}"}
    assert subjects(agent, "team") == set() == subjects(agent, "channel") == subjects(lead, "channel")
    assert subjects(lead, "team") == {f"team:{people['team']}"}
    assert subjects(lead, "agent") < subjects(quality, "agent")


def test_streams_have_ones_own(guarded, issuer, people):
    lead = issuer.token("lead", teams=[people["team"]])
    agent = issuer.token("agent", agent=people["agent"])
    streams = [Stream(guarded.grpc, "WatchEvaluations", lead).await_results(5),
               Stream(guarded.grpc, "WatchAlerts", lead).await_results(1),
               Stream(guarded.grpc, "WatchTallies", lead).await_results(5),
               Stream(guarded.grpc, "WatchEvaluations", agent).await_results(1),
               Stream(guarded.grpc, "WatchTallies", agent).await_results(2)]
    for stream in streams:
        stream.close()
    assert {e.team_id for e in streams[0].results} == {people["team"]}
    assert {a.team_id for a in streams[1].results} <= {people["team"], ""}
    assert {t.subject.split(":")[0] for t in streams[2].results} <= {"team", "agent"}
    assert f"team:{people['other'].team_id}" not in {t.subject for t in streams[2].results}
    assert {e.agent_id for e in streams[3].results} == {people["agent"]}
    assert {t.subject for t in streams[4].results} == {f"agent:{people['agent']}"}


def test_other_tenants_see_nothing(guarded, issuer, stranger, people):
    assert not stranger.call("ListEvaluations").evaluations
    assert not stranger.call("ListAlerts").alerts
    assert not stranger.call("ListReviews").evaluations
    assert not stranger.call("ListScorecards").scorecards
    assert not stranger.call("ListFigures", kind="agent", window=2).rows
    assert not stranger.call("Explain", metric="conversations", subject="all", period="2026-11").conversations
    name = people["mine"].conversation_id
    assert stranger.refusal("GetConversation", conversation_id=name).code == grpc.StatusCode.NOT_FOUND
    review = {"conversation_id": name, "episode": 1, "step": "STEP_REVIEWED", "tenant": TENANT}
    assert stranger.refusal("SubmitReview", review=review).code == grpc.StatusCode.NOT_FOUND
    for method in ["WatchEvaluations", "WatchAlerts", "WatchTallies"]:
        stream = Stream(guarded.grpc, method, issuer.token("quality", tenant="other"), heartbeat_ms=1000)
        eventually(lambda: len(stream.answers) >= 3, 20, "heartbeats")
        assert not stream.results
        stream.close()


def scorecard(agent, period="2026-10", revision=1):
    card = scorecard_pb2.Scorecard(tenant=TENANT, agent_id=agent, period=period, revision=revision, currency="CNY",
                                   pay_model="pay/process", composite_hundredths=9000, grade="A")
    card.total_cents = 123456
    card.pay_blocked_by = "nothing"
    line = card.pay_lines.add()
    line.id = "base"
    return card


@pytest.fixture(scope="module")
def scorecards(demo, quality, people):
    """Scorecards of an agent, a colleague in another team, and nobody who was seen in a team."""
    producer = Producer({"bootstrap.servers": demo.broker, "partitioner": "murmur2_random"})
    agents = [people["agent"], people["other"].agent_id, "nobody"]
    for agent in agents:
        producer.produce("scorecards", scorecard(agent).SerializeToString(), f"{TENANT}/agent:{agent}/2026-10")
    assert producer.flush(20) == 0
    eventually(lambda: len(quality.call("ListScorecards").scorecards) == 3, 20, "scorecards")
    return agents


def test_pay_is_for_the_payroll_and_the_agent(guarded, issuer, agent, lead, quality, scorecards):
    with Client(guarded.grpc, issuer.token("payroll")) as payroll:
        cards = payroll.call("ListScorecards").scorecards
        assert {card.agent_id for card in cards} == set(scorecards)
        assert all(card.pay_lines and card.total_cents == 123456 for card in cards)
        assert payroll.code("ListEvaluations") == grpc.StatusCode.PERMISSION_DENIED
    cards = agent.call("ListScorecards").scorecards
    assert [(card.agent_id, card.total_cents) for card in cards] == [(scorecards[0], 123456)]
    assert not agent.call("ListScorecards", agent_ids=[scorecards[1]]).scorecards
    for client, whose in [(lead, {scorecards[0]}), (quality, set(scorecards))]:
        cards = client.call("ListScorecards").scorecards
        assert {card.agent_id for card in cards} == whose
        for card in cards:
            assert not card.pay_lines and not card.HasField("total_cents")
            assert not (card.currency or card.pay_model or card.pay_blocked_by)
            assert card.composite_hundredths == 9000


def test_scorecards_come_in_pages(quality, scorecards):
    names, token = [], ""
    while True:
        page = quality.call("ListScorecards", limit=1, page_token=token)
        names += [card.agent_id for card in page.scorecards]
        token = page.next_page_token
        if not token:
            break
    assert names == sorted(scorecards)
    assert quality.refusal("ListScorecards", page_token="x").code == grpc.StatusCode.INVALID_ARGUMENT
