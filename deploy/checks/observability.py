# Alert rules, their tests and the dashboard, against the page of metrics and the operations guide.
# SPDX-License-Identifier: Apache-2.0
"""Usage: observability.py PROMTOOL"""

import json
import re
import subprocess
import sys
import tempfile

import yaml

from findings import DEPLOY, Findings, anchors, documents

METRICS = DEPLOY / "metrics.md"
RULES = DEPLOY / "prometheus/rules.yaml"
TESTS = DEPLOY / "prometheus/rules.test.yaml"
DASHBOARD = DEPLOY / "grafana/dashboards/assay.json"
# What Prometheus adds by itself.
ADDED = {"job", "instance"}


def known_metrics(findings):
    """The series of the tables with their labels: name → labels."""
    series = {"up": ADDED}
    for line in METRICS.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not line.startswith("| `"):
            continue
        if not findings.expect(len(cells) == 5 and all((cells[0], cells[1], *cells[3:])), METRICS, f"incomplete: {line}"):
            continue
        name, kind, labels = cells[0].strip("`"), cells[1], set(re.findall(r"`(\w+)`", cells[2])) | ADDED
        findings.expect(kind in ("counter", "gauge", "histogram"), METRICS, f"{name} is a {kind}")
        findings.expect(name not in series, METRICS, f"{name} stands there twice")
        if kind == "histogram":
            series |= {f"{name}_sum": labels, f"{name}_count": labels, f"{name}_bucket": labels | {"le"}}
        else:
            series[name] = labels
    return series


def check_expression(expression, series, place, findings):
    """Every metric is known; so is every label, by which series are chosen or that is kept. Returns the metrics."""
    plain = re.sub(r'"(?:\\.|[^"\\])*"', '""', expression)
    used = []
    for match in re.finditer(r"(?<![\w.$])([a-z_][a-z0-9_]*)(\{[^}]*\})?", plain):
        name, choice = match.groups()
        if name not in series and not re.match(r"assay_|process_", name):
            continue
        if not findings.expect(name in series, place, f"{name} does not stand in metrics.md"):
            continue
        used.append(name)
        labels = set(re.findall(r"(\w+)\s*(?:=~|!~|!=|=)", choice or ""))
        findings.expect(labels <= series[name], place, f"{name} has no label {', '.join(labels - series[name])}")
    kept = {label for labels in re.findall(r"(?:by|on)\s*\(([^)]*)\)", plain) for label in re.findall(r"\w+", labels)}
    offered = set().union(*(series[name] for name in used)) if used else set()
    findings.expect(kept <= offered, place, f"no metric there has a label {', '.join(kept - offered)}")
    findings.expect(used, place, f"uses no metric: {expression}")
    return used


def check_rules(series, findings):
    """Each alert has its section in the guide, and is tested where it fires and where it does not."""
    guide = anchors(DEPLOY / "operations.md")
    findings.expect(len(guide) == len(set(guide)), DEPLOY / "operations.md", "two sections have the same heading")
    alerts = [rule for group in documents(RULES)[0]["groups"] for rule in group["rules"]]
    tests = [test for case in documents(TESTS)[0]["tests"] for test in case["alert_rule_test"]]
    for alert in alerts:
        name = alert["alert"]
        place = f"{RULES.name}, {name}"
        check_expression(alert["expr"], series, place, findings)
        findings.expect(alert.get("labels", {}).get("severity") in ("page", "ticket"), place, "is neither page nor ticket")
        runbook = alert.get("annotations", {}).get("runbook", "")
        page, _, anchor = runbook.partition("#")
        findings.expect(alert.get("annotations", {}).get("summary"), place, "has no summary")
        findings.expect(
            page == "deploy/operations.md" and anchor in guide, place, f"there is no section {runbook or 'for it'}")
        expected = [test["exp_alerts"] for test in tests if test["alertname"] == name]
        findings.expect(any(expected), place, "no test expects it to fire")
        findings.expect([] in expected, place, "no test expects it not to fire")
    names = {alert["alert"] for alert in alerts}
    for test in tests:
        findings.expect(test["alertname"] in names, TESTS, f"there is no alert {test['alertname']}")
    for anchor in guide:
        findings.expect(
            not anchor.startswith("assay") or anchor in {name.lower() for name in names}, DEPLOY / "operations.md",
            f"there is no alert for the section {anchor}")
    for case in documents(TESTS)[0]["tests"]:
        for entry in case["input_series"]:
            check_expression(entry["series"], series, TESTS.name, findings)
    return len(alerts)


def check_dashboard(series, promtool, findings):
    """Panels have a place of their own and ask for what there is; the expressions are PromQL."""
    try:
        dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        findings.add(DASHBOARD, f"is not JSON: {error}")
        return 0
    sources = documents(DEPLOY / "grafana/provisioning/datasources/prometheus.yaml")[0]["datasources"]
    chosen = [v["current"]["value"] for v in dashboard["templating"]["list"] if v["type"] == "datasource"]
    findings.expect(chosen == [sources[0]["uid"]], DASHBOARD, f"its source {chosen} is not the provisioned one")
    panels = dashboard["panels"]
    findings.expect(len({panel["id"] for panel in panels}) == len(panels), DASHBOARD, "two panels have the same id")
    taken, shown, expressions = {}, set(), []
    for annotation in dashboard["annotations"]["list"]:
        expressions.append(("annotation", annotation["expr"]))
    for panel in panels:
        title, grid = panel["title"], panel["gridPos"]
        findings.expect(grid["x"] + grid["w"] <= 24, DASHBOARD, f"'{title}' is wider than the page")
        for cell in ((x, y) for x in range(grid["x"], grid["x"] + grid["w"]) for y in range(grid["y"], grid["y"] + grid["h"])):
            other = taken.setdefault(cell, title)
            findings.expect(other == title, DASHBOARD, f"'{title}' lies on '{other}'")
        if panel["type"] == "row":
            continue
        findings.expect(panel.get("description"), DASHBOARD, f"'{title}' does not say what it shows")
        findings.expect(panel["datasource"]["uid"] == "${source}", DASHBOARD, f"'{title}' asks another source")
        expressions += [(title, target["expr"]) for target in panel["targets"]]
    rules = []
    for index, (title, expression) in enumerate(expressions):
        shown.update(check_expression(expression, series, f"{DASHBOARD.name}, '{title}'", findings))
        plain = expression.replace("$__rate_interval", "5m").replace("$worker", ".*")
        rules.append({"record": f"panel:{index}", "expr": plain})
    for name in series:
        whole = re.sub(r"_(sum|count)$", "_bucket", name)
        findings.expect(name == "up" or {name, whole} & shown, DASHBOARD, f"does not show {name}")
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
        file.flush()
        result = subprocess.run([promtool, "check", "rules", file.name], capture_output=True, text=True, check=False)
        findings.expect(result.returncode == 0, DASHBOARD, f"is not PromQL: {result.stderr.strip()}")
    return len(expressions)


def main():
    findings = Findings()
    series = known_metrics(findings)
    alerts = check_rules(series, findings)
    expressions = check_dashboard(series, sys.argv[1], findings)
    findings.close(f"metrics: {alerts} alerts with their tests and sections, {expressions} expressions of the dashboard")


main()
