"""Every alarm has a page that says what it means and what to do, in Chinese and English."""

import re
import shutil
import subprocess

import pytest
import yaml
from django.core import mail
from django.core.management import call_command

from interpretations.reading import health
from operations.management.commands.tell_operators import PAGES as PAGE_OF_UNIT
from operations.metrics import figures
from tests.layout import tree
from tests.operations.test_units import NIGHTLY

ALERTS = tree.ROOT / "deploy/prometheus/alerts.yml"
PAGES = sorted(path.name for path in (tree.ROOT / "docs/runbook").glob("*.md"))
LANGUAGES = ["docs/operations.md", "docs/operations.zh.md"]
OF_THE_LIBRARIES = {"up", "policy_response_seconds"}


def rules():
    return [
        rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
    ]


def pages_of(rule):
    """The pages that an alert leads to; one of `/readyz` has a page for each check."""
    page = rule["annotations"]["runbook"].removeprefix("docs/runbook/")
    return [f"{check}.md" for check in health.CHECKS] if "$labels.check" in page else [page]


def rows_naming(name, language):
    """The rows of the table of alarms that name an alert or a unit, joined."""
    rows = [line for line in tree.read(language).splitlines() if line.startswith("|")]
    return "".join(row for row in rows if f"`{name}`" in row)


def linked_in(text):
    return re.findall(r"\]\(runbook/([\w.]+)\)", text)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_leads_to_a_page(rule):
    assert [name for name in pages_of(rule) if name not in PAGES] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_every_alert_stands_beside_its_page_in_the_table(rule, language):
    assert {*pages_of(rule)} <= {*linked_in(rows_naming(rule["alert"], language))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("unit", NIGHTLY)
def test_every_unit_stands_beside_its_page_in_the_table(unit, language):
    row = rows_naming(unit.removesuffix(".service"), language)

    assert [f"docs/runbook/{name}" for name in linked_in(row)] == [PAGE_OF_UNIT[unit]]


def test_the_mail_about_a_unit_names_its_page(settings):
    settings.OPERATORS = ["ops@example.org"]
    call_command("tell_operators", "policy-witness.service")

    assert mail.outbox[0].body.endswith("docs/runbook/ledger.md")


@pytest.mark.parametrize("check", health.CHECKS)
def test_every_reason_of_readyz_has_a_page(check):
    assert f"{check}.md" in PAGES


def test_every_unit_that_can_fail_has_a_page():
    assert {*PAGE_OF_UNIT} == {*NIGHTLY}
    assert {*PAGE_OF_UNIT.values()} <= {f"docs/runbook/{name}" for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_means_what_to_do_and_when_it_is_over(name):
    text = tree.read(f"docs/runbook/{name}")

    marks = [
        "什么意思", "看什么", "怎么办", "什么时候算好了", "What it means", "Look at", "Do",
        "It is over when",
    ]  # fmt: skip
    assert re.findall(r"^- \*\*(.+?)\*\*", text, re.M) == marks
    assert all(len(line.split("**", 2)[2]) > 5 for line in text.splitlines() if line[:2] == "- ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_of_alarms_leads_to_every_page(language):
    assert {*linked_in(tree.read(language))} == {*PAGES}


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
