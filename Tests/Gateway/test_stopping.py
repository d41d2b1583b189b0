# Deadlines, and the end of a gateway.
# SPDX-License-Identifier: Apache-2.0
import signal
import time

import grpc
import pytest
from grpc_health.v1 import health_pb2

from support.calls import STREAMS, Client
from support.processes import TENANT, Demo, Gateway
from support.streams import Stream, positions
from support.waiting import eventually

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@pytest.fixture(scope="module")
def own_demo():
    """A demo of its own: it is halted at times."""
    demo = Demo(rate=50, seed=2)
    yield demo
    demo.kill()


def test_streams_are_sent_elsewhere(start, opened):
    """SIGTERM: every stream ends with a token that is good elsewhere, also one that brought nothing; the exit status is 0."""
    gateway = start(gateway_open=TENANT)
    streams = [Stream(gateway.grpc, method).await_results(10) for method in STREAMS]
    streams.append(Stream(gateway.grpc, "WatchAlerts", filter={"agent_ids": ["nobody"]}, beginning=0))
    eventually(lambda: streams[-1].answers, 10, "a heartbeat")
    begun = time.monotonic()
    gateway.signal(signal.SIGTERM)
    for stream in streams:
        status = stream.await_end(5)
        assert status.code == grpc.StatusCode.UNAVAILABLE
        assert status.reason == "UNAVAILABLE" and status.retries, status
        assert stream.token
    assert gateway.wait(5) == 0, gateway.text
    assert time.monotonic() - begun < 5
    assert "stopped" in gateway.text
    for stream in streams[:3]:
        last = {one.SerializeToString() for one in stream.results}
        again = Stream(opened.grpc, stream.method, resume=stream.token).await_results(3)
        again.close()
        if stream.method != "WatchTallies":
            assert not last & {one.SerializeToString() for one in again.results}
        assert all(a >= b for a, b in zip(positions(again.token), positions(stream.token)))


def test_it_ends_in_time_with_readers_that_do_not_read(start):
    gateway = start(gateway_open=TENANT)
    options = [("grpc.http2.lookahead_bytes", 1024), ("grpc.http2.bdp_probe", 0)]
    with Client(gateway.grpc, options=options) as client:
        calls = [client.call("WatchTallies", options={"beginning": 1}) for _ in range(20)]
        for call in calls:
            call.initial_metadata()
        begun = time.monotonic()
        assert gateway.stop(5) == 0
        assert time.monotonic() - begun < 5


def test_health_follows_the_gateway(own_demo):
    """Not serving while it still reads what there is (the broker is halted meanwhile), serving, and not serving when it stops."""
    for _ in range(8):
        gateway = Gateway(own_demo.broker, gateway_open=TENANT)
        try:
            gateway.grpc = gateway.find(r"gRPC at (\S+)")
            own_demo.signal(signal.SIGSTOP)
            gateway.listening()
            with Client(gateway.grpc) as client:
                first = client.serving()
                code = client.code("ListAlerts")
                own_demo.signal(signal.SIGCONT)
                if first == "SERVING":
                    continue
                assert first == "NOT_SERVING"
                assert code == grpc.StatusCode.UNAVAILABLE
                client.await_serving()
                follow_to_the_end(gateway, client)
                return
        finally:
            own_demo.signal(signal.SIGCONT)
            gateway.kill()
    raise AssertionError("it was always quicker than the test")


def follow_to_the_end(gateway, client):
    with pytest.raises(grpc.RpcError) as unknown:
        client.health.Check(health_pb2.HealthCheckRequest(service="nonsense"), timeout=5)
    assert unknown.value.code() == grpc.StatusCode.NOT_FOUND
    watch = client.health.Watch(health_pb2.HealthCheckRequest(service="assay.v1.Results"))
    assert next(watch).status == SERVING
    gateway.signal(signal.SIGTERM)
    assert next(watch).status == NOT_SERVING
    assert gateway.wait(5) == 0


def test_deadlines_are_kept_and_work_is_dropped(own_demo):
    """With a broker that does not answer: callers are told in time, others are served, and afterwards everything is as before."""
    gateway = Gateway(own_demo.broker, gateway_open=TENANT).listening()
    try:
        with Client(gateway.grpc) as client:
            client.await_serving()
            listed = eventually(lambda: client.call("ListEvaluations").evaluations, 60, "evaluations")
            request = {"conversation_id": listed[0].conversation_id, "episode": listed[0].episode}
            assert client.call("GetConversation", **request).entries
            threads = gateway.status("Threads")
            own_demo.signal(signal.SIGSTOP)
            for _ in range(6):
                begun = time.monotonic()
                assert client.code("GetConversation", timeout=0.3, **request) == grpc.StatusCode.DEADLINE_EXCEEDED
                assert time.monotonic() - begun < 1.5
                assert client.code("ListEvaluations", timeout=5) == grpc.StatusCode.OK
            for _ in range(20):
                client.code("GetConversation", timeout=0.05, **request)
            own_demo.signal(signal.SIGCONT)
            eventually(lambda: client.code("GetConversation", timeout=10, **request) == grpc.StatusCode.OK, 60,
                       "the dialogue again")
            eventually(lambda: gateway.status("Threads") <= threads + 12, 60, "threads end")
    finally:
        own_demo.signal(signal.SIGCONT)
        gateway.kill()


def test_cancelled_streams_are_forgotten(start):
    """Readers that go leave nothing behind: connections are closed and memory is not kept."""
    gateway = start(gateway_open=TENANT)
    files = gateway.open_files
    for _ in range(3):
        clients = [Client(gateway.grpc, options=[("assay.number", number)]) for number in range(20)]
        for client in clients:
            call = client.call("WatchAlerts", options={"heartbeat_ms": 1000})
            next(iter(call))
            client.channel.close()
    eventually(lambda: gateway.open_files <= files + 2, 30, "connections end")


def test_messages_that_are_too_large_are_refused(opened):
    with Client(opened.grpc) as client:
        client.await_serving()
        status = client.refusal("Evaluate", transcript_json="x" * (5 << 20))
        assert (status.code, status.field) == (grpc.StatusCode.INVALID_ARGUMENT, "transcript_json")
        # The transport refuses it, and may end the stream before it says why.
        assert client.code("Evaluate", transcript_json="x" * (7 << 20)) in (
            grpc.StatusCode.RESOURCE_EXHAUSTED, grpc.StatusCode.CANCELLED)
        assert client.serving() == "SERVING"
