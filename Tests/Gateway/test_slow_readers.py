# Ten thousand subscribers that never read.
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import time

import pytest

from support.calls import Client
from support.processes import TENANT
from support.streams import Stream
from support.waiting import eventually

CHANNELS, EACH = 100, 100
# A reader's window over the wire: small, so that all are full before the measurement begins.
OPTIONS = [("grpc.http2.lookahead_bytes", 1024), ("grpc.http2.bdp_probe", 0), ("grpc.max_receive_message_length", -1)]
# Once all are open and full, so many MiB more are the most that traffic may cost, whatever its amount.
GROWTH_MIB = 48


@pytest.fixture
def readers(start):
    """A gateway with little memory and ten thousand streams that nobody reads."""
    gateway = start(gateway_open=TENANT, gateway_memory="8MiB", gateway_streams="20000",
                    gateway_streams_per_subject="20000", gateway_stream_patience="1h")
    before = gateway.rss_mib
    clients = [Client(gateway.grpc, options=[*OPTIONS, ("assay.number", number)]) for number in range(CHANNELS)]
    calls = []
    for client in clients:
        opened = [client.call("WatchEvaluations", options={"beginning": 0, "heartbeat_ms": 300_000})
                  for _ in range(EACH)]
        for call in opened:
            call.initial_metadata()
        calls += opened
    yield gateway, before, calls
    for client in clients:
        client.channel.close()


def records(client):
    return sum(int(topic.records) for topic in client.call("GetStatus").topics)


def settled(gateway, client, seconds=60):
    """Waits until everybody's window is full: memory stands still while records come."""
    history = []

    def look():
        history.append((records(client), gateway.rss_mib))
        old = [rss for count, rss in history if count <= history[-1][0] - 300]
        return old and abs(old[-1] - history[-1][1]) < 8
    eventually(look, seconds, "memory that stands still")


def test_ten_thousand_slow_readers_cost_no_memory(readers):
    gateway, before, calls = readers
    assert len(calls) == CHANNELS * EACH and all(call.is_active() for call in calls)
    with Client(gateway.grpc) as client:
        settled(gateway, client)
        begun, open_mib = records(client), gateway.rss_mib
        seconds = time.monotonic()
        reader = Stream(gateway.grpc, "WatchTallies", beginning=0)
        eventually(lambda: records(client) >= begun + 2000, 60, "traffic")
        seconds = time.monotonic() - seconds
        after = gateway.rss_mib
        latency = time.monotonic()
        seen = len(reader.results)
        reader.await_results(seen + 5, 10)
        latency = time.monotonic() - latency
        reader.close()
    told = (f"RSS: {before:.0f} MiB, {open_mib:.0f} MiB with {len(calls)} slow readers, {after:.0f} MiB after "
          f"{2000} more records in {seconds:.0f} s; a reader got {seen} results meanwhile, five more in {latency:.1f} s")
    print(f"\n{told}")
    if os.environ.get("PICTURES"):
        pathlib.Path(os.environ["PICTURES"], "slow-readers.txt").write_text(told + "\n")
    assert after - open_mib < GROWTH_MIB
    assert seen > 500
    assert latency < 5
    assert all(call.is_active() for call in calls)
