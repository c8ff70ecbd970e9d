"""解读专栏: the interpretations of all departments, by topic, form and year."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from interpretations.models.shelf import ShelfPage


class InterpretationColumnPage(ShelfPage):
    """The dedicated column that the city's opinion on open government demands (clause 18)."""

    intro = models.CharField(
        _("导语"), max_length=200, blank=True, default=_("每份解读和它的文件同一时刻发布。")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    settings_panels: list[Panel] = []

    class Meta:
        verbose_name = _("政策解读专栏")
        verbose_name_plural = _("政策解读专栏")
