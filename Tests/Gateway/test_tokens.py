# Tokens that are good, and those that are not.
# SPDX-License-Identifier: Apache-2.0
import base64
import hashlib
import hmac
import json
import threading
import time

import grpc
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from support.calls import Client, bearer, gateway_pb2
from support.processes import TENANT
from support.streams import Stream
from support.tokens import Issuer


def status_of(guarded, token):
    with Client(guarded.grpc, token) as client:
        return client.refusal("GetStatus")


@pytest.mark.parametrize("kid", ["rsa", "ec", "ed"])
def test_each_kind_of_key_signs(guarded, issuer, kid):
    with Client(guarded.grpc, issuer.token("lead", kid=kid, teams=["T2", "T1"])) as client:
        caller = client.call("GetStatus").caller
    assert (caller.tenant, caller.role, caller.subject) == (TENANT, "lead", "lead-1")
    assert list(caller.team_ids) == ["T1", "T2"] and not caller.agent_id


def written(header, payload, signature=b""):
    def part(value):
        raw = value if isinstance(value, bytes) else json.dumps(value).encode()
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    return f"{part(header)}.{part(payload)}.{part(signature) if signature else ''}"


def payload(**claims):
    return {"sub": "x", "tenant": TENANT, "role": "quality", "iss": "https://login.test", "aud": "assay-gateway",
            "exp": int(time.time()) + 3600} | claims


def by_secret(header, secret):
    unsigned = written(header, payload())[:-1]
    return unsigned + "." + base64.urlsafe_b64encode(
        hmac.new(secret, unsigned.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()


def changed(token):
    """The token of another role, with the signature of the first."""
    header, body, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    body = base64.urlsafe_b64encode(json.dumps(claims | {"role": "quality"}).encode()).rstrip(b"=").decode()
    return f"{header}.{body}.{signature}"


def other_signature(issuer):
    stranger = rsa.generate_private_key(65537, 2048)
    return jwt.encode(payload(), stranger, "RS256", headers={"kid": "rsa"})


FORGED = {
    "no signature": lambda issuer: written({"alg": "none", "typ": "JWT"}, payload()),
    "no signature, with a key's name": lambda issuer: written({"alg": "none", "kid": "rsa"}, payload()),
    "NONE": lambda issuer: written({"alg": "NONE", "kid": "rsa"}, payload(), b"x"),
    "the public key as a secret": lambda issuer: by_secret({"alg": "HS256", "kid": "rsa"}, issuer.public_pem("rsa")),
    "the public key as a secret, no kid": lambda issuer: by_secret({"alg": "HS256"}, issuer.public_pem("rsa")),
    "another signer": other_signature,
    "another signer with its key": lambda issuer: jwt.encode(
        payload(), Issuer().keys["rsa"][1], "RS256",
        headers={"kid": "rsa", "jwk": json.loads(Issuer().jwks())["keys"][0]}),
    "another key's name": lambda issuer: issuer.token(headers={"kid": "ec"}),
    "an unknown key's name": lambda issuer: issuer.token(headers={"kid": "gone"}),
    "no key's name": lambda issuer: jwt.encode(payload(), issuer.keys["rsa"][1], "RS256"),
    "a path as a key's name": lambda issuer: issuer.token(headers={"kid": "../../dev/null"}),
    "an extension that must be known": lambda issuer: issuer.token(headers={"crit": ["b64"], "b64": True}),
    "changed claims": lambda issuer: changed(issuer.token("agent")),
    "cut off": lambda issuer: issuer.token()[:-8],
    "two parts": lambda issuer: issuer.token().rsplit(".", 1)[0],
    "four parts": lambda issuer: issuer.token() + ".x",
    "no text": lambda issuer: "...",
    "words": lambda issuer: "let me in",
    "no JSON": lambda issuer: written(b"hello", b"world", b"x"),
    "no sub": lambda issuer: issuer.token(drop=["sub"]),
    "no exp": lambda issuer: issuer.token(drop=["exp"]),
    "no tenant": lambda issuer: issuer.token(drop=["tenant"]),
    "no role": lambda issuer: issuer.token(drop=["role"]),
    "exp as a text": lambda issuer: jwt.api_jws.encode(
        json.dumps(payload(exp="tomorrow")).encode(), issuer.keys["rsa"][1], "RS256", headers={"kid": "rsa"}),
    "teams that are no list": lambda issuer: issuer.token("lead", teams="T1"),
}


@pytest.mark.parametrize("what", sorted(FORGED))
def test_forged_tokens_are_refused(guarded, issuer, what):
    status = status_of(guarded, FORGED[what](issuer))
    assert status.code == grpc.StatusCode.UNAUTHENTICATED
    assert status.reason == "TOKEN_INVALID"


NOW = time.time()
BAD = {
    "expired": ({"exp": NOW - 60}, "TOKEN_EXPIRED"),
    "expired long ago": ({"exp": -1e300}, "TOKEN_EXPIRED"),
    "not yet valid": ({"nbf": NOW + 600}, "TOKEN_NOT_YET_VALID"),
    "another issuer": ({"iss": "https://elsewhere.test"}, "TOKEN_ISSUER"),
    "another audience": ({"aud": "billing"}, "TOKEN_AUDIENCE"),
    "other audiences": ({"aud": ["billing", "assay"]}, "TOKEN_AUDIENCE"),
    "another role": ({"role": "admin"}, "TOKEN_ROLE"),
    "a role in capitals": ({"role": "Quality"}, "TOKEN_ROLE"),
    "an empty tenant": ({"tenant": ""}, "TOKEN_CLAIMS"),
    "an empty sub": ({"sub": ""}, "TOKEN_CLAIMS"),
    "a long tenant": ({"tenant": "x" * 257}, "TOKEN_CLAIMS"),
    "an agent without a number": ({"role": "agent", "drop": ["agent"]}, "TOKEN_CLAIMS"),
    "an agent with an empty number": ({"role": "agent", "agent": ""}, "TOKEN_CLAIMS"),
    "a lead without teams": ({"role": "lead", "drop": ["teams"]}, "TOKEN_CLAIMS"),
    "a lead of no team": ({"role": "lead", "teams": []}, "TOKEN_CLAIMS"),
    "a lead of an empty team": ({"role": "lead", "teams": [""]}, "TOKEN_CLAIMS"),
    "a lead of very many teams": ({"role": "lead", "teams": [f"T{i}" for i in range(300)]}, "TOKEN_CLAIMS"),
}


@pytest.mark.parametrize("what", sorted(BAD))
def test_wrong_claims_are_refused(guarded, issuer, what):
    claims, reason = BAD[what]
    status = status_of(guarded, issuer.token(**claims))
    assert (status.code, status.reason) == (grpc.StatusCode.UNAUTHENTICATED, reason)


@pytest.mark.parametrize("drop, reason", [("iss", "TOKEN_ISSUER"), ("aud", "TOKEN_AUDIENCE")])
def test_what_settings_ask_for_must_be_there(guarded, issuer, drop, reason):
    assert status_of(guarded, issuer.token(drop=[drop])).reason == reason


@pytest.mark.parametrize("exp", [9_223_372_036_854_775, 1e300, 9e15])
def test_far_ends_of_time_are_no_trap(guarded, issuer, exp):
    with Client(guarded.grpc, issuer.token(exp=exp, nbf=-1e300)) as client:
        assert client.call("GetStatus").caller.subject == "quality-1"


def test_clocks_may_be_apart_a_little(guarded, issuer):
    with Client(guarded.grpc, issuer.token(exp=time.time() - 5, nbf=time.time() + 5)) as client:
        assert client.call("GetStatus").caller.subject == "quality-1"


def test_oversized_tokens_are_refused(guarded, issuer):
    token = issuer.token(padding="x" * 7000)
    assert len(token) > 8 << 10
    assert status_of(guarded, token).reason == "TOKEN_TOO_LARGE"
    with Client(guarded.grpc, issuer.token(padding="x" * 200_000)) as client:
        assert client.refusal("GetStatus").code != grpc.StatusCode.OK
    with Client(guarded.grpc, issuer.token()) as client:
        assert client.code("GetStatus") == grpc.StatusCode.OK


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic eDp5", "bearer", "Token x"])
def test_other_authorizations_are_refused(guarded, authorization):
    with Client(guarded.grpc) as client, pytest.raises(grpc.RpcError) as refused:
        client.results.GetStatus(gateway_pb2.GetStatusRequest(), metadata=[("authorization", authorization)],
                                 timeout=10)
    assert refused.value.code() == grpc.StatusCode.UNAUTHENTICATED


def test_the_scheme_is_of_any_case(guarded, issuer):
    with Client(guarded.grpc) as client:
        answer = client.results.GetStatus(
            gateway_pb2.GetStatusRequest(), metadata=[("authorization", f"bEARER {issuer.token()}")], timeout=10)
    assert answer.caller.role == "quality"


def test_a_stream_ends_with_its_token(guarded, quality, issuer):
    """Also a stream that brings nothing; its last answer has the token to go on with."""
    exp = int(time.time()) + 4
    token = issuer.token(exp=exp)
    busy = Stream(guarded.grpc, "WatchTallies", token)
    quiet = Stream(guarded.grpc, "WatchAlerts", token, filter={"agent_ids": ["nobody"]}, beginning=0)
    for stream in [busy, quiet]:
        status = stream.await_end(20)
        assert (status.code, status.reason) == (grpc.StatusCode.UNAUTHENTICATED, "TOKEN_EXPIRED")
        assert exp - 1 <= time.time() <= exp + 6
        assert stream.token
    again = Stream(guarded.grpc, "WatchTallies", issuer.token(), resume=busy.token)
    again.await_results(1).close()


def test_signatures_are_checked_side_by_side(guarded, issuer):
    """Good and bad tokens at once: none is taken for another."""
    good, bad, wrong = issuer.token("lead"), FORGED["changed claims"](issuer), []

    def ask(token, expected):
        with Client(guarded.grpc) as client:
            for _ in range(40):
                try:
                    client.results.GetStatus(gateway_pb2.GetStatusRequest(), metadata=bearer(token), timeout=10)
                    code = grpc.StatusCode.OK
                except grpc.RpcError as error:
                    code = error.code()
                if code != expected:
                    wrong.append(code)
    threads = [threading.Thread(target=ask, args=arguments) for arguments in
               [(good, grpc.StatusCode.OK), (bad, grpc.StatusCode.UNAUTHENTICATED)] * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
