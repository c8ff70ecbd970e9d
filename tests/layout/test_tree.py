"""The layout rules are only worth what their reading of files is worth."""

import pytest

from tests.layout import tree
from tests.layout.test_layout import FOREIGN_HOSTS, local_imports

HEADER = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n'


@pytest.mark.parametrize(
    ("entry", "unfinished"),
    [
        ('msgid "解读"\nmsgstr "Interpretation"\n', False),
        ('msgid "解读"\nmsgstr ""\n', True),
        ('msgid ""\n"很长"\n"的文字"\nmsgstr ""\n"A long "\n"text"\n', False),
        ('#, fuzzy\nmsgid "解读"\nmsgstr "Reading"\n', True),
        ('msgid "一"\nmsgid_plural "多"\nmsgstr[0] "one"\nmsgstr[1] ""\n', True),
        ('#~ msgid "旧"\n#~ msgstr ""\n', False),
    ],
)
def test_finds_what_is_not_translated(entry, unfinished):
    assert bool(tree.unfinished_entries(HEADER + entry)) is unfinished


def test_reads_folders_from_the_first_column_only(monkeypatch):
    table = (
        "| `site/config/` | settings `x/` |\n|---|---|\n| `media` | an app |\n| `Makefile.x` | |"
    )
    monkeypatch.setattr(tree, "read", lambda path: table)

    assert tree.folders_of_the_readme() == {"site/config", "media"}


@pytest.mark.parametrize(
    ("suffixes", "text"),
    [
        ((".html", ".svg"), '<script defer src="https://cdn.example/x.js">'),
        ((".html", ".svg"), "<img alt='x'\n src='//cdn.example/x.png'>"),
        ((".css",), "@import url('https://fonts.example/a.css')"),
        ((".js",), 'import x from "https://cdn.example/x.js"'),
    ],
)
def test_finds_foreign_hosts(suffixes, text):
    assert FOREIGN_HOSTS[suffixes].search(text)


def test_an_ordinary_link_is_no_load():
    assert not FOREIGN_HOSTS[(".html", ".svg")].search('<a href="https://www.example.org/">')


def test_finds_an_import_inside_a_function(tmp_path, monkeypatch):
    monkeypatch.setattr(tree, "ROOT", tmp_path)
    source = "class Config:\n    def ready(self):\n        import json\n"
    (tmp_path / "apps.py").write_text(source)
    (tmp_path / "views.py").write_text(source)

    imports = {name: local_imports(tmp_path / name) for name in ("apps.py", "views.py")}

    assert [name for name, lines in imports.items() if lines] == ["views.py"]
