"""Reads what a test has made."""

import tempfile
from pathlib import Path

from drafting.reading import read


def flow_of(made, name="文件.docx"):
    """The neutral text of a `Docx`, or of the bytes of a file."""
    data = made if isinstance(made, bytes) else made.data()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "file")
        path.write_bytes(data)
        return read(path, name)


def texts(flow):
    return [paragraph.text for paragraph in flow.paragraphs]


def codes(flow):
    return [finding.code for finding in flow.findings]


def rows_of(flow):
    """The cells of every row, with how many rows each takes."""
    return [
        [(one.text, one.rowspan) for one in line] for table in flow.tables for line in table.rows
    ]


def hidden_of(flow):
    """The words that findings name, with their place."""
    return [(found.facts["words"], str(found.place)) for found in flow.findings]
