"""The rules that differ from city to city, edited under 设置 (docs/domain.md, What a city sets)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="tasks")
class ReleaseRules(BaseGenericSetting):
    """What a submission must have, and how a long list is reviewed."""

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

    class Meta:
        verbose_name = _("发布规则")
        verbose_name_plural = _("发布规则")
