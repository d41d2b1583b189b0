# Calls by gRPC, from stubs that are made of the project's schemas.
# SPDX-License-Identifier: Apache-2.0
import atexit
import shutil
import sys
import tempfile

import grpc
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from grpc_tools import protoc

from .processes import ROOT
from .waiting import eventually


def _generate():
    """Python of the schemas, in a folder that goes with this process."""
    folder = tempfile.mkdtemp(prefix="assay-stubs-")
    atexit.register(shutil.rmtree, folder, True)
    schemas = ROOT / "proto-schemas"
    names = [str(path.relative_to(schemas)) for path in sorted(schemas.glob("assay/v1/*.proto"))]
    code = protoc.main(["protoc", f"-I{schemas}", f"--python_out={folder}", f"--grpc_python_out={folder}", *names])
    assert code == 0, "the schemas are no good for Python"
    sys.path.insert(0, folder)


_generate()
from assay.v1 import (  # noqa: E402
    alert_pb2, evaluation_pb2, gateway_pb2, gateway_pb2_grpc, review_pb2, scorecard_pb2, tally_pb2)

UNARY = ["Evaluate", "GetConversation", "Explain", "ListFigures", "ListEvaluations", "ListAlerts", "ListReviews",
         "ListScorecards", "SubmitReview", "GetStatus"]
STREAMS = ["WatchEvaluations", "WatchAlerts", "WatchTallies"]
METHODS = UNARY + STREAMS
OLDEST = gateway_pb2.WatchOptions.BEGINNING_OLDEST


def bearer(token):
    return [("authorization", f"Bearer {token}")] if token else []


def request_type(method):
    return gateway_pb2.DESCRIPTOR.services_by_name["Results"].methods_by_name[method].input_type._concrete_class


class Client:
    """Calls of one gateway with one token."""

    def __init__(self, address, token=None, credentials=None, options=()):
        options = [("grpc.use_local_subchannel_pool", 1), ("grpc.max_receive_message_length", 64 << 20), *options]
        self.channel = (grpc.secure_channel(address, credentials, options) if credentials
                        else grpc.insecure_channel(address, options))
        self.results = gateway_pb2_grpc.ResultsStub(self.channel)
        self.health = health_pb2_grpc.HealthStub(self.channel)
        self.token = token

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.channel.close()

    def call(self, method, request=None, timeout=20, **fields):
        """An answer, or a stream."""
        request = request or request_type(method)(**fields)
        if method in STREAMS and timeout == 20:
            timeout = None
        return getattr(self.results, method)(request, metadata=bearer(self.token), timeout=timeout)

    def refusal(self, method, request=None, timeout=20, **fields):
        """The status of a call that is refused; a stream is read until it is."""
        try:
            answer = self.call(method, request, timeout, **fields)
            if method in STREAMS:
                for _ in answer:
                    pass
        except grpc.RpcError as error:
            return Status(error)
        raise AssertionError(f"{method} was answered")

    def code(self, method, request=None, timeout=20, **fields):
        """The code of a call; a stream that is not refused is left after its first answer."""
        try:
            answer = self.call(method, request, timeout, **fields)
            if method in STREAMS:
                next(iter(answer))
                answer.cancel()
            return grpc.StatusCode.OK
        except grpc.RpcError as error:
            return error.code()

    def serving(self, timeout=2):
        """What the health service says."""
        try:
            answer = self.health.Check(health_pb2.HealthCheckRequest(), timeout=timeout)
            return health_pb2.HealthCheckResponse.ServingStatus.Name(answer.status)
        except grpc.RpcError as error:
            return error.code().name

    def await_serving(self, seconds=60):
        eventually(lambda: self.serving() == "SERVING", seconds, "SERVING")
        return self


class Status:
    """A refusal with its details."""

    def __init__(self, error):
        self.code = error.code()
        self.message = error.details()
        self.reason = self.field = self.resource = None
        self.retries = False
        status = rpc_status.from_call(error)
        for detail in status.details if status else []:
            for kind in (error_details_pb2.ErrorInfo, error_details_pb2.BadRequest, error_details_pb2.ResourceInfo,
                         error_details_pb2.RetryInfo):
                value = kind()
                if not detail.Unpack(value):
                    continue
                if kind is error_details_pb2.ErrorInfo:
                    assert value.domain == "assay"
                    self.reason = value.reason
                elif kind is error_details_pb2.BadRequest:
                    self.field = value.field_violations[0].field
                elif kind is error_details_pb2.ResourceInfo:
                    self.resource = value.resource_type
                else:
                    self.retries = True

    def __repr__(self):
        return f"{self.code.name} {self.reason}: {self.message}"
