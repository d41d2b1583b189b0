# The pages for people: what they link to is there.
# SPDX-License-Identifier: Apache-2.0
"""Follows the links of README.md and of the pages in deploy/, as far as they lead to files here."""

import re

from findings import DEPLOY, ROOT, Findings, anchors


def main():
    findings = Findings()
    pages = [ROOT / "README.md", *sorted(DEPLOY.glob("*.md"))]
    count = 0
    for page in pages:
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            count += 1
            name, _, anchor = target.partition("#")
            file = (page.parent / name).resolve() if name else page
            if findings.expect(file.exists(), page, f"links to {target}, which is not there") and anchor:
                findings.expect(anchor in anchors(file), page, f"links to {target}, which has no such section")
    findings.close(f"pages: {count} links of {len(pages)}")


main()
