"""What `/readyz` looks at; each check returns what is wrong in one sentence, or nothing.

The sentences are ours: no address, no name, no error of another program is repeated.
"""

import smtplib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import cache, lru_cache

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from editions import pointer
from interpretations.models import OutboxMessage
from interpretations.models.record import SchedulerHeartbeat
from interpretations.models.turning import present, settle
from media import disk
from media.charts.draw import writes_chinese
from media.charts.render_client import DrawingError
from media.models import WorkerHeartbeat

HEARTBEAT_SECONDS = 60
OUTBOX_MINUTES = 10
MAIL_SECONDS = 3  # for a mail server to answer
MAIL_EVERY = 60  # seconds between two questions to it
FONT_SECONDS = 2  # for two characters to be drawn; after that they are asked for next time


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return "" if cursor.fetchone() == (1,) else _("数据库没有回答。")


def migrations() -> str:
    if _migrations_of_the_code() - {*MigrationRecorder(connection).applied_migrations()}:
        return _("数据库不是这个版本的。请执行 manage.py migrate。")
    return ""


@cache
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    """App and name of each; read once: this process runs the code that it was started with."""
    return frozenset(MigrationLoader(None).graph.nodes)


def scheduler() -> str:
    since = timezone.now() - timedelta(seconds=HEARTBEAT_SECONDS)
    if SchedulerHeartbeat.objects.filter(beat_at__gt=since).exists():
        return ""
    return _("定时发布服务 %d 秒没有心跳，什么都不会发布。请启动它。") % HEARTBEAT_SECONDS


def disk_space() -> str:
    return disk.shortage(settings.DISK_FREE_LEAST)


def disk_reserve() -> str:
    return disk.shortage(settings.DISK_FREE_LOW)


def mail() -> str:
    since = timezone.now() - timedelta(minutes=OUTBOX_MINUTES)
    waiting = OutboxMessage.objects.filter(done_at__isnull=True, created_at__lt=since).count()
    if waiting:
        facts = {"count": waiting, "minutes": OUTBOX_MINUTES}
        return _("有 %(count)d 份通知超过 %(minutes)d 分钟没有送出，会一直重试。") % facts
    return _mail_server(int(time.monotonic() // MAIL_EVERY))


@lru_cache(maxsize=1)
def _mail_server(moment: int) -> str:
    """Connect and sign in, send nothing; asked once for each `moment`."""
    server = get_connection(timeout=MAIL_SECONDS)
    try:
        server.open()
        server.close()
    except (OSError, smtplib.SMTPException):
        return _("连不上邮件服务器，或者登录不了。请检查 EMAIL_URL。")
    return ""


def recordings() -> str:
    since = timezone.now() - timedelta(seconds=HEARTBEAT_SECONDS)
    alive = WorkerHeartbeat.objects.filter(beat_at__gt=since).order_by("lacks", "-beat_at")
    newest = alive.values_list("lacks", flat=True).first()
    if newest is None:
        message = _("影音处理服务 %d 秒没有心跳，上传的视频和音频会一直排队。请启动它。")
        return message % HEARTBEAT_SECONDS
    return _("没有安装 %s，上传的视频和音频会一直排队。请安装。") % newest if newest else ""


def editions() -> str:
    """Readers whom nginx answers are in the present edition, or in none."""
    try:
        settle()
        folder = pointer.current()
    except OSError:
        return _("公开页面的文件夹不能改动，读者会继续看到旧的内容。请检查 EDITIONS_ROOT 的权限。")
    if folder and folder.moment < present():
        return _("读者还在旧的版次里。请检查 EDITIONS_ROOT 的权限和磁盘。")
    return ""


def clock() -> str:
    """Asked after `editions`, which leads readers out of a day to come that was our own."""
    folder = pointer.ahead()
    if folder is None:
        return ""
    days = {"day": folder.moment.day, "today": timezone.localdate()}
    return _("别的机器已经到了 %(day)s，本机还是 %(today)s：时间不一样。请把每台机器对时。") % days


def fonts() -> str:
    try:
        has_font = _drawn().result(FONT_SECONDS)
    except TimeoutError:
        return ""
    except DrawingError:
        _drawn.cache_clear()
        return _("图表画不出来。请看网站进程的日志。")
    return "" if has_font else _("没有中文字体，图表不能存成图片。请安装后重启网站进程。")


@cache
def _drawn() -> Future[bool]:
    return ThreadPoolExecutor(1).submit(writes_chinese)
