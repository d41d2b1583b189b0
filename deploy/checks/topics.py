# The topics for Strimzi against the program that creates topics elsewhere.
# SPDX-License-Identifier: Apache-2.0
"""Holds deploy/kubernetes/kafka/topics.yaml against `assay topics plan`, where assay is built."""

import json
import subprocess

from findings import DEPLOY, ROOT, Findings, documents


def main():
    findings = Findings()
    program = next((p for p in (ROOT / ".build/release/assay", ROOT / ".build/debug/assay") if p.is_file()), None)
    if program is None:
        print("– topics: not compared with 'assay topics plan', as assay is not built here")
        return
    topics = documents(DEPLOY / "kubernetes/base/settings/worker.yaml")[0]["topics"]
    options = [f"--topics-{name}={value}" for name, value in topics.items()]
    plan = json.loads(subprocess.run(
        [program, "topics", "plan", "--json", *options], capture_output=True, text=True, check=True).stdout)
    path = DEPLOY / "kubernetes/kafka/topics.yaml"
    manifests = {manifest["spec"]["topicName"]: manifest["spec"] for manifest in documents(path)}
    for topic in plan:
        spec = manifests.pop(topic["name"], None)
        if not findings.expect(spec, path, f"there is no topic {topic['name']}"):
            continue
        written = {
            "partitions": spec["partitions"], "replication": spec["replicas"],
            "properties": {name: str(value) for name, value in spec["config"].items()},
        }
        planned = {field: topic[field] for field in written}
        findings.expect(written == planned, path, f"{topic['name']} is {written}, planned is {planned}")
    for name in manifests:
        findings.add(path, f"{name} is not planned")
    findings.close(f"topics: {len(plan)}, as 'assay topics plan' of {program.relative_to(ROOT)} has them")


main()
