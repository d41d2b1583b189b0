# What the checks of deploy/ share: where files are, and how mistakes are told.
# SPDX-License-Identifier: Apache-2.0
"""Where files are, and how mistakes are told."""

import pathlib
import re
import sys

import yaml

DEPLOY = pathlib.Path(__file__).resolve().parent.parent
ROOT = DEPLOY.parent


class Findings:
    """The mistakes that were found, in the order of finding."""

    def __init__(self):
        self.texts = []

    def add(self, place, text):
        """A mistake at a place: a path, or any other name."""
        if isinstance(place, pathlib.Path) and place.is_relative_to(ROOT):
            place = place.relative_to(ROOT)
        self.texts.append(f"{place}: {text}")

    def expect(self, holds, place, text):
        """A mistake unless something holds."""
        if not holds:
            self.add(place, text)
        return holds

    def close(self, summary):
        """Tells all mistakes and ends with status 1, or says what was found to be well."""
        if self.texts:
            print("\n".join(dict.fromkeys(self.texts)), file=sys.stderr)
            sys.exit(1)
        print(f"✓ {summary}")


def documents(path):
    """The YAML documents of a file that are not empty."""
    with open(path, encoding="utf-8") as file:
        return [document for document in yaml.safe_load_all(file) if document is not None]


def anchors(path):
    """The anchors of the headings of a page, as web pages of repositories make them."""
    found = []
    fenced = False
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            fenced = not fenced
        if not fenced and re.match(r"#{1,6} ", line):
            words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            found.append(words.replace(" ", "-"))
    return found


def milliseconds(text):
    """A length of time as settings write it: 200ms, 30s, 2m, 2h or 7d."""
    number, unit = re.fullmatch(r"(\d+)(ms|s|m|h|d)", text).groups()
    return int(number) * {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}[unit]


def byte_count(text):
    """A number of bytes as settings and Kubernetes write it: 512KiB, 8MiB, 1GiB, 3Gi, 512Mi."""
    number, unit = re.fullmatch(r"(\d+)([KMG])iB?", str(text)).groups()
    return int(number) << {"K": 10, "M": 20, "G": 30}[unit]
