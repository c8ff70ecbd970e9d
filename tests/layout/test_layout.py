"""The rules of the house that a machine can check, beside those of ruff and import-linter."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.layout import tree

LONGEST_FILE = 400
OUTSIDE_TESTS = [path for path in tree.python_files() if path.parts[0] != "tests"]
# Written in two halves, so that this file does not find itself.
LEFTOVERS = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + "X)\\b")
FOREIGN_HOSTS = {
    (".html", ".svg"): re.compile(
        r"""<(?:link|script|img|iframe|source|video|audio|use|image)\b[^>]*?"""
        r"""\b(?:src|srcset|href|poster)\s*=\s*["']?\s*(?:https?:)?//""",
        re.IGNORECASE,
    ),
    (".css",): re.compile(r"""(?:url\(|@import)\s*["']?\s*(?:https?:)?//""", re.IGNORECASE),
    (".js",): re.compile(
        r"""(?:import\b[^;\n]*|fetch\(|import\(|new Worker\(|\.src\s*=)\s*["'`](?:https?:)?//"""
    ),
}


def test_site_is_a_source_root_and_no_package():
    assert not (tree.ROOT / "site" / "__init__.py").exists()


def test_tests_is_a_package():
    missing = {path.parent for path in tree.files(".py") if path.parts[0] == "tests"} - {
        path.parent for path in tree.files("__init__.py")
    }

    assert missing == set()


def test_uploads_are_kept_outside_the_code():
    uploads = Path(settings.MEDIA_ROOT).resolve()

    inside = uploads.is_relative_to(tree.ROOT)

    assert not inside or uploads.is_relative_to(tree.ROOT / "var")


def test_the_sites_own_uploads_are_kept_under_var():
    base = tree.read("site/config/settings/base.py")

    assert re.search(r"^MEDIA_STORE = store\(env, VAR_DIR\)$", base, re.MULTILINE)
    assert re.search(r"^MEDIA_ROOT = MEDIA_STORE / ", base, re.MULTILINE)


def test_nothing_is_called_utils_or_core():
    vague = {"utils", "core", "helpers", "misc"}

    assert [path for path in tree.python_files() if vague & {path.stem, *path.parts}] == []


def test_no_file_is_too_long_to_read():
    long = [path for path in tree.python_files() if tree.read(path).count("\n") > LONGEST_FILE]

    assert long == []


def test_imports_stand_at_the_top():
    assert [line for path in OUTSIDE_TESTS for line in local_imports(path)] == []


def test_the_readme_names_folders_that_exist():
    folders = tree.folders_of_the_readme() - {"var"}  # made by the first `make run`

    assert [name for name in folders if not (tree.ROOT / name).is_dir()] == []


def test_the_readme_names_every_folder():
    named = {name.split("/")[0] for name in tree.folders_of_the_readme()}

    assert tree.top_level_folders() - named == set()


def test_nothing_is_left_for_later():
    sources = tree.files(".py", ".html", ".css", ".js", ".sh", ".toml", "Makefile", "Procfile")

    assert [path for path in sources if LEFTOVERS.search(tree.read(path))] == []


@pytest.mark.parametrize("suffixes", FOREIGN_HOSTS)
def test_a_page_loads_nothing_from_another_host(suffixes):
    foreign = FOREIGN_HOSTS[suffixes]

    assert [path for path in tree.files(*suffixes) if foreign.search(tree.read(path))] == []


def test_the_english_catalogues_are_complete():
    english = [path for path in tree.files(".po") if "en" in path.parts]

    unfinished = {path: tree.unfinished_entries(tree.read(path)) for path in english}

    assert {path: entries for path, entries in unfinished.items() if entries} == {}


def test_every_catalogue_is_committed_compiled():
    catalogues = tree.files(".po")

    assert [po for po in catalogues if not (tree.ROOT / po).with_suffix(".mo").exists()] == []


def local_imports(path):
    """`file:line` of each import inside a function, `AppConfig.ready` excepted."""
    functions = [
        node
        for node in ast.walk(ast.parse(tree.read(path)))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not (path.name == "apps.py" and node.name == "ready")
    ]
    return sorted(
        {
            f"{path}:{node.lineno}"
            for function in functions
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom)
        }
    )
