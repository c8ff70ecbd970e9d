"""Files in storage, which no transaction puts back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def bytes_kept(*files: Any) -> Iterator[None]:
    """What is written over these stored files, or deleted of them, is put back afterwards."""
    contents = {Path(file.path): Path(file.path).read_bytes() for file in files}
    yield
    for path, content in contents.items():
        path.write_bytes(content)
