# Keys, and tokens that are signed by them.
# SPDX-License-Identifier: Apache-2.0
import json
import time

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from .processes import TENANT

ISSUER = "https://login.test"
AUDIENCE = "assay-gateway"


class Issuer:
    """Whoever signs tokens, with a key of each kind."""

    def __init__(self):
        self.keys = {
            "rsa": ("RS256", rsa.generate_private_key(65537, 2048)),
            "ec": ("ES256", ec.generate_private_key(ec.SECP256R1())),
            "ed": ("EdDSA", ed25519.Ed25519PrivateKey.generate()),
        }

    def jwks(self):
        """The public halves."""
        keys = []
        for kid, (algorithm, key) in self.keys.items():
            written = jwt.get_algorithm_by_name(algorithm).to_jwk(key.public_key())
            jwk = json.loads(written) if isinstance(written, str) else dict(written)
            keys.append({**{name: value for name, value in jwk.items() if name != "key_ops"},
                         "kid": kid, "alg": algorithm, "use": "sig"})
        return json.dumps({"keys": keys})

    def public_pem(self, kid):
        return self.keys[kid][1].public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def token(self, role="quality", kid="rsa", headers=None, drop=(), **claims):
        """A token that is good, but for what is said."""
        algorithm, key = self.keys[kid]
        payload = {"sub": f"{role}-1", "tenant": TENANT, "role": role, "iss": ISSUER, "aud": AUDIENCE,
                   "exp": int(time.time()) + 3600}
        if role == "agent":
            payload["agent"] = "A1"
        if role == "lead":
            payload["teams"] = ["T1"]
        payload |= claims
        for name in drop:
            payload.pop(name, None)
        return jwt.encode(payload, key, algorithm=algorithm, headers={"kid": kid} | (headers or {}))
