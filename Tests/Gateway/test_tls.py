# Encrypted, and with certificates of clients.
# SPDX-License-Identifier: Apache-2.0
import datetime
import ipaddress
import json
import ssl

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from support.calls import Client
from support.processes import Gateway
from support.waiting import eventually
from support.web import Web


class Authority:
    """Whoever signs certificates, written as PEM files."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(name, self.key.public_key(), True)
        self.path = self._write(f"{name}.pem", self.certificate.public_bytes(serialization.Encoding.PEM))

    def _sign(self, name, key, is_authority):
        now = datetime.datetime.now(datetime.timezone.utc)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = self.certificate.subject if not is_authority else subject
        builder = (x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
                   .not_valid_after(now + datetime.timedelta(days=1))
                   .add_extension(x509.BasicConstraints(is_authority, None), True))
        if not is_authority:
            builder = builder.add_extension(x509.SubjectAlternativeName([
                x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        return builder.sign(self.key, hashes.SHA256())

    def _write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def issue(self, name):
        """A certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._sign(name, key.public_key(), False)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                serialization.NoEncryption())
        return (self._write(f"{name}-{self.name}.crt", certificate.public_bytes(serialization.Encoding.PEM)),
                self._write(f"{name}-{self.name}.key", pem))


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tls"), "authority")


@pytest.fixture(scope="module")
def strangers(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("strangers"), "strangers")


@pytest.fixture(scope="module", params=["server", "mutual"])
def secured(request, demo, keys, authority):
    certificate, key = authority.issue("gateway")
    settings = {"gateway_tls_certificate": certificate, "gateway_tls_key": key}
    if request.param == "mutual":
        settings["gateway_tls_client_ca"] = authority.path
    gateway = Gateway(demo.broker, **keys, **settings).listening()
    gateway.is_mutual = request.param == "mutual"
    yield gateway
    gateway.kill()


def credentials(authority, pair=None):
    files = [path.read_bytes() for path in pair] if pair else [None, None]
    return grpc.ssl_channel_credentials(authority.path.read_bytes(), files[1], files[0])


def context(authority, pair=None):
    made = ssl.create_default_context(cafile=authority.path)
    if pair:
        made.load_cert_chain(*pair)
    return made


def test_grpc_is_encrypted(secured, authority, strangers, issuer):
    client = authority.issue("client")
    pairs = [(client, True), (None, not secured.is_mutual), (strangers.issue("client"), not secured.is_mutual)]
    for pair, is_let_in in pairs:
        with Client(secured.grpc, issuer.token(), credentials(authority, pair)) as calls:
            if is_let_in:
                eventually(lambda: calls.serving() == "SERVING", 30, "serving")
                assert calls.call("GetStatus").caller.role == "quality"
                assert Client(secured.grpc, None, credentials(authority, pair)).code("GetStatus") == \
                    grpc.StatusCode.UNAUTHENTICATED
            else:
                assert calls.code("GetStatus", timeout=5) == grpc.StatusCode.UNAVAILABLE


def test_http_is_encrypted(secured, authority, strangers, issuer):
    assert secured.http.startswith("https://")
    client = authority.issue("client")
    for pair in [client, None, strangers.issue("client")]:
        web = Web(secured.http, context(authority, pair))
        if pair == client or not secured.is_mutual:
            answer = web.call("GetStatus", token=issuer.token())
            assert answer.status == 200
            assert "max-age" in answer.headers["strict-transport-security"]
            assert web.call("GetStatus").status == 401
        else:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                web.call("GetStatus", token=issuer.token())


def test_cookies_travel_encrypted_only(secured, authority, issuer):
    web = Web(secured.http, context(authority, authority.issue("client")))
    answer = web.send("POST", "/session", json.dumps({"token": issuer.token()}), {"content-type": "application/json"})
    cookie = answer.headers["set-cookie"]
    assert "; Secure" in cookie and cookie.startswith("__Host-")
    assert web.call("GetStatus", cookie=cookie.split(";")[0]).status == 200


def test_behind_a_proxy_cookies_are_for_tls_only(demo, keys, issuer):
    gateway = Gateway(demo.broker, **keys, gateway_tls_end="proxy").listening()
    try:
        answer = Web(gateway.http).send(
            "POST", "/session", json.dumps({"token": issuer.token()}), {"content-type": "application/json"})
        assert "; Secure" in answer.headers["set-cookie"] and answer.headers["set-cookie"].startswith("__Host-")
        assert "max-age" in answer.headers["strict-transport-security"]
    finally:
        gateway.kill()


def test_nothing_is_served_in_the_clear(secured, issuer):
    with Client(secured.grpc, issuer.token()) as client:
        assert client.code("GetStatus", timeout=3) == grpc.StatusCode.UNAVAILABLE
    answer = Web(secured.http.replace("https", "http")).raw(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"200" not in answer


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_versions_are_refused(secured, authority, version):
    old = context(authority, authority.issue("client"))
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.minimum_version = ssl.TLSVersion.TLSv1
    old.maximum_version = version
    for address in [secured.http, f"https://{secured.grpc}"]:
        with pytest.raises((ssl.SSLError, ConnectionError)):
            Web(address, old).send("GET", "/")
