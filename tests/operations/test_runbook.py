"""Every alarm has a page that says what it means and what to do, in Chinese and English."""

import re
import shutil
import subprocess

import pytest
import yaml

from interpretations.reading import health
from operations.metrics import figures
from tests.layout import tree
from tests.operations.test_units import NIGHTLY

ALERTS = tree.ROOT / "deploy/prometheus/alerts.yml"
PAGES = sorted(path.name for path in (tree.ROOT / "docs/runbook").glob("*.md"))
BY_UNIT = {"backup": "backup", "check": "differs", "witness": "ledger", "tidy": "tidy"}
OF_THE_LIBRARIES = {"up", "policy_response_seconds"}


def rules():
    return [
        rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
    ]


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_leads_to_a_page(rule):
    page = rule["annotations"]["runbook"].removeprefix("docs/runbook/")
    pages = [page]
    if "$labels.check" in page:
        pages = [f"{check}.md" for check in health.CHECKS]

    assert [name for name in pages if name not in PAGES] == []


@pytest.mark.parametrize("check", health.CHECKS)
def test_every_reason_of_readyz_has_a_page(check):
    assert f"{check}.md" in PAGES


def test_every_unit_that_can_fail_has_a_page():
    names = [unit.removeprefix("policy-").removesuffix(".service") for unit in NIGHTLY]

    assert {f"{BY_UNIT[name]}.md" for name in names} <= {*PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_means_what_to_do_and_when_it_is_over(name):
    text = tree.read(f"docs/runbook/{name}")

    marks = [
        "什么意思", "看什么", "怎么办", "什么时候算好了", "What it means", "Look at", "Do",
        "It is over when",
    ]  # fmt: skip
    assert re.findall(r"^- \*\*(.+?)\*\*", text, re.M) == marks
    assert all(len(line.split("**", 2)[2]) > 5 for line in text.splitlines() if line[:2] == "- ")


@pytest.mark.parametrize("language", ["docs/operations.md", "docs/operations.zh.md"])
def test_the_table_of_alarms_leads_to_every_page(language):
    linked = re.findall(r"\]\(runbook/([\w.]+)\)", tree.read(language))

    assert {*linked} == {*PAGES}


@pytest.mark.django_db
def test_an_alert_asks_for_figures_that_there_are():
    told = {family.name for family in figures.Figures().collect()} | OF_THE_LIBRARIES
    text = " ".join(re.sub(r'"[^"]*"', "", rule["expr"]) for rule in rules())
    asked = {
        name.removesuffix("_bucket").removesuffix("_count")
        for name in re.findall(r"policy_\w+", text)
    }

    assert asked <= told
    assert asked


@pytest.mark.skipif(not shutil.which("promtool"), reason="not installed: promtool")
def test_prometheus_understands_the_rules():
    subprocess.run(["promtool", "check", "rules", str(ALERTS)], check=True)
