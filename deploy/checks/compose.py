# The compose file: its schema, what it names, and how its containers are shut in.
# SPDX-License-Identifier: Apache-2.0
"""Checks deploy/compose.yaml."""

import json

from compose_spec.compose_spec import PyCompose

from findings import DEPLOY, Findings, documents

FILE = DEPLOY / "compose.yaml"
# Its start script writes into the image's folders.
WRITABLE = {"kafka"}


def check_service(name, service, content, findings):
    """What a service names is there, and it can do no more than it must."""
    place = f"{FILE.name}, {name}"
    for other in service.get("depends_on", []):
        findings.expect(other in content["services"], place, f"depends on {other}, which is no service")
    for volume in service.get("volumes", []):
        source, target, *mode = volume.split(":")
        if source.startswith("."):
            findings.expect((DEPLOY / source).exists(), place, f"mounts {source}, which is not there")
            findings.expect(mode == ["ro"], place, f"may write to {source}")
        else:
            findings.expect(source in content["volumes"], place, f"mounts the volume {source}, which is not declared")
        findings.expect(target.startswith("/"), place, f"mounts at {target}")
    for port in service.get("ports", []):
        findings.expect(port.startswith("127.0.0.1:"), place, f"port {port} is open to other machines")
    findings.expect(service.get("cap_drop") == ["ALL"], place, "keeps capabilities")
    findings.expect("no-new-privileges:true" in service.get("security_opt", []), place, "may gain privileges")
    findings.expect(service.get("read_only") or name in WRITABLE, place, "may write to its root file system")
    findings.expect(service.get("restart") == "no" or "healthcheck" in service, place, "nobody asks how it is")
    findings.expect(service.get("restart") == "no" or "mem_limit" in service, place, "has no limit of memory")
    image = service["image"]
    findings.expect(":" in image and not image.endswith(":latest"), place, f"{image} is not a certain version")
    for variable, value in (service.get("environment") or {}).items():
        secret = any(word in variable for word in ("PASSWORD", "TOKEN", "SECRET")) and not variable.endswith("__FILE")
        findings.expect(not secret, place, f"has a secret in its environment: {variable}={value}")


def main():
    findings = Findings()
    content = documents(FILE)[0]
    try:
        # Anchors are followed here: the schema knows nothing of them.
        parsed = PyCompose.from_json(json.dumps(content))
        parsed.validate()
    except ValueError as error:
        findings.add(FILE, str(error))
    for name, service in content["services"].items():
        check_service(name, service, content, findings)
    for name, secret in content["secrets"].items():
        findings.expect(
            secret.get("file", "").startswith("./compose/secrets/"), FILE, f"the secret {name} is not made on the spot")
    script = (DEPLOY / "compose/make-secrets").read_text(encoding="utf-8")
    for secret in content["secrets"].values():
        file = secret.get("file", "").rsplit("/", 1)[-1]
        findings.expect(file in script, FILE, f"make-secrets does not make {file}")
    scraped = {
        target.split(":")[0]
        for job in documents(DEPLOY / "prometheus/prometheus.yaml")[0]["scrape_configs"]
        for static in job["static_configs"] for target in static["targets"]
    }
    findings.expect(
        scraped == {name for name in content["services"] if name.startswith(("worker", "gateway"))}, FILE,
        f"Prometheus scrapes {sorted(scraped)}")
    findings.close(f"compose: {len(content['services'])} services")


main()
