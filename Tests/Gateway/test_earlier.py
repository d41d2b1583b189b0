# Episodes that the view holds no longer: pages, reviews and who may see them.
# SPDX-License-Identifier: Apache-2.0
import grpc
import pytest

from support.calls import Client
from support.processes import TENANT
from support.streams import Stream
from support.waiting import eventually


@pytest.fixture
def oldest(guarded, issuer, quality):
    """The episodes that were evaluated first, by somebody."""
    stream = Stream(guarded.grpc, "WatchEvaluations", issuer.token()).await_results(400)
    stream.close()
    first = {}
    for evaluation in stream.results:
        first.setdefault((evaluation.conversation_id, evaluation.episode), evaluation)
    return [e for e in first.values() if e.agent_id and e.tenant == TENANT][:5]


def held(client):
    return {(e.conversation_id, e.episode) for e in client.call("ListEvaluations", limit=500).evaluations}


def test_what_was_let_go_is_found_by_its_name(start, oldest, keys, issuer):
    gateway = start(gateway_memory="1MiB", **keys)
    with Client(gateway.grpc, issuer.token()) as client:
        gone = eventually(lambda: [e for e in oldest if (e.conversation_id, e.episode) not in held(client)], 60, "one let go")
        episode = gone[0]
        page = client.call("GetConversation", conversation_id=episode.conversation_id, episode=episode.episode)
        assert page.evaluation.agent_id == episode.agent_id and episode.episode in page.episodes
        assert page.entries and not page.dialogue_missing
        event = client.call("SubmitReview", review={
            "conversation_id": episode.conversation_id, "episode": episode.episode, "step": "STEP_SAMPLED",
            "kind": "KIND_SAMPLE"})
        assert event.event_id
        eventually(lambda: [e for e in client.call("ListReviews", limit=500).evaluations
                            if e.conversation_id == episode.conversation_id], 60, "the review that waits")
    with Client(gateway.grpc, issuer.token("agent", agent=episode.agent_id)) as own:
        assert own.call("GetConversation", conversation_id=episode.conversation_id, episode=episode.episode).entries
    for token in [issuer.token("agent", agent="nobody"), issuer.token("lead", teams=["none"]),
                  issuer.token(tenant="other")]:
        with Client(gateway.grpc, token) as other:
            status = other.refusal("GetConversation", conversation_id=episode.conversation_id, episode=episode.episode)
            assert status.code == grpc.StatusCode.NOT_FOUND


def test_what_is_older_than_the_history_is_found_once_it_was_looked_for(start, oldest, keys, issuer):
    gateway = start(gateway_history="1m", **keys)
    gateway.find(r"evaluations of (\d+) earlier episodes can be found")
    episode = oldest[0]
    with Client(gateway.grpc, issuer.token()) as client:
        page = client.call("GetConversation", conversation_id=episode.conversation_id, episode=episode.episode)
        assert page.evaluation.conversation_id == episode.conversation_id
        status = client.refusal("GetConversation", conversation_id="never")
        assert status.code == grpc.StatusCode.NOT_FOUND
