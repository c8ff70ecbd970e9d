"""What a backup says of itself, and the proof that it is still all there.

`manifest.json` tells which moment it is and carries the digest of `SHA256SUMS`, which has a line
for every other file, as `sha256sum --check` reads them.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

FORMAT = 1
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
UNFINISHED = ".unfinished"
PIECE = 1 << 20  # bytes read at a time


class BadBackup(Exception):
    """A folder that cannot be restored from; says why in one sentence."""


@dataclass(frozen=True)
class Manifest:
    """One backup: when it was made (ISO 8601), of what, by which code.

    `head` and `lines` are the hash of the newest line of the ledger and how many lines there are;
    `migrations` are those that the database knows (`app.name`); `missing` are files that the
    database names and the disk did not have; `size` is in bytes.
    """

    made_at: str
    version: str
    vendor: str
    edition: int
    head: str
    lines: int
    migrations: list[str]
    sums: str
    files: int
    size: int
    missing: list[str] = field(default_factory=list)

    def write(self, folder: Path) -> None:
        content = {"format": FORMAT, **asdict(self)}
        text = json.dumps({**content, "digest": _digest_of(content)}, ensure_ascii=False, indent=1)
        (folder / MANIFEST).write_text(f"{text}\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    """Return the hex SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def write_sums(folder: Path, sums: dict[str, str]) -> str:
    """Write the digest of each file (path -> hex SHA-256); return that of the list."""
    text = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
    path = folder / SUMS
    path.write_text(text, encoding="utf-8")
    return sha256_of(path)


def read_sums(folder: Path) -> dict[str, str]:
    """Return the digest that each file of a backup should have."""
    text = (folder / SUMS).read_text(encoding="utf-8")
    return {line[66:]: line[:64] for line in text.splitlines()}


def read_manifest(folder: Path) -> Manifest:
    """Read what a backup says of itself; raises `BadBackup` where it is none, or was changed."""
    if folder.name.endswith(UNFINISHED):
        raise BadBackup(f"{folder} 没有做完，不能用来恢复。请用另一份备份。")
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digest = content.pop("digest")
        if digest != _digest_of(content):
            raise ValueError
        if content.pop("format") != FORMAT:
            raise BadBackup(f"{folder} 是另一种格式的备份。请用做它的版本恢复。")
        return Manifest(**content)
    except FileNotFoundError as error:
        raise BadBackup(f"{folder} 不是备份：里面没有 {MANIFEST}。") from error
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise BadBackup(f"{folder} 已损坏：{MANIFEST} 和写下时不一样。请用另一份备份。") from error


def damage_of(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield the path of each file of a backup that is not as it was written, or not there."""
    try:
        intact = sha256_of(folder / SUMS) == manifest.sums
    except FileNotFoundError:
        intact = False
    if not intact:
        yield SUMS
        return
    for name, digest in read_sums(folder).items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            yield name


def verified(folder: Path) -> Manifest:
    """Return the manifest of a backup whose every byte was read and is right, or `BadBackup`."""
    manifest = read_manifest(folder)
    damaged = list(damage_of(folder, manifest))
    if damaged:
        others = f"等 {len(damaged)} 个文件" if len(damaged) > 1 else ""
        raise BadBackup(f"{folder} 已损坏：{damaged[0]}{others}和写下时不一样。请用另一份备份。")
    return manifest


def finished(folder: Path) -> list[Path]:
    """Return the finished backups in a folder, oldest first."""
    found = (path.parent for path in folder.glob(f"*/{MANIFEST}"))
    return sorted(path for path in found if not path.name.endswith(UNFINISHED))


def _digest_of(content: dict[str, object]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
