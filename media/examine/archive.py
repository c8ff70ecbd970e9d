"""A zip of attachments: each file in it is examined as if it had come alone."""

import tempfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from media.examine.findings import RefusedError, Report, printable
from media.examine.limits import Limits
from media.examine.types import ARCHIVED
from media.examine.zips import Package, Repacked, guarded

LEFT_BY_SYSTEMS = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
Examine = Callable[[Path, str, str, Path, Limits, list[str]], Report]


def examine(path: Path, into: Path, limits: Limits, examine_one: Examine) -> Report:
    """Clean every file of an archive into `into`; the refusal names the file in it."""
    report = Report(type="zip")
    with guarded(path, limits) as package, Repacked(into) as target:
        names = [name for name in package.names if not _is_litter(name)]
        if len(names) < len(package.names):
            report.clean("zip_litter")
        if len(names) > limits.archived_files:
            raise RefusedError("zip_many", most=limits.archived_files)
        if not names:
            raise RefusedError("zip_empty")
        for name in names:
            _take(package, name, target, report, limits, examine_one)
    return report


def _is_litter(name: str) -> bool:
    folded = name.casefold()
    return folded.startswith(LEFT_BY_SYSTEMS[0]) or folded.rsplit("/", 1)[-1] in LEFT_BY_SYSTEMS


def _take(
    package: Package,
    name: str,
    target: Repacked,
    report: Report,
    limits: Limits,
    examine_one: Examine,
) -> None:
    file = PurePosixPath(name).name
    if file.casefold().endswith(".zip"):
        raise RefusedError("zip_nested", entry=printable(file))
    with tempfile.TemporaryDirectory(dir=target.folder) as folder:
        source_path, cleaned_path = Path(folder, "taken"), Path(folder, "cleaned")
        with open(source_path, "wb") as copy:
            copy.writelines(package.pieces(name))
        try:
            inner_report = examine_one(source_path, file, ARCHIVED, cleaned_path, limits, [])
        except RefusedError as refusal:
            within = {"within": refusal.code, "within_facts": refusal.facts}
            raise RefusedError("zip_entry", entry=printable(file), **within) from refusal
        if inner_report.type == "zip":
            raise RefusedError("zip_nested", entry=printable(file))
        for code in inner_report.cleaned:
            report.clean(code)
        report.told += [finding for finding in inner_report.told if finding not in report.told]
        with open(cleaned_path, "rb") as source:
            target.write(name, iter(lambda: source.read(65_536), b""), package.date(name))
