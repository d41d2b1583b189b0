# Streams go on at another gateway: nothing is left out and nothing comes twice.
# SPDX-License-Identifier: Apache-2.0
import random

import grpc
import pytest

from support.calls import Client, STREAMS, gateway_pb2
from support.processes import TENANT
from support.streams import Stream, positions, sequences
from support.waiting import eventually

SMALL = {"gateway_open": TENANT, "gateway_memory": "1MiB"}


@pytest.fixture(scope="module")
def well_filled(opened):
    """There is more than a gateway with little memory holds."""
    with Client(opened.grpc) as client:
        client.await_serving()
        eventually(lambda: len(client.call("ListEvaluations", limit=500).evaluations) >= 160, 90, "160 evaluations")
    return opened


def behind(stream, token):
    """Whether a stream has come as far as a token."""
    return stream.answers and all(a >= b for a, b in zip(positions(stream.token), positions(token)))


@pytest.mark.parametrize("method", STREAMS)
def test_a_stream_outlives_its_gateways(well_filled, start, method):
    """Killed in mid-stream, it goes on at one that has let go of what is missing, and then at a third."""
    first = start(gateway_open=TENANT)
    stream = Stream(first.grpc, method).await_results(20)
    first.kill()
    assert stream.await_end().code == grpc.StatusCode.UNAVAILABLE
    results, token = stream.results, stream.token

    second = start(**SMALL)
    stream = Stream(second.grpc, method, resume=token).await_results(100)
    second.kill()
    stream.await_end()
    results, token = results + stream.results, stream.token

    third = start(gateway_open=TENANT)
    stream = Stream(third.grpc, method, resume=token).await_results(5)
    stream.close()
    results, token = results + stream.results, stream.token

    whole = Stream(well_filled.grpc, method)
    eventually(lambda: behind(whole, token), 30, "the whole of it")
    whole.close()
    ends = positions(token)
    expected = [result for partition, offset, result in whole.places if offset < ends[partition]]
    assert len(results) == len(expected)
    assert sequences(method, results) == sequences(method, expected)


def test_a_filtered_stream_goes_on(well_filled, start):
    """What the filter leaves out moves the token, too."""
    filters = {"filter": {"channels": ["chat"], "score_at_most": 95}}
    whole = Stream(well_filled.grpc, "WatchEvaluations", **filters).await_results(15)
    whole.close()
    results, token = [], b""
    small = start(**SMALL)
    while len(results) < 15:
        stream = Stream(small.grpc, "WatchEvaluations", resume=token, **filters).await_results(4)
        stream.close()
        results, token = results + stream.results, stream.token
    got, wanted = sequences("WatchEvaluations", results), sequences("WatchEvaluations", whole.results)
    assert {name: got[name][:len(wanted[name])] for name in wanted if name in got} == \
        {name: wanted[name][:len(got[name])] for name in wanted if name in got}
    assert len({one for many in got.values() for one in many}) == len(results)


def test_heartbeats_keep_a_quiet_stream_alive(well_filled):
    stream = Stream(well_filled.grpc, "WatchEvaluations", filter={"agent_ids": ["nobody"]}, heartbeat_ms=1000,
                    beginning=0)
    eventually(lambda: len(stream.answers) >= 3, 10, "three heartbeats")
    assert not stream.results
    assert all(answer.resume_token for answer in stream.answers)
    stream.close()


def test_a_stream_from_now_on_has_nothing_old(well_filled):
    stream = Stream(well_filled.grpc, "WatchEvaluations", beginning=0)
    eventually(lambda: stream.answers, 10, "the first heartbeat")
    begun = positions(stream.answers[0].resume_token)
    stream.await_results(5).close()
    for partition, offset, _ in stream.places:
        assert offset >= begun[partition]


def wrong_tokens(method, good):
    """Tokens that do not go with a stream, and what each is."""
    random.seed(7)
    position = gateway_pb2.WatchPosition.FromString(good)
    other = gateway_pb2.WatchPosition()
    other.CopyFrom(position)
    other.topic = "scorecards"
    negative = gateway_pb2.WatchPosition()
    negative.CopyFrom(position)
    negative.next_offsets[0] = -5
    empty = gateway_pb2.WatchPosition(topic=position.topic, filter_hash=position.filter_hash)
    yield "garbage", random.randbytes(40)
    yield "text", b"hello"
    yield "cut off", good[:-3]
    yield "of another topic", other.SerializeToString()
    yield "of another stream", position.SerializeToString().replace(position.topic.encode(), b"x" * len(position.topic))
    yield "with places below zero", negative.SerializeToString()
    yield "without places", empty.SerializeToString()
    yield "huge", b"\x0a\xff\xff\x7f" + bytes(200_000)


@pytest.mark.parametrize("method", STREAMS)
def test_wrong_tokens_are_refused_with_the_field(well_filled, method):
    stream = Stream(well_filled.grpc, method, heartbeat_ms=1000)
    eventually(lambda: stream.answers, 10, "a token")
    stream.close()
    with Client(well_filled.grpc) as client:
        for what, token in wrong_tokens(method, stream.answers[0].resume_token):
            status = client.refusal(method, options={"resume_token": token})
            assert (status.code, status.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "BAD_REQUEST"), (what, status)
            assert status.field == "options.resume_token", what
        filters = {"subjects": ["all"]} if method == "WatchTallies" else {"agent_ids": ["A1"]}
        status = client.refusal(method, options={"resume_token": stream.answers[0].resume_token}, filter=filters)
        assert status.code == grpc.StatusCode.INVALID_ARGUMENT and "another filter" in status.message


def test_too_many_places_are_refused(well_filled):
    stream = Stream(well_filled.grpc, "WatchAlerts")
    eventually(lambda: stream.answers, 10, "a token")
    stream.close()
    token = gateway_pb2.WatchPosition.FromString(stream.answers[0].resume_token)
    token.next_offsets.extend([0] * 50)
    with Client(well_filled.grpc) as client:
        status = client.refusal("WatchAlerts", options={"resume_token": token.SerializeToString()})
    assert status.code == grpc.StatusCode.OUT_OF_RANGE and status.reason == "GONE"


@pytest.mark.parametrize("heartbeat", [1, 999, 300_001, 2**32 - 1])
def test_heartbeats_have_bounds(well_filled, heartbeat):
    with Client(well_filled.grpc) as client:
        status = client.refusal("WatchAlerts", options={"heartbeat_ms": heartbeat})
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT and status.field == "options.heartbeat_ms"


def test_readers_that_take_nothing_do_not_shut_others_out(well_filled, start):
    """Ten that ask for everything from the beginning and never read: a resuming reader gets its turn all the same."""
    small = start(**SMALL)
    options = [("grpc.http2.lookahead_bytes", 1024), ("grpc.http2.bdp_probe", 0)]
    idle = []
    for number in range(10):
        client = Client(small.grpc, options=[*options, ("assay.number", number)])
        idle.append((client, client.call("WatchTallies", options={"beginning": 1})))

    def resumes():
        stream = Stream(small.grpc, "WatchTallies")
        try:
            eventually(lambda: len(stream.results) >= 100 or stream.error, 30, "old results, or a refusal")
            return len(stream.results) >= 100
        finally:
            stream.close()
    eventually(resumes, 60, "old results for somebody who reads")
    for client, call in idle:
        call.cancel()
        client.channel.close()
