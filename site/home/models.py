"""The front page, and who runs this site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from interpretations.models.shelf import ShelfPage
from interpretations.reading.front import front_page_context


class HomePage(ShelfPage):
    """Newest sets, what takes effect this month, and the search box."""

    promise = models.CharField(
        _("一句话承诺"), max_length=120, default=_("政策文件和它的解读，同一时刻公开。")
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "interpretations.PolicyLibraryPage",
        "interpretations.InterpretationColumnPage",
    ]
    max_count = 1
    content_panels = [*Page.content_panels, FieldPanel("promise")]

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **front_page_context()}


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """What the national guide for government websites asks every page to say."""

    site_name = models.CharField(_("网站名称"), max_length=60, blank=True)
    site_domain = models.CharField(_("网站域名"), max_length=80, blank=True)
    site_id_code = models.CharField(_("网站标识码"), max_length=20, blank=True)
    icp_number = models.CharField(_("ICP 备案号"), max_length=40, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=40, blank=True)
    sponsor = models.CharField(_("主办单位"), max_length=60, blank=True)
    contact = models.CharField(_("联系我们"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("网站身份")
        verbose_name_plural = _("网站身份")
