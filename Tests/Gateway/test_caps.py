# How many streams there may be, and what becomes of readers that take nothing.
# SPDX-License-Identifier: Apache-2.0
import socket
import urllib.parse

import grpc

from support.calls import Client, OLDEST
from support.streams import Stream
from support.waiting import eventually
from support.web import Web

# A reader's window over the wire: small, so that it is full at once.
OPTIONS = [("grpc.http2.lookahead_bytes", 1024), ("grpc.http2.bdp_probe", 0)]


def test_more_streams_than_there_may_be_are_refused(start, keys, issuer):
    gateway = start(gateway_streams="3", gateway_streams_per_subject="2", **keys)
    first, second = (Stream(gateway.grpc, "WatchTallies", issuer.token(sub="a")).await_results(1) for _ in range(2))
    with Client(gateway.grpc, issuer.token(sub="a")) as client:
        status = client.refusal("WatchAlerts")
        assert status.code == grpc.StatusCode.RESOURCE_EXHAUSTED and status.reason == "TOO_MANY_STREAMS" and status.retries
        assert client.code("ListAlerts") == grpc.StatusCode.OK
    web = Web(gateway.http)
    answer = web.send("GET", "/api/v1/WatchAlerts", headers={"authorization": f"Bearer {issuer.token(sub='a')}"})
    assert answer.status == 429 and answer.json["error"]["reason"] == "TOO_MANY_STREAMS"
    assert int(answer.headers["retry-after"]) > 0
    third = Stream(gateway.grpc, "WatchTallies", issuer.token(sub="b")).await_results(1)
    answer = web.send("GET", "/api/v1/WatchAlerts", headers={"authorization": f"Bearer {issuer.token(sub='c')}"})
    assert answer.status == 503 and answer.json["error"]["reason"] == "GATEWAY_FULL"
    with Client(gateway.grpc, issuer.token(sub="c")) as client:
        assert client.refusal("WatchAlerts").reason == "GATEWAY_FULL"
        first.close()
        eventually(lambda: client.code("WatchAlerts") == grpc.StatusCode.OK, 20, "the place that was given back")
    for stream in (second, third):
        assert stream.error is None
        stream.close()


def test_a_reader_that_takes_nothing_is_cut_off_and_can_go_on(start, keys, issuer):
    gateway = start(gateway_streams="1", gateway_stream_patience="2s", **keys)
    client = Client(gateway.grpc, issuer.token(sub="slow"), options=OPTIONS)
    call = client.call("WatchTallies", options={"beginning": OLDEST})
    call.initial_metadata()
    with Client(gateway.grpc, issuer.token(sub="other")) as other:
        eventually(lambda: other.code("WatchAlerts") == grpc.StatusCode.OK, 60, "the place of the slow reader")
    answers = []
    try:
        for answer in call:
            answers.append(answer)
        raise AssertionError("it ended without a word")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED and "taken" in error.details()
    client.channel.close()
    assert answers and answers[-1].resume_token
    again = Stream(gateway.grpc, "WatchTallies", issuer.token(sub="slow"), resume=answers[-1].resume_token)
    again.await_results(5)
    again.close()


def test_over_http_its_connection_ends(start, keys, issuer):
    gateway = start(gateway_streams="1", gateway_stream_patience="2s", **keys)
    url = urllib.parse.urlsplit(gateway.http)
    with socket.socket() as reader, Client(gateway.grpc, issuer.token(sub="other")) as other:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect((url.hostname, url.port))
        request = urllib.parse.quote('{"options":{"beginning":"BEGINNING_OLDEST"}}')
        reader.sendall(f"GET /api/v1/WatchTallies?request={request} HTTP/1.1\r\nhost: localhost\r\n"
                       f"authorization: Bearer {issuer.token(sub='slow')}\r\n\r\n".encode())
        eventually(lambda: other.code("WatchAlerts") == grpc.StatusCode.RESOURCE_EXHAUSTED, 20, "the stream")
        eventually(lambda: other.code("WatchAlerts") == grpc.StatusCode.OK, 90, "the place of the slow reader")
        reader.settimeout(20)
        # What was on its way comes, and then the end.
        try:
            while reader.recv(65536):
                pass
        except ConnectionError:
            pass
