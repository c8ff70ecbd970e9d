"""The rules that differ from city to city, edited under 设置 (docs/domain.md, What a city sets)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="tasks")
class ReleaseRules(BaseGenericSetting):
    """What a submission must have, and how a long list is reviewed."""

    # Of one genre, where they were read by `of_genre`.
    warned = stopped = False

    plan_required = models.BooleanField(
        _("送审要有解读方案"), default=True, help_text=_("没有方案的文件不收。")
    )
    major_needs_event = models.BooleanField(
        _("重大文件要有发布会等形式"),
        default=True,
        help_text=_("有标记的文件，方案里要有适合重大政策的解读形式，或者写明理由。"),
    )
    migration_limit = models.PositiveIntegerField(
        _("一次最多迁移几组"), default=200, validators=[MaxValueValidator(200)]
    )
    migration_sample = models.PositiveIntegerField(
        _("迁移要抽看几份"), default=5, help_text=_("审核人打开过抽中的这几份，才能同意。")
    )
    captions_days = models.PositiveSmallIntegerField(
        _("视频字幕可以晚几天"),
        default=0,
        validators=[MaxValueValidator(30)],
        help_text=_("0：送审时就要有字幕。否则公开以后在这些天内补上，到期未补的列在首页。"),
    )

    unexplained_warned = models.ManyToManyField(
        "interpretations.Genre",
        verbose_name=_("首次发布有未解读的条款时，提醒的体裁"),
        blank=True,
        related_name="+",
        help_text=_("起草人核对以后打勾，就可以送审。没有选的体裁不提醒。"),
    )
    unexplained_stopped = models.ManyToManyField(
        "interpretations.Genre",
        verbose_name=_("首次发布有未解读的条款时，不能送审的体裁"),
        blank=True,
        related_name="+",
        help_text=_("每一条都要有解读，或者由起草人写明自明。两处都选的，以这里为准。"),
    )

    @classmethod
    def of_genre(cls, genre_id: int | None) -> "ReleaseRules":
        """The rules, with what they say of this genre's open clauses: `warned` and `stopped`.

        Read with one question, for what every submission asks.
        """
        own = {
            "warned": cls.unexplained_warned.through.objects.filter(genre=genre_id),
            "stopped": cls.unexplained_stopped.through.objects.filter(genre=genre_id),
        }
        rules = cls.objects.annotate(**{name: Exists(rows) for name, rows in own.items()}).first()
        return rules or cls()

    panels = [
        *(FieldPanel(name) for name in (
            "plan_required", "major_needs_event", "migration_limit", "migration_sample",
            "captions_days",
        )),
        FieldPanel("unexplained_warned", widget=CheckboxSelectMultiple),
        FieldPanel("unexplained_stopped", widget=CheckboxSelectMultiple),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("发布规则")
        verbose_name_plural = _("发布规则")
