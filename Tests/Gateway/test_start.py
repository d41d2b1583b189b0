# Settings with which a gateway does not start.
# SPDX-License-Identifier: Apache-2.0
import json

import pytest

from support.processes import TENANT, Gateway
from support.tokens import Issuer

CONFIGURATION = 78


def refused(broker, **settings):
    """What a gateway that must not start says."""
    gateway = Gateway(broker, **settings)
    try:
        return gateway.wait(20), gateway.text
    finally:
        gateway.kill()


def test_without_keys_nothing_is_served(demo):
    code, text = refused(demo.broker)
    assert code == CONFIGURATION
    assert "gateway.tokens.keys" in text and "JWKS" in text and "gateway.open" in text
    assert "gRPC at" not in text


@pytest.mark.parametrize("addresses", [
    {"gateway_http": "0.0.0.0:0"}, {"gateway_grpc": ":0"}, {"gateway_http": "[::]:0"},
    {"gateway_grpc": "192.0.2.1:0"}, {"gateway_http": "127.0.0.1.example.com:0"}, {"gateway_http": "example.com:0"},
])
def test_open_is_for_this_machine_only(demo, addresses):
    code, text = refused(demo.broker, gateway_open=TENANT, **addresses)
    assert code == CONFIGURATION
    assert "loopback" in text and "gRPC at" not in text


def test_open_and_keys_exclude_each_other(demo, keys):
    code, text = refused(demo.broker, gateway_open=TENANT, **keys)
    assert code == CONFIGURATION and "exclude each other" in text


def jwks(change):
    keys = json.loads(Issuer().jwks())["keys"]
    return json.dumps({"keys": change(keys)})


def private(keys):
    from jwt.algorithms import RSAAlgorithm
    key = json.loads(RSAAlgorithm.to_jwk(Issuer().keys["rsa"][1]))
    return [{**key, "kid": "rsa", "alg": "RS256"}]


@pytest.mark.parametrize("content, words", [
    ("hello", "JSON Web Key Set"),
    ("{}", "JSON Web Key Set"),
    ('{"keys": []}', "no key"),
    (jwks(lambda keys: [{k: v for k, v in key.items() if k != "kid"} for key in keys]), "kid"),
    (jwks(lambda keys: [key | {"kid": "same"} for key in keys]), "kid"),
    (jwks(private), "private"),
    (jwks(lambda keys: [{"kty": "oct", "k": "c2VjcmV0", "kid": "s", "alg": "HS256"}]), ""),
])
def test_keys_that_are_none_are_told(demo, tmp_path, content, words):
    path = tmp_path / "keys.json"
    path.write_text(content)
    code, text = refused(demo.broker, gateway_tokens_keys=path)
    assert code == CONFIGURATION, text
    assert words in text and str(path) in text


@pytest.mark.parametrize("settings, code, words", [
    ({"gateway_tokens_keys": "/nowhere/keys.json"}, 66, "/nowhere/keys.json"),
    ({"gateway_open": TENANT, "gateway_http": "nonsense"}, CONFIGURATION, "host:port"),
    ({"gateway_open": TENANT, "gateway_grpc": "127.0.0.1:99999"}, CONFIGURATION, "host:port"),
    ({"gateway_open": TENANT, "gateway_tls_end": "proxy", "gateway_tls_certificate": "/c", "gateway_tls_key": "/k"},
     CONFIGURATION, "gateway.tls.end"),
    ({"gateway_open": TENANT, "gateway_tls_key": "/nowhere/key.pem"}, CONFIGURATION, "gateway.tls"),
    ({"gateway_open": TENANT, "gateway_tls_certificate": "/nowhere/a.pem", "gateway_tls_key": "/nowhere/b.pem"},
     CONFIGURATION, "/nowhere/"),
    ({"gateway_open": TENANT, "audit": "/nowhere/access.log"}, 74, "/nowhere/access.log"),
    ({"gateway_open": TENANT, "worker_policy": "no-such-policy"}, 64, "no-such-policy"),
])
def test_settings_that_cannot_be_used_are_told(demo, settings, code, words):
    got, text = refused(demo.broker, **settings)
    assert got == code, text
    assert words in text


def test_an_address_that_is_taken_is_told(demo, opened):
    for setting, address in [("gateway_grpc", opened.grpc), ("gateway_http", opened.http.split("//")[1])]:
        code, text = refused(demo.broker, gateway_open=TENANT, **{setting: address})
        assert code == CONFIGURATION and address in text, text
