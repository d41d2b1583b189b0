# Calls over HTTP, byte by byte where it matters.
# SPDX-License-Identifier: Apache-2.0
import http.client
import json
import socket
import urllib.parse


class Answer:
    """An answer over HTTP."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Web:
    """One connection after the other to a gateway."""

    def __init__(self, address, context=None):
        self.url = urllib.parse.urlsplit(address)
        self.context = context

    def connection(self, timeout=20):
        if self.url.scheme == "https":
            return http.client.HTTPSConnection(self.url.hostname, self.url.port, timeout=timeout, context=self.context)
        return http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=timeout)

    def send(self, method, path, body=None, headers=None, timeout=20):
        connection = self.connection(timeout)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def call(self, name, request=None, token=None, **headers):
        """A call as JSON."""
        headers = {"content-type": "application/json"} | {key.replace("_", "-"): value for key, value in headers.items()}
        if token:
            headers["authorization"] = f"Bearer {token}"
        return self.send("POST", f"/api/v1/{name}", json.dumps(request or {}), headers)

    def raw(self, data, timeout=3):
        """What comes back for these bytes, until nothing comes any more."""
        with socket.create_connection((self.url.hostname, self.url.port), timeout) as sock:
            answer = b""
            try:
                sock.sendall(data)
                while len(answer) < 1 << 20:
                    piece = sock.recv(65536)
                    if not piece:
                        break
                    answer += piece
            except (TimeoutError, ConnectionError):
                pass
            return answer

    def events(self, name, request=None, headers=None):
        """Events of a stream: (type, id, data), as they come; close() ends it."""
        query = "request=" + urllib.parse.quote(json.dumps(request or {}))
        connection = self.connection(30)
        connection.request("GET", f"/api/v1/{name}?{query}", headers=headers or {})
        response = connection.getresponse()
        assert response.status == 200, (response.status, response.read())
        assert response.headers["content-type"].startswith("text/event-stream")
        event = {}
        try:
            for line in response:
                line = line.decode().rstrip("\n")
                if line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                elif "data" in event:
                    yield event.get("event", "message"), event.get("id"), json.loads(event["data"])
                    event = {}
        finally:
            connection.close()
