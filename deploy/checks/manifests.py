# The manifests for Kubernetes: schemas, the rules of restricted pods, and what must agree across files.
# SPDX-License-Identifier: Apache-2.0
"""Checks everything in deploy/kubernetes."""

import os
import pathlib
import tempfile

import jsonschema
import kubernetes_validate
import yaml

import kustomizations
from findings import DEPLOY, Findings, byte_count, documents, milliseconds

# The oldest version that the manifests are for, and the newest that is known.
VERSIONS = ["1.30", "1.37"]
BUILT = ["overlays/production", "overlays/small", "kafka", "close/rehearse", "close/publish"]
OURS = [
    "conversations", "surveys", "reviews", "facts", "supplements", "checkpoints", "evaluations", "alerts", "tallies",
    "scorecards", "dead-letters", "audit", "data-keys",
]


def name_of(resource):
    """Kind and name, for messages."""
    return f"{resource['kind']}/{resource['metadata']['name']}"


def check_schema(resource, expectations, place, findings):
    """Holds a resource against the schemas of Kubernetes, or against what is expected of an operator's resource."""
    label = f"{place}: {name_of(resource)}"
    expected = expectations.get(f"{resource['apiVersion']}/{resource['kind']}")
    if expected:
        for error in jsonschema.Draft202012Validator(expected).iter_errors(resource.get("spec")):
            findings.add(label, f"spec.{'.'.join(map(str, error.absolute_path))}: {error.message}")
        return
    for version in VERSIONS:
        try:
            kubernetes_validate.validate(resource, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            findings.add(label, f"not of Kubernetes {version}: {'.'.join(map(str, error.path))}: {error.message}")
        except kubernetes_validate.SchemaNotFoundError:
            findings.add(label, f"neither has Kubernetes {version} a schema for it, nor custom-resources.yaml")


def check_pod(resource, place, is_built, findings):
    """The rules of the namespace for pods, and those of the house."""
    pod = resource["spec"]["template"]["spec"]
    label = f"{place}: {name_of(resource)}"
    context = pod.get("securityContext", {})
    findings.expect(context.get("runAsNonRoot") is True, label, "runs as root: runAsNonRoot is not true")
    findings.expect(context.get("runAsUser", 0) >= 10_000, label, "runAsUser is below 10000")
    findings.expect(
        context.get("seccompProfile", {}).get("type") == "RuntimeDefault", label, "has no seccomp profile")
    findings.expect(pod.get("automountServiceAccountToken") is False, label, "mounts a token of the cluster")
    findings.expect(pod.get("serviceAccountName"), label, "has no account of its own")
    volumes = {volume["name"] for volume in pod.get("volumes", [])}
    mounted = set()
    for container in pod["containers"] + pod.get("initContainers", []):
        where = f"{label}, {container['name']}"
        limits = container.get("securityContext", {})
        findings.expect(limits.get("allowPrivilegeEscalation") is False, where, "may gain privileges")
        findings.expect(limits.get("readOnlyRootFilesystem") is True, where, "may write to its root file system")
        findings.expect(limits.get("capabilities", {}).get("drop") == ["ALL"], where, "keeps capabilities")
        resources = container.get("resources", {})
        findings.expect("memory" in resources.get("limits", {}), where, "has no limit of memory")
        findings.expect({"cpu", "memory"} <= resources.get("requests", {}).keys(), where, "does not say what it needs")
        # The tag comes in when the overlay is built.
        findings.expect(":" in container.get("image", "") or not is_built, where, "names an image without a version")
        if resource["kind"] == "Job":
            findings.expect(pod.get("restartPolicy") == "Never", label, "is tried again without anybody looking")
        else:
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                findings.expect(probe in container, where, f"has no {probe}")
            ports = {port["name"] for port in container.get("ports", [])}
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                get = container.get(probe, {}).get("httpGet", {})
                findings.expect(get.get("port", "ops") in ports, where, f"{probe} asks at no port of the container")
                path = "/readyz" if probe == "readinessProbe" else "/livez"
                findings.expect(get.get("path", path) == path, where, f"{probe} asks for another path than {path}")
        mounted |= {mount["name"] for mount in container.get("volumeMounts", [])}
        for variable in container.get("env", []):
            secret = any(word in variable["name"] for word in ("PASSWORD", "TOKEN", "SECRET"))
            findings.expect(not secret, where, f"has a secret in its environment: {variable['name']}")
    findings.expect(mounted <= volumes, label, f"mounts what is no volume: {sorted(mounted - volumes)}")
    findings.expect(volumes <= mounted, label, f"does not mount {sorted(volumes - mounted)}")


def check_selection(resources, place, findings):
    """Whatever selects pods selects some, and each workload has its budget and stands in the network policies."""
    pods = [r["spec"]["template"]["metadata"]["labels"] for r in resources if "template" in r.get("spec", {})]
    maps = {r["metadata"]["name"] for r in resources if r["kind"] == "ConfigMap"}
    for resource in resources:
        if resource["kind"] in ("Service", "PodDisruptionBudget", "PodMonitor"):
            selector = resource["spec"]["selector"]
            wanted = selector.get("matchLabels", selector)
            findings.expect(
                any(wanted.items() <= labels.items() for labels in pods), f"{place}: {name_of(resource)}",
                f"selects no pod: {wanted}")
        if resource["kind"] == "Secret":
            findings.add(f"{place}: {name_of(resource)}", "is a secret: they are made by people and not committed")
    if not maps:
        return
    policies = [r for r in resources if r["kind"] == "NetworkPolicy"]
    denied = any(r["spec"]["podSelector"] == {} and not {"ingress", "egress"} & r["spec"].keys()
                 and set(r["spec"]["policyTypes"]) == {"Ingress", "Egress"} for r in policies)
    if policies:
        findings.expect(denied, place, "no network policy denies what is not listed")
    for resource in resources:
        if resource["kind"] in ("StatefulSet", "Deployment"):
            labels = resource["spec"]["template"]["metadata"]["labels"]
            findings.expect(
                any(r["kind"] == "PodDisruptionBudget" and r["spec"]["selector"]["matchLabels"].items() <= labels.items()
                    for r in resources), f"{place}: {name_of(resource)}", "has no disruption budget")


def check_worker(resources, place, findings):
    """What lanes, partitions, memory and timeouts must be to each other."""
    worker = next(r for r in resources if r["kind"] == "StatefulSet")
    settings = documents(DEPLOY / "kubernetes/base/settings/worker.yaml")[0]
    container = next(c for c in worker["spec"]["template"]["spec"]["containers"] if c["name"] == "worker")
    environment = {v["name"]: v.get("value") for v in container["env"]}
    label = f"{place}: {name_of(worker)}"
    lanes = int(environment.get("ASSAY_WORKER_LANES") or settings["worker"]["lanes"])
    partitions = settings["topics"]["partitions"]
    scaled = next((r for r in resources if r["kind"] == "ScaledObject"), None)
    most = scaled["spec"]["maxReplicaCount"] if scaled else worker["spec"].get("replicas", 1)
    findings.expect(
        most * lanes <= partitions, label, f"{most} workers of {lanes} lanes are more lanes than {partitions} partitions")
    limit = byte_count(container["resources"]["limits"]["memory"])
    needed = lanes * byte_count(settings["worker"]["memory"]) + (1 << 30)
    findings.expect(needed <= limit, label, f"lanes take up to {needed >> 20} MiB of {limit >> 20} MiB")
    commit = milliseconds(settings["worker"]["commit-interval"])
    transaction = milliseconds(settings["kafka"]["transaction-timeout"])
    session = milliseconds(settings["kafka"]["session-timeout"])
    findings.expect(
        3 * commit <= transaction < session, label, "three commit intervals ≤ transaction timeout < session timeout")
    instance = next((v for v in container["env"] if v["name"] == "ASSAY_KAFKA_INSTANCE_ID"), {})
    findings.expect(
        instance.get("valueFrom", {}).get("fieldRef", {}).get("fieldPath") == "metadata.name", label,
        "the instance id is not the pod's name")
    if scaled:
        down = scaled["spec"]["advanced"]["horizontalPodAutoscalerConfig"]["behavior"]["scaleDown"]
        findings.expect(
            down["stabilizationWindowSeconds"] * 1_000 >= 4 * session, label,
            "workers are taken away sooner than four session timeouts after a change")
        findings.expect("replicas" not in worker["spec"], label, "states replicas that the autoscaler decides")
        for trigger in scaled["spec"]["triggers"]:
            group = trigger["metadata"]["consumerGroup"]
            findings.expect(group == settings["kafka"]["group-id"], label, f"scales by another group: {group}")


def check_kafka(resources, findings):
    """Topics as `assay topics plan` has them, and rights only to what there is."""
    settings = documents(DEPLOY / "kubernetes/base/settings/worker.yaml")[0]
    topics = {r["metadata"]["name"]: r["spec"] for r in resources if r["kind"] == "KafkaTopic"}
    findings.expect(list(topics) and set(topics) == set(OURS), "kafka", f"topics are {sorted(topics)}")
    for name, spec in topics.items():
        partitions = 1 if name == "audit" else settings["topics"]["partitions"]
        findings.expect(spec["partitions"] == partitions, f"kafka: {name}", f"has not {partitions} partitions")
        copies = settings["topics"]["replication"]
        findings.expect(spec["replicas"] == copies, f"kafka: {name}", f"has not {copies} replicas")
        findings.expect(spec["topicName"] == name, f"kafka: {name}", "is called otherwise on the broker")
    for user in (r for r in resources if r["kind"] == "KafkaUser"):
        label = f"kafka: {name_of(user)}"
        for rule in user["spec"]["authorization"]["acls"]:
            resource = rule["resource"]
            if resource["type"] == "topic":
                findings.expect(resource["name"] in topics, label, f"has rights to no topic: {resource['name']}")
    worker = next(r for r in resources if r["metadata"]["name"] == "assay-worker")
    prefix = f"{settings['kafka']['group-id']}-assay-worker-"
    rules = [rule["resource"] for rule in worker["spec"]["authorization"]["acls"]]
    findings.expect(
        {"type": "transactionalId", "name": prefix, "patternType": "prefix"} in rules, "kafka: KafkaUser/assay-worker",
        f"may not use the transactional ids of its pods, {prefix}…")


def build_policies(command, findings):
    """What the component `policies` makes of the base, which no overlay here has: policies are the house's own."""
    if not command:
        return []
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.relpath(kustomizations.FOLDER / name, os.path.realpath(folder))

        trial = {
            "resources": [path("overlays/production")], "components": [path("components/policies")],
            "namespace": "assay",
            "configMapGenerator": [{"name": "assay-policies", "literals": ["one.yaml=policy: one"]}],
        }
        (pathlib.Path(folder) / "kustomization.yaml").write_text(yaml.safe_dump(trial), encoding="utf-8")
        return kustomizations.build(pathlib.Path(folder), command, findings)


def main():
    findings = Findings()
    kustomizations.files(findings)
    expectations = documents(DEPLOY / "checks/custom-resources.yaml")[0]
    command = kustomizations.program()
    count = 0
    made = {place: kustomizations.build(kustomizations.FOLDER / place, command, findings) for place in BUILT}
    if command:
        made["overlays with policies"] = build_policies(command, findings)
    for place, resources in made.items():
        if not findings.expect(resources, place, "makes nothing"):
            continue
        count += len(resources)
        for resource in resources:
            check_schema(resource, expectations, place, findings)
            if "template" in resource.get("spec", {}):
                check_pod(resource, place, command is not None, findings)
        check_selection(resources, place, findings)
        if place.startswith("overlays") and command:
            check_worker(resources, place, findings)
        if place == "kafka":
            check_kafka(resources, findings)
    how = f"built by {command[0]}" if command else "as written: there is no kustomize 5 and no kubectl that contains it"
    findings.close(f"manifests: {count} resources in {len(made)} kustomizations, {how}; schemas of {', '.join(VERSIONS)}")


main()
