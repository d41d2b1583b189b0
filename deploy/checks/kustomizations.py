# Kustomizations: what they name is there, what is there is named, and what comes out of them.
# SPDX-License-Identifier: Apache-2.0
"""Reads kustomizations, and builds them where there is a program that can."""

import shutil
import subprocess

import yaml

from findings import DEPLOY, documents

FOLDER = DEPLOY / "kubernetes"

# What stands in a kustomization, each field with the kind of its list. Others are refused: a misspelt one would say nothing.
FIELDS = {
    "apiVersion", "kind", "namespace", "nameSuffix", "labels", "images", "replicas",
    "resources", "components", "patches", "configMapGenerator",
}


def files(findings):
    """Checks every kustomization by itself, and returns the files that they name."""
    named = set()
    for path in sorted(FOLDER.rglob("kustomization.yaml")):
        named.add(path)
        loaded = documents(path)
        if not findings.expect(len(loaded) == 1, path, "is not one document"):
            continue
        content = loaded[0]
        for field in content.keys() - FIELDS:
            findings.add(path, f"'{field}' is no field that is known here")
        for entry in content.get("resources", []) + content.get("components", []):
            target = (path.parent / entry).resolve()
            target = target / "kustomization.yaml" if target.is_dir() else target
            if findings.expect(target.is_file(), path, f"names {entry}, which is not there"):
                named.add(target)
        sources = [patch["path"] for patch in content.get("patches", []) if "path" in patch]
        for generator in content.get("configMapGenerator", []):
            sources += [entry.split("=", 1)[-1] for entry in generator.get("files", [])]
        for entry in sources:
            target = (path.parent / entry).resolve()
            if findings.expect(target.is_file(), path, f"names {entry}, which is not there"):
                named.add(target)
    for path in sorted(FOLDER.rglob("*.yaml")):
        findings.expect(path in named, path, "stands in no kustomization")
    return named


def program():
    """The command that builds a kustomization; None where there is none that is new enough."""
    if shutil.which("kustomize"):
        return ["kustomize", "build"]
    if shutil.which("kubectl"):
        version = subprocess.run(
            ["kubectl", "version", "--client", "-o", "yaml"], capture_output=True, text=True, check=False)
        known = yaml.safe_load(version.stdout) or {} if version.returncode == 0 else {}
        if str(known.get("kustomizeVersion", "")).startswith("v5"):
            return ["kubectl", "kustomize"]
    return None


def build(folder, command, findings):
    """The resources that a kustomization makes; those of its files as they are written when nothing can build it."""
    path = folder / "kustomization.yaml"
    if command:
        result = subprocess.run([*command, str(folder)], capture_output=True, text=True, check=False)
        for line in (result.stdout if result.returncode else result.stderr).splitlines():
            if line.startswith("# Warning"):
                findings.add(path, line)
        if result.returncode:
            findings.add(path, f"cannot be built: {result.stderr.strip().splitlines()[-1]}")
            return []
        return [document for document in yaml.safe_load_all(result.stdout) if document is not None]
    made = []
    content = documents(path)[0]
    for entry in content.get("resources", []) + content.get("components", []):
        target = (folder / entry).resolve()
        if target.is_dir():
            made += build(target, None, findings)
        elif target.is_file():
            made += documents(target)
    return made
