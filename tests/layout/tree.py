"""Reads the repository for the layout rules: its files, its README's table, its catalogues."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"var", "vendor", "node_modules", "staticfiles", "build", "dist"}
FIRST_CELL = re.compile(r"^\|\s*`([\w./-]+?)/?`[^|]*\|", re.MULTILINE)


def files(*suffixes):
    """Every file of ours with one of `suffixes`, as a path relative to the repository."""
    paths = []
    for folder, names, members in os.walk(ROOT):
        names[:] = [n for n in names if n not in NOT_OURS and not n.startswith((".", "__"))]
        paths += [Path(folder, m).relative_to(ROOT) for m in members if m.endswith(suffixes)]
    return sorted(paths)


def python_files():
    """Every module of ours; migrations are written by a machine."""
    return [path for path in files(".py") if "migrations" not in path.parts]


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def top_level_folders():
    """Folders of the repository that hold something of ours, `var/` and caches left out."""
    return {path.parts[0] for path in files("") if len(path.parts) > 1}


def folders_of_the_readme():
    """What the README's table names in backticks in its first column, files left out."""
    return {cell for cell in FIRST_CELL.findall(read("README.md")) if "." not in cell.strip(".")}


def unfinished_entries(catalogue):
    """The messages of a `.po` file that are untranslated or only guessed (fuzzy)."""
    return [entry for block in re.split(r"\n\s*\n", catalogue)[1:] if (entry := _unfinished(block))]


def _unfinished(block):
    lines = [line for line in block.splitlines() if not line.startswith("#~")]
    texts = re.findall(r'^(msg\w+(?:\[\d\])?)((?:\s*"(?:[^"\\]|\\.)*")+)', "\n".join(lines), re.M)
    empty = any(key.startswith("msgstr") and not re.sub(r'["\s]', "", text) for key, text in texts)
    fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
    return texts[0][1].strip() if texts and (empty or fuzzy) else None
