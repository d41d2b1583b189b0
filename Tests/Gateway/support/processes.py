# The processes under test: the demo with its embedded broker, and gateways.
# SPDX-License-Identifier: Apache-2.0
import os
import pathlib
import re
import signal
import subprocess
import threading

from .waiting import eventually

ROOT = pathlib.Path(__file__).resolve().parents[3]
BIN = pathlib.Path(os.environ.get("ASSAY_BIN", ROOT / ".build" / "debug"))
TENANT = "acme"


def _environment():
    return {key: value for key, value in os.environ.items() if not key.startswith("ASSAY_")}


class Process:
    """A process whose lines are kept as they come."""

    def __init__(self, arguments, environment=None):
        self.lines = []
        self.process = subprocess.Popen(
            [str(argument) for argument in arguments], env=_environment() | (environment or {}),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    @property
    def pid(self):
        return self.process.pid

    @property
    def is_alive(self):
        return self.process.poll() is None

    @property
    def text(self):
        return "\n".join(self.lines)

    def find(self, pattern, seconds=60):
        """The first group of the first line that has the pattern."""
        def look():
            found = next((match for line in list(self.lines) if (match := re.search(pattern, line))), None)
            if found is None and not self.is_alive:
                self._reader.join(5)
                assert re.search(pattern, self.text), f"it ended with {self.process.returncode}:\n{self.text}"
            return found
        return eventually(look, seconds, f"{pattern!r} in:\n{self.text}\n").group(1)

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds):
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def stop(self, seconds=10):
        """Asks it to end; its exit status."""
        if self.is_alive:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGTERM)
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def kill(self):
        if self.is_alive:
            self.process.kill()
        self.process.wait(10)

    def status(self, name):
        """A number of /proc/<pid>/status: VmRSS is in KiB."""
        text = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(rf"^{name}:\s+(\d+)", text, re.M).group(1))

    @property
    def rss_mib(self):
        return self.status("VmRSS") / 1024

    @property
    def open_files(self):
        return len(os.listdir(f"/proc/{self.pid}/fd"))


class Demo(Process):
    """Workers and traffic on an embedded broker."""

    def __init__(self, rate=200, duration=600, seed=1):
        super().__init__([BIN / "assay", "demo", "--plain", "--no-dashboard", "--duration", duration, "--rate", rate,
                          "--partitions", 4, "--seed", seed])
        self.broker = self.find(r"broker at (\S+?),")


class Gateway(Process):
    """A gateway on ports that were free."""

    def __init__(self, broker, audit="/dev/null", **settings):
        environment = {
            "ASSAY_KAFKA_BOOTSTRAP_SERVERS": broker, "ASSAY_KAFKA_DELIVERY": "at-least-once",
            "ASSAY_WORKER_POLICY": "pharma-v2", "ASSAY_GATEWAY_HTTP": "127.0.0.1:0",
            "ASSAY_GATEWAY_GRPC": "127.0.0.1:0", "ASSAY_GATEWAY_AUDIT": str(audit),
        }
        environment |= {f"ASSAY_{name.upper()}": str(value) for name, value in settings.items()}
        super().__init__([BIN / "assay-gateway"], environment)

    def listening(self):
        """Waits until it listens."""
        self.grpc = self.find(r"gRPC at (\S+)")
        self.http = self.find(r"dashboard at (\S+?)/$")
        return self
