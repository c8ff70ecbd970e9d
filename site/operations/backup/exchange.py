"""The files of one folder of the site, exchanged for those of a backup without leaving it.

The folder itself may be a mount or a link, which nobody can rename: all happens between entries of
it, on its own disk. What begins with a dot in it is no file of the site.
"""

import os
import shutil
import stat
from contextlib import ExitStack, suppress
from pathlib import Path

from operations.backup.manifest import BadBackup, sha256_of

# What is written has the group of the folder, which nginx may read.
FILE_MODE, FOLDER_MODE = 0o640, 0o750
COMING = ".restoring"
OF_THE_DISK = "lost+found"


class Exchange:
    """Files come beside the old ones, the old ones are put aside, and it can be undone."""

    def __init__(self, folder: Path, label: str) -> None:
        self.folder = folder
        self.coming = folder / COMING
        self.aside = folder / f".before-{label}"
        self._placed: list[str] = []

    def has_files(self) -> bool:
        """Tell whether anything of the site is there."""
        return self.folder.is_dir() and bool(_entries(self.folder))

    def prepare(self) -> None:
        """Make room for what comes; raises `BadBackup` where the folder is none."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        except FileExistsError as error:
            raise BadBackup(
                f"{self.folder} 不是文件夹，或者它指向的磁盘没有挂上。请先挂上。"
            ) from error
        with suppress(FileNotFoundError):
            shutil.rmtree(self.coming)
        self.coming.mkdir(mode=FOLDER_MODE)
        found = self.folder.stat()
        os.chown(self.coming, -1, found.st_gid)
        self.coming.chmod(stat.S_IMODE(found.st_mode))

    def copy(self, source: Path, name: str, digest: str) -> None:
        """Copy one file and compare it; `name` is its path in the folder."""
        target = self.coming / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
        shutil.copyfile(source, target)
        target.chmod(FILE_MODE)
        if sha256_of(target) != digest:
            raise BadBackup(f"{target} 写下的和备份里的不一样，没有恢复。请检查磁盘。")

    def swap(self) -> None:
        """Put the old files aside and the new ones in their place."""
        for name in _entries(self.folder):
            self.aside.mkdir(exist_ok=True, mode=0o700)
            os.rename(self.folder / name, self.aside / name)
        for name in os.listdir(self.coming):
            os.rename(self.coming / name, self.folder / name)
            self._placed.append(name)

    def undo(self) -> None:
        """Put the old files back, and delete what came.

        Raises `OSError` where one cannot be moved, after all the others were.
        """
        moves = [(self.folder / name, self.coming / name) for name in self._placed]
        if self.aside.is_dir():
            names = os.listdir(self.aside)
            moves += [(self.aside / name, self.folder / name) for name in names]
        with ExitStack() as each:  # one that fails keeps no other from being moved
            for move in reversed(moves):
                each.callback(os.rename, *move)
        self.forget()
        with suppress(OSError):  # it is empty
            self.aside.rmdir()

    def forget(self) -> None:
        """Delete what came and is not in place; what cannot be deleted the next restore will."""
        shutil.rmtree(self.coming, ignore_errors=True)


def _entries(folder: Path) -> list[str]:
    """What is the site's in a folder: not what we keep, or the disk itself."""
    return [name for name in os.listdir(folder) if name[0] != "." and name != OF_THE_DISK]
