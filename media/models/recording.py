"""Films and sound: what was uploaded, what became of it, and how far the work is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from media.models.collected import Collected
from media.storage import originals


class Recording(Collected, index.Indexed, models.Model):
    """A film or a sound; readers receive what was made of the original, never the original.

    `file` is the larger film, or the sound; empty until the work is done. The row is also the
    order to the worker: whoever holds `lease_until` works on it, and when that time passes
    without a sign of life anybody may take it over (decision 0033).
    """

    class Kind(models.TextChoices):
        FILM = "film", _("视频")
        SOUND = "sound", _("音频")

    class State(models.TextChoices):
        WAITING = "waiting", _("等待处理")
        WORKING = "working", _("处理中")
        READY = "ready", _("可以使用")
        FAILED = "failed", _("没有处理成功")

    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    title = models.CharField(_("标题"), max_length=255)
    credit = models.CharField(_("来源"), max_length=120, blank=True)
    rights = models.CharField(_("版权说明"), max_length=200, blank=True)
    made_by_ai = models.BooleanField(
        _("人工智能生成"), default=False, help_text=_("勾选后，页面上会标明「AI 生成」。")
    )
    poster_at = models.FloatField(
        _("封面取自第几秒"), null=True, blank=True, help_text=_("不填就自动选一幅。")
    )
    original = models.FileField(
        _("上传的原件"), storage=originals, upload_to="recordings/%Y/%m", editable=False
    )
    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)
    sha256 = models.CharField(_("校验值"), max_length=64, blank=True, editable=False, db_index=True)
    file = models.FileField(_("文件"), upload_to="recordings", blank=True, editable=False)
    duration = models.FloatField(_("时长"), default=0, editable=False, help_text=_("秒"))
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
    )
    created_at = models.DateTimeField(_("上传时间"), default=timezone.now, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=State.WAITING, editable=False
    )
    progress = models.PositiveSmallIntegerField(
        _("进度"), default=0, editable=False, help_text=_("百分之几")
    )
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    worker = models.CharField(max_length=64, blank=True, editable=False)
    problem = models.CharField(max_length=40, blank=True, editable=False, help_text=_("代码"))

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.FilterField("title"),
        index.FilterField("kind"),
        index.FilterField("created_at"),
        index.FilterField("state"),
        index.FilterField("collection"),
        index.FilterField("uploaded_by_user"),
    ]

    class Meta:
        verbose_name = _("影音")
        verbose_name_plural = _("影音")
        ordering = ["-created_at"]
        permissions = [("choose_recording", "Can choose recording")]
        indexes = [
            models.Index(fields=["file"], name="recording_file"),
            models.Index(fields=["state", "lease_until"], name="recording_work"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_film(self) -> bool:
        return self.kind == self.Kind.FILM

    @property
    def is_ready(self) -> bool:
        return self.state == self.State.READY

    @property
    def length(self) -> str:
        """The duration as people write it: `1:02:03` or `2:03`."""
        minutes, seconds = divmod(round(self.duration), 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"

    def files_by_role(self) -> dict[str, "RecordingFile"]:
        """Return what was made besides `file`, read in one query."""
        return {file.role: file for file in self.files.all()}

    def public_traits(self) -> dict[str, Any]:
        """Everything that a reader could notice, by name (P3)."""
        names = (
            "kind", "title", "credit", "rights", "made_by_ai", "duration", "width", "height",
        )  # fmt: skip
        return {"file": self.file.name, **{name: getattr(self, name) for name in names}}


class RecordingFile(models.Model):
    """A further file that readers receive of a recording."""

    class Role(models.TextChoices):
        SMALL = "small", _("小尺寸")
        POSTER = "poster", _("封面")

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="files")
    role = models.CharField(max_length=10, choices=Role)
    file = models.FileField(_("文件"), upload_to="recordings")
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("影音的文件")
        verbose_name_plural = _("影音的文件")
        indexes = [models.Index(fields=["file"], name="recording_further_file")]
        constraints = [
            models.UniqueConstraint(fields=["recording", "role"], name="recording_file_once")
        ]

    def __str__(self) -> str:
        return str(self.file)
