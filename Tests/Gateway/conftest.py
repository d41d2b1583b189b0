# The processes that tests share: one demo, one gateway with tokens, one that is open.
# SPDX-License-Identifier: Apache-2.0
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from support.calls import Client, gateway_pb2  # noqa: E402
from support.processes import Demo, Gateway, TENANT  # noqa: E402
from support.tokens import AUDIENCE, ISSUER, Issuer  # noqa: E402
from support.waiting import eventually  # noqa: E402


def pytest_collection_modifyitems(items):
    """What takes longest begins first: two run side by side."""
    items.sort(key=lambda item: item.path.name != "test_slow_readers.py")


@pytest.fixture(scope="session")
def demo():
    demo = Demo()
    yield demo
    demo.kill()


@pytest.fixture(scope="session")
def issuer():
    return Issuer()


@pytest.fixture(scope="session")
def keys(issuer, tmp_path_factory):
    """The settings of a gateway that wants tokens."""
    path = tmp_path_factory.mktemp("keys") / "jwks.json"
    path.write_text(issuer.jwks())
    return {"gateway_tokens_keys": path, "gateway_tokens_issuer": ISSUER, "gateway_tokens_audience": AUDIENCE}


@pytest.fixture
def start(demo):
    """Starts gateways that end with the test."""
    started = []

    def start(serving=True, **settings):
        gateway = Gateway(demo.broker, **settings).listening()
        started.append(gateway)
        if serving:
            with Client(gateway.grpc) as client:
                client.await_serving()
        return gateway
    yield start
    for gateway in started:
        gateway.kill()


@pytest.fixture(scope="session")
def audit(tmp_path_factory):
    return tmp_path_factory.mktemp("audit") / "access.log"


@pytest.fixture(scope="session")
def guarded(demo, keys, audit):
    """A gateway that wants tokens, with some results."""
    gateway = Gateway(demo.broker, audit=audit, **keys).listening()
    yield gateway
    assert gateway.is_alive, gateway.text
    gateway.kill()


@pytest.fixture(scope="session")
def quality(guarded, issuer):
    """Calls of quality management, when there are alerts, figures and evaluations of several agents."""
    with Client(guarded.grpc, issuer.token("quality")) as client:
        client.await_serving()
        eventually(lambda: len(client.call("ListAlerts").alerts) > 3, 60, "alerts")
        eventually(lambda: len({e.agent_id for e in evaluations(client)} - {""}) > 8, 60, "evaluations")
        eventually(lambda: client.call("ListFigures", kind="team", window="WINDOW_KIND_DAY").rows, 60, "figures")
        yield client


def evaluations(client):
    return client.call("ListEvaluations", limit=500).evaluations


@pytest.fixture(scope="session")
def people(quality):
    """An agent with results, its team, one of its conversations, and a conversation of another team."""
    listed = [e for e in evaluations(quality) if e.agent_id and e.team_id]
    mine = listed[0]
    other = next(e for e in listed if e.team_id != mine.team_id)
    return {"agent": mine.agent_id, "team": mine.team_id, "mine": mine, "other": other}


@pytest.fixture(scope="session")
def opened(demo):
    """A gateway that lets everybody in."""
    gateway = Gateway(demo.broker, gateway_open=TENANT).listening()
    yield gateway
    assert gateway.is_alive, gateway.text
    gateway.kill()
