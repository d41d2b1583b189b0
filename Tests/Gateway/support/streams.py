# Streams that are read in the background.
# SPDX-License-Identifier: Apache-2.0
import threading

import grpc

from .calls import Client, OLDEST, Status, gateway_pb2
from .waiting import eventually

RESULT = {"WatchEvaluations": "evaluation", "WatchAlerts": "alert", "WatchTallies": "tally"}


def key(method, result):
    """What results of one sequence share: they are all of one partition."""
    if method == "WatchTallies":
        return (result.subject, result.window, result.start_ms)
    return result.conversation_id


class Stream:
    """A stream with what it has brought so far."""

    def __init__(self, address, method, token=None, resume=b"", beginning=OLDEST, heartbeat_ms=1000, **filters):
        self.method = method
        self.client = Client(address, token)
        self.answers = []
        self.error = None
        options = {"resume_token": resume, "beginning": beginning, "heartbeat_ms": heartbeat_ms}
        self.call = self.client.call(method, options=options, **filters)
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        try:
            for answer in self.call:
                self.answers.append(answer)
        except grpc.RpcError as error:
            self.error = error

    @property
    def results(self):
        """Results without heartbeats."""
        name = RESULT[self.method]
        return [getattr(answer, name) for answer in list(self.answers) if answer.HasField(name)]

    @property
    def token(self):
        return self.answers[-1].resume_token if self.answers else b""

    @property
    def places(self):
        """Results with their partition and offset, of a stream that goes through the feed alone without a filter."""
        places, last, name = [], None, RESULT[self.method]
        for answer in list(self.answers):
            now = positions(answer.resume_token)
            if answer.HasField(name):
                moved = [index for index, (old, new) in enumerate(zip(last, now)) if old != new]
                assert len(moved) == 1, f"one result moved {moved}"
                places.append((moved[0], now[moved[0]] - 1, getattr(answer, name)))
            last = now
        return places

    def await_results(self, count, seconds=40):
        eventually(lambda: len(self.results) >= count or self.error, seconds, f"{count} results of {self.method}")
        assert self.error is None, Status(self.error)
        return self

    def await_end(self, seconds=10):
        """How the stream ended; None when without an error."""
        self.thread.join(seconds)
        assert not self.thread.is_alive(), f"{self.method} goes on"
        return self.error and Status(self.error)

    def close(self):
        self.call.cancel()
        self.thread.join(10)
        self.client.channel.close()


def positions(token):
    return list(gateway_pb2.WatchPosition.FromString(token).next_offsets)


def sequences(method, results):
    """Results by key, in their order, as bytes."""
    found = {}
    for result in results:
        found.setdefault(key(method, result), []).append(result.SerializeToString(deterministic=True))
    return found
