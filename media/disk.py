"""The disks that this site writes to: whether an error means a full one, and how much is free."""

import os
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from media.examine import room

MEGABYTE = 1024 * 1024
FEW_FILES = 1000  # a disk may also be out of names


def is_full(error: BaseException) -> bool:
    """Tell whether this error, of files or of the database, comes from a full disk."""
    return room.is_full(error, *folders())


def folders() -> list[Path]:
    """Where this site writes: files of every kind, and the database where it is one."""
    written = [settings.MEDIA_ROOT, settings.MEDIA_ORIGINALS_ROOT, settings.MEDIA_WORK_ROOT]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        written.append(Path(database["NAME"]).parent)
    return [Path(folder) for folder in written]


def shortage(least: int) -> str:
    """Say in one sentence what keeps this site from writing; empty where `least` bytes are free."""
    for folder in folders():
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        if not os.access(existing, os.W_OK):
            return _("网站的用户不能写 %s。请检查文件夹的属主和权限。") % _short(folder)
        disk = os.statvfs(existing)
        free = disk.f_bavail * disk.f_frsize
        if free < least:
            message = _("%(folder)s 所在的磁盘只剩 %(free)d MB，少于 %(least)d MB。请腾出空间。")
            facts = {"free": free // MEGABYTE, "least": least // MEGABYTE}
            return message % {"folder": _short(folder), **facts}
        if disk.f_files and disk.f_favail < FEW_FILES:
            return _("%s 所在的磁盘不能再建文件（inode 用完了）。请删除不用的文件。") % _short(
                folder
            )
    return ""


def _short(folder: Path) -> str:
    """A folder as operators know it, without where the site lies."""
    base = settings.BASE_DIR
    return str(folder.relative_to(base)) if folder.is_relative_to(base) else folder.name
