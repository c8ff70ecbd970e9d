"""Every document, section, file and folder that is named exists."""

import pytest
from django.core.management import get_commands

from tests.layout import documents, tree


def test_every_document_that_is_named_exists():
    missing = {
        f"{path}: {name}"
        for path in documents.readable()
        for name in documents.named_documents(path)
        if not documents.exists(name, path)
    }

    assert missing == set()


def test_every_link_of_a_document_leads_somewhere():
    broken = {
        f"{path}: {link}"
        for path in documents.written()
        for link in documents.links(path)
        if not (tree.ROOT / path).parent.joinpath(link).exists()
    }

    assert broken == set()


def test_every_section_that_is_cited_exists():
    missing = {
        f"{path}: {document}, {section}"
        for path in documents.readable()
        for document, section in documents.cited_sections(path)
        if not documents.has_section(document, section)
    }

    assert missing == set()


def test_every_file_that_a_document_names_exists():
    there = documents.places()

    missing = {path: documents.missing_files(path, there) for path in documents.written()}

    assert {path: names for path, names in missing.items() if names} == {}


@pytest.mark.parametrize("page", ["install", "operations"])
def test_operators_are_told_the_same_in_both_languages(page):
    chinese, english = (documents.commands(f"docs/{page}{suffix}.md") for suffix in (".zh", ""))

    assert chinese == english != []


@pytest.mark.parametrize("page", ["install", "operations", "city"])
def test_both_languages_name_the_same_settings_files_and_commands(page):
    chinese, english = (documents.quoted(f"docs/{page}{suffix}.md") for suffix in (".zh", ""))

    assert chinese ^ english == set()


def test_every_command_that_is_named_exists():
    there = {*get_commands()} | {f"make {name}" for name in documents.targets()}

    missing = {
        f"{path}: {name}"
        for path in [*documents.written(), *documents.deployed()]
        for name in documents.named_commands(path)
        if name not in there
    }

    assert missing == set()


def test_the_readme_lists_every_document():
    own = {path.name for path in (tree.ROOT / "docs").glob("*.md")}

    assert documents.listed_in_the_readme() == {*own, "runbook/", "decisions/"}


def test_documents_are_short():
    by_hand = [path for path in documents.written() if path != documents.GENERATED]

    long = {path for path in by_hand if tree.read(path).count("\n") > 120}

    assert long == set()


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write one file into a repository of its own and return its path."""
    monkeypatch.setattr(tree, "ROOT", tmp_path)

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path.relative_to(tmp_path)

    return write


@pytest.mark.parametrize("name", ["docs/gone.md", "GONE.md", "docs/gone.conf", "../GONE.md"])
def test_finds_a_document_that_is_not_there(written, name):
    path = written("a.py", f'"""As told in {name}."""')

    named = documents.named_documents(path)

    assert named == {name} and not documents.exists(name, path)


def test_a_document_beside_the_repository_is_not_there(written, monkeypatch):
    written("outside.md", "")
    path = written("inside/a.py", "")

    monkeypatch.setattr(tree, "ROOT", tree.ROOT / "inside")

    assert not documents.exists("../outside.md", path.name)


@pytest.mark.parametrize(
    ("section", "there"),
    [("What holds", True), ("What falls", False), ("point 2", True), ("points 1 to 3", False)],
)
def test_finds_a_section_that_is_not_there(written, section, there):
    written("docs/doors.md", "# Doors\n\n## What holds\n\n1. One.\n2. Two.\n")

    path = written("a.py", f"# Shut (docs/doors.md, {section}).")

    assert [documents.has_section(*cited) for cited in documents.cited_sections(path)] == [there]


def test_reads_a_section_that_is_broken_over_two_lines(written):
    path = written("a.py", "    # Shut (docs/doors.md, What\n    # holds).")

    assert documents.cited_sections(path) == {("docs/doors.md", "What holds")}


def test_reads_several_files_named_at_once(written):
    written("releases/test_pin.py", "")
    path = written("a.md", "`releases/test_{pin,gone}`, `releases/test_{pin}.py`")

    assert documents.missing_files(path, documents.places()) == ["releases/test_gone.py"]


@pytest.mark.parametrize("name", ["releases/gone.py", "gone.py", "tests/gone/"])
def test_finds_a_file_that_is_not_there(written, name):
    written("releases/pin.py", "")
    path = written("a.md", f"`releases/pin.py`, `pin.py`, `/admin/`, `var/x.py`, `{name}`")

    assert documents.missing_files(path, documents.places()) == [name]
