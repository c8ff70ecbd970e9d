"""What documents and code name: other documents, sections of them, files and folders."""

import re
from pathlib import Path, PurePosixPath

from tests.layout import tree

READ = (
    ".py", ".md", ".html", ".css", ".js", ".sh", ".toml", ".txt", ".po", ".yml", ".conf",
    ".service", "Makefile", "Procfile",
)  # fmt: skip
DOCUMENT = re.compile(r"(?<![\w/.:-])((?:[\w.-]+/)*[\w.-]*\w\.md|docs/[\w./-]*\w)\b(?!\()")
LINK = re.compile(r"\]\(([^)#\s]+)")
SECTION = re.compile(r"(docs/[\w.-]+\.md), (?:#\s*)?((?:\w+ ){0,4}?\w+)(?=[).;:]|$)", re.MULTILINE)
NUMBERED = re.compile(r"(?:points?|traps?) (\d+)(?: to (\d+))?")
ITEM = re.compile(r"^(\d+)\. ", re.MULTILINE)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"[\w./*-]+\.(?:py|sh|html|css|js|toml|conf|yml|svg|service|txt)")
SEVERAL = re.compile(r"([\w./-]*)\{([\w,]+)\}([\w./]*)")
TEST = re.compile(r"(?:[\w-]+/)+test_\w+")
FOLDER = re.compile(r"(?:[\w.-]+/)+")
MADE = "var/"  # there only while the site runs
MADE_UP = Path("tests/layout/test_documents.py")
GENERATED = Path("docs/measurements.md")  # as long as there are rows


def written():
    """Every document of ours."""
    return tree.files(".md")


def named_documents(path):
    """The documents and paths under `docs/` that a file names in its text."""
    return set(DOCUMENT.findall(tree.read(path)))


def links(path):
    """Where a document's links lead inside the repository."""
    return {link for link in LINK.findall(tree.read(path)) if "://" not in link}


def exists(name, path):
    """Whether a name leads to something of ours: from the repository, or from `path`'s folder."""
    places = (tree.ROOT / name, (tree.ROOT / path).parent / name)
    return any(place.exists() and place.resolve().is_relative_to(tree.ROOT) for place in places)


def listed_in_the_readme():
    """What of `docs/` the README's table of documents links; folders as a whole."""
    rows = [line for line in tree.read("README.md").splitlines() if line.startswith("| [")]
    return set(re.findall(r"\]\(docs/([^)]+)\)", "".join(rows)))


def cited_sections(path):
    """The sections of documents that a file cites, as (document, section)."""
    return set(SECTION.findall(_one_line(tree.read(path))))


def _one_line(text):
    """Join what a comment or docstring broke after the document's name or inside the section."""
    return re.sub(r"(docs/[\w.-]+\.md,(?: \w+)*)\n\s*(?:# ?)?", r"\1 ", text)


def has_section(document, section):
    """Whether a document has a heading of these words, or the numbered points."""
    text = tree.read(document)
    if numbered := NUMBERED.fullmatch(section):
        first, last = int(numbered[1]), int(numbered[2] or numbered[1])
        return {*range(first, last + 1)} <= {int(number) for number in ITEM.findall(text)}
    return section in HEADING.findall(text)


def named_files(path):
    """The files and folders that a document names in backticks, all but what running makes."""
    quoted = [name for text in QUOTED.findall(tree.read(path)) for name in _each(text)]
    ours = [name for name in quoted if not name.startswith((MADE, "/"))]
    return {name for name in ours if FILE.fullmatch(name) or FOLDER.fullmatch(name)}


def _each(text):
    """The names that `a/test_{b,c}` stands for; a test may be named without its ending."""
    names = [text]
    if several := SEVERAL.fullmatch(text):
        names = [several[1] + part + several[3] for part in several[2].split(",")]
    return [f"{name}.py" if TEST.fullmatch(name) else name for name in names]


def is_in_the_tree(name, places):
    """Whether `name` is a file or folder of `places`, given whole or by its last parts."""
    return any(PurePosixPath(place).match(name.rstrip("/")) for place in places)


def places():
    """Every file and folder of the repository, relative to it."""
    files = tree.files("")
    return {str(path) for path in files} | {str(f) for path in files for f in path.parents} - {"."}


def missing_files(path, there):
    """What a document names that is nowhere in the repository."""
    return sorted(name for name in named_files(path) if not is_in_the_tree(name, there))


def blocks(path):
    """What stands in a document's fenced blocks."""
    return re.findall(r"^```\n(.*?)^```", tree.read(path), re.MULTILINE | re.DOTALL)


def commands(path):
    """The lines of a document's fenced blocks, without remarks and what the reader fills in."""
    lines = [line.split("#")[0].strip() for block in blocks(path) for line in block.splitlines()]
    return [line for line in lines if line and "<" not in line]


def quoted(path):
    """What a document names in the words of programs, but for what the reader fills in."""
    text = re.sub(r"^```.*?^```", "", tree.read(path), flags=re.MULTILINE | re.DOTALL)
    words = [word for word in re.findall(r"`([^`\n]+)`", text) if word.isascii()]
    return {word for word in words if "<" not in word and not re.search(r" [A-Z]+$", word)}


def targets():
    """What `make` makes."""
    return re.findall(r"^([a-z-]+):", tree.read("Makefile"), re.MULTILINE)


def deployed():
    """The units and configurations of a production site."""
    return [path for path in tree.files("") if path.parts[0] == "deploy"]


def named_commands(path):
    """The commands of manage.py, and those of make as `make name`, that a text tells to run."""
    text = tree.read(path)
    told = re.findall(r"manage\.py ([a-z_]+)", text)
    return {*told} | {f"make {name}" for name in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M)}


def readable():
    """The text files in which a document may be named; one test names some that are not there."""
    return [path for path in tree.files(*READ) if path != MADE_UP]
