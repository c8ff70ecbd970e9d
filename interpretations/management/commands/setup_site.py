"""Sets up a site: tree, lists, groups and review chain; run once after the first migrate."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from home.models import HomePage
from interpretations.setup.site import setup_department, setup_site
from media.management.one_line import OneLineCommand

NEXT = "还没有管理员：执行 manage.py createsuperuser，再到后台「设置 → 用户」建人、放进用户组"


class Command(OneLineCommand):
    help = "建站：栏目、清单、用户组和审核流程；可以重复运行，不改动已有的内容"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--department",
            action="append",
            default=[],
            metavar="SLUG=NAME",
            help="同时建立一个部门，例如 zhujian=市住房和城乡建设局；可以写多次",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(settings.BASE_URL)
        port = address.port or (443 if address.scheme == "https" else 80)
        setup_site(HomePage, settings.WAGTAIL_SITE_NAME, address.hostname or "localhost", port)
        for pair in options["department"]:
            slug, _separator, name = pair.partition("=")
            setup_department(slug, name or slug)
        groups = "、".join(Group.objects.order_by("pk").values_list("name", flat=True))
        self.stdout.write(f"站点已建好。用户组：{groups}")
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(NEXT)
