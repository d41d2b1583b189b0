# Random and changed bytes on every method.
# SPDX-License-Identifier: Apache-2.0
import json
import os
import random
import struct

import grpc
import pytest

from support.calls import METHODS, STREAMS, Client, bearer, gateway_pb2, request_type
from support.processes import Gateway

SEED = int(os.environ.get("FUZZ_SEED", "20261127"))
ROUNDS = int(os.environ.get("FUZZ_ROUNDS", "120"))
GOOD = {grpc.StatusCode.OK, grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.NOT_FOUND,
        grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.OUT_OF_RANGE,
        grpc.StatusCode.RESOURCE_EXHAUSTED}
WILD_NUMBERS = [0, 1, -1, 2**31 - 1, -2**31, 2**32 - 1, 2**63 - 1, -2**63, 2**64 - 1]
WILD_FLOATS = [float("nan"), float("inf"), float("-inf"), 1e308, -1e308, 5e-324, -0.0]


def varint(value):
    value &= 2**64 - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def field(number, value):
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)


def wild_text(rng):
    return rng.choice([
        "", "all", "agent:A1", "team:", ":", "a" * 600, "\x00", "\u202e\ufffd", "2026-11", "2026-W53", "9999-12",
        "0000-00", "2026-11-11T25", "-1", "conversations", "csat-good-rate:x", "../../etc/passwd", "%s%n", "'--",
        "你好" * 50, "acme/x", "\n\r", "1e400", "{}", "[" * 200]).encode()


def shaped(descriptor, rng, depth=0):
    """A message of the right shape with wild values."""
    out = b""
    for field_ in descriptor.fields:
        for _ in range(rng.choice([0, 1, 1, 2])):
            if field_.type == field_.TYPE_MESSAGE:
                if depth < 5:
                    out += field(field_.number, shaped(field_.message_type, rng, depth + 1))
            elif field_.type in (field_.TYPE_STRING, field_.TYPE_BYTES):
                out += field(field_.number, wild_text(rng))
            elif field_.type == field_.TYPE_DOUBLE:
                out += varint(field_.number << 3 | 1) + struct.pack("<d", rng.choice(WILD_FLOATS))
            elif field_.type == field_.TYPE_FIXED64:
                out += varint(field_.number << 3 | 1) + rng.randbytes(8)
            else:
                out += field(field_.number, rng.choice(WILD_NUMBERS))
    return out


def mutated(data, rng):
    data = bytearray(data or b"\x00")
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(data))
        match rng.randrange(5):
            case 0: data[place] = rng.randrange(256)
            case 1: del data[place:place + rng.randint(1, 8)]
            case 2: data[place:place] = rng.randbytes(rng.randint(1, 12))
            case 3: data[place] ^= 1 << rng.randrange(8)
            case 4: data += data[place:place + 40]
        if not data:
            data = bytearray(b"\x00")
    return bytes(data)


def requests(method, rng):
    descriptor = request_type(method).DESCRIPTOR
    for _ in range(ROUNDS):
        match rng.randrange(4):
            case 0: yield rng.randbytes(rng.randint(0, 200))
            case 1: yield mutated(shaped(descriptor, rng), rng)
            case _: yield shaped(descriptor, rng)
    yield field(1, b"\x0a" * 20_000)
    yield b"\x0b" * 5_000
    yield varint(3) * 5_000


def call_raw(client, method, data, timeout):
    path = f"/assay.v1.Results/{method}"
    metadata = bearer(client.token)
    if method not in STREAMS:
        client.channel.unary_unary(path)(data, timeout=timeout, metadata=metadata)
        return
    call = client.channel.unary_stream(path)(data, timeout=timeout, metadata=metadata)
    next(iter(call))
    call.cancel()


@pytest.fixture(scope="module")
def fuzzed(demo, issuer, keys):
    gateway = Gateway(demo.broker, **keys).listening()
    with Client(gateway.grpc, issuer.token()) as client:
        client.await_serving()
        yield gateway, client
    assert gateway.is_alive, gateway.text
    gateway.kill()


@pytest.mark.parametrize("method", METHODS)
def test_any_bytes_get_an_answer(fuzzed, method):
    """Never a crash, and never the gateway's own fault."""
    gateway, client = fuzzed
    rng = random.Random(f"{SEED}/{method}")
    codes = {}
    for number, data in enumerate(requests(method, rng)):
        try:
            call_raw(client, method, data, 3)
            code = grpc.StatusCode.OK
        except grpc.RpcError as error:
            code = error.code()
            # What is no protobuf at all is refused by the transport, in its own words.
            undecodable = "deseriali" in (error.details() or "").lower()
            assert code in GOOD or undecodable, (SEED, method, number, data.hex(), code, error.details())
            check_words(error.details(), gateway)
        codes[code] = codes.get(code, 0) + 1
        assert gateway.is_alive, (SEED, method, number, data.hex(), gateway.text[-3000:])
    assert len(codes) >= 1
    assert client.serving() == "SERVING"


def check_words(text, gateway):
    """Callers are not told of brokers, paths or types."""
    for word in ["127.0.0.1:", "/home", "/work", ".swift", "Optional(", "rdkafka", "Broker"]:
        assert word not in (text or ""), text


def test_memory_is_bounded(fuzzed):
    gateway, client = fuzzed
    before = gateway.rss_mib
    subjects = ["all"] * 500_000
    assert client.code("ListFigures", subjects=subjects, window=1, windows=400) == grpc.StatusCode.INVALID_ARGUMENT
    assert client.code("ListEvaluations", filter={"agent_ids": ["x"] * 900_000}) == grpc.StatusCode.INVALID_ARGUMENT
    assert client.code("ListScorecards", agent_ids=["x"] * 900_000) == grpc.StatusCode.OK
    assert client.code("Evaluate", transcript_json="[" * (3 << 20)) == grpc.StatusCode.INVALID_ARGUMENT
    assert client.code("Evaluate", transcript_json='{"a":' * 500_000) == grpc.StatusCode.INVALID_ARGUMENT
    turns = json.dumps({"id": "x", "turns": [{"role": "customer", "text": "x"}] * 60_000})
    assert client.code("Evaluate", transcript_json=turns, timeout=60) in GOOD
    assert gateway.rss_mib < before + 400


BOMB = "a: &a [" + ",".join("x" * 9) + "]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9))


@pytest.mark.parametrize("what, policy", [
    ("aliases of aliases", BOMB), ("deep", "a: " + "[" * 100_000), ("deep maps", "{a: " * 50_000),
    ("nothing", " "), ("a list", "- 1"), ("a long line", "a: " + "x" * 1_000_000), ("merge", "a: &a\n  <<: *a\n"),
])
def test_policies_that_are_traps_are_refused(fuzzed, what, policy):
    gateway, client = fuzzed
    before = gateway.rss_mib
    status = client.refusal("Evaluate", policy_yaml=policy, transcript_json='{"id":"x","turns":[]}', timeout=30)
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT, status
    assert gateway.is_alive and gateway.rss_mib < before + 300


@pytest.mark.parametrize("name", ["../../etc/passwd", "pharma-v2\x00", "/etc/passwd", "x" * 100_000, "pharma-v2/../x"])
def test_policies_are_named_not_pathed(fuzzed, name):
    _, client = fuzzed
    status = client.refusal("Evaluate", policy=name, transcript_json='{"id":"x","turns":[]}')
    assert status.code == grpc.StatusCode.INVALID_ARGUMENT and status.field == "policy"
    assert len(status.message) <= 1001


def test_metadata_of_all_kinds(fuzzed):
    gateway, client = fuzzed
    rng = random.Random(SEED)
    for _ in range(100):
        metadata = [("authorization", "Bearer " + "".join(
            chr(rng.randint(32, 126)) for _ in range(rng.randint(0, 400)))) for _ in range(rng.randint(1, 3))]
        with pytest.raises(grpc.RpcError) as refused:
            client.results.GetStatus(gateway_pb2.GetStatusRequest(), metadata=metadata, timeout=5)
        assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED, metadata
    for path in ["/assay.v1.Results/Nothing", "/x/y", "/assay.v1.Results/", "/"]:
        with pytest.raises(grpc.RpcError) as refused:
            client.channel.unary_unary(path)(b"", timeout=5)
        assert refused.value.code() in (grpc.StatusCode.UNIMPLEMENTED, grpc.StatusCode.INTERNAL), path
    assert gateway.is_alive
