"""What an operator is told where the machine is at fault: one sentence, no traceback, no secret."""

import errno

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, InterfaceError, OperationalError
from django.utils.translation import gettext as _

from media import disk

# Result codes of SQLite, and states of PostgreSQL: a table or a column is missing.
BUSY, READ_ONLY, CORRUPT, CANNOT_OPEN, NOT_A_DATABASE = 5, 8, 11, 14, 26
UNDEFINED = ("42P01", "42703")
NOT_MIGRATED = ("no such table", "no such column", "has no column named")
DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)


def sentence_of(error: BaseException) -> str:
    """Say what is wrong with the machine and what to do; empty where the program is at fault."""
    if disk.is_full(error):
        return _("磁盘已满，没有做完。请腾出空间，再执行一次。")
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError) and error.errno in DENIED:
        facts = {"name": error.filename or "", "why": error.strerror}
        return _("不能读写 %(name)s（%(why)s）。请检查属主和权限，用运行网站的用户执行。") % facts
    return _of_the_database(error) if isinstance(error, Error) else ""


def _of_the_database(error: Error) -> str:
    text = " ".join(str(error).split())
    cause = error.__cause__
    if getattr(cause, "sqlstate", None) in UNDEFINED or any(mark in text for mark in NOT_MIGRATED):
        return _("数据库还没有建好，或者不是这个版本的。请先执行 manage.py migrate。")
    code = getattr(cause, "sqlite_errorcode", None)
    sentences = {
        BUSY: _("数据库正被别的程序占用，没有做完。请过一会儿再执行一次。"),
        READ_ONLY: _("不能写数据库文件。请检查 var/ 的属主和权限，用运行网站的用户执行。"),
        CANNOT_OPEN: _("打不开数据库文件。请检查 var/ 在不在、当前用户能不能写。"),
        CORRUPT: _("数据库文件已损坏。请停下服务，从备份恢复。"),
        NOT_A_DATABASE: _("数据库文件已损坏。请停下服务，从备份恢复。"),
    }
    if code is not None and code & 0xFF in sentences:
        return sentences[code & 0xFF]
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    return _("用不了数据库。请确认它在运行、DATABASE_URL 没有写错：%s") % text
