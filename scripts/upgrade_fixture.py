"""Make the filled site from which later versions are upgraded in the tests, as a packed backup.

Usage: .venv/bin/python scripts/upgrade_fixture.py NAME, with the code of the version to keep; it
writes tests/upgrade/NAME.tar.xz, and beside it NAME.migrations: the digests of the migrations that
the site ran, as `sha256sum --check` reads them. Made anew only for a new tag, or while nothing is
tagged yet.
"""

import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.layout import tree  # noqa: E402
from tests.support.own_site import clone  # noqa: E402

LARGEST = 512 * 1024  # bytes: it stays in the history of the repository


def main() -> None:
    """Fill a site of its own, back it up, pack the backup; note which migrations it ran."""
    name = sys.argv[1]
    if _output_of("git", "tag", "--list", name):
        sys.exit(f"{name} is tagged: what it left stays as it is")
    kept = ROOT / "tests" / "upgrade"
    target = kept / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory() as place:
        site = clone(Path(place, "site"))
        for command in (
            ["migrate", "--verbosity", "0"],
            ["shell", "-c", "from tests.upgrade.filled import fill; fill()"],
            ["backup", "saved"],
        ):
            _manage(site, *command)
        (backup,) = (path for path in (site / "saved").iterdir() if path.is_dir())
        with tarfile.open(target, "w:xz", preset=9) as packed:
            packed.add(backup, arcname="backup", filter=_of_nobody)
    if (size := target.stat().st_size) > LARGEST:
        target.unlink()
        sys.exit(f"{target.name}: {size} bytes, more than {LARGEST}")
    (kept / f"{name}.migrations").write_bytes(_digests_of_migrations())
    print(f"{target.relative_to(ROOT)}: {size} bytes")


def _digests_of_migrations() -> bytes:
    """A line for each migration, and for each file that one reads."""
    paths = [path for path in tree.files("") if path.parent.name == "migrations"]
    return _output_of("sha256sum", "--", *map(str, paths))


def _output_of(*command: str) -> bytes:
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def _manage(site: Path, *command: str) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),  # for tests.factories
        "BASE_URL": "http://localhost",
        "LANG": "C.UTF-8",
    }
    subprocess.run([sys.executable, "manage.py", *command], cwd=site, env=environment, check=True)


def _of_nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


if __name__ == "__main__":
    main()
