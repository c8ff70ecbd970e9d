"""The demonstration site, and synthetic sets for rehearsals and measurements."""

import json
import secrets
from argparse import ArgumentParser
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.db import transaction
from wagtail.models import Site

from home.models import HomePage, SiteIdentity
from interpretations.demo.bulk import make_pairs
from interpretations.demo.content import load_departments
from interpretations.demo.people import People, make_people
from interpretations.demo.progress import show
from interpretations.demo.recordings import make_recordings
from interpretations.demo.sets import make_sets
from interpretations.demo.upcoming import make_upcoming
from interpretations.setup.site import setup_site
from media.charts.render_client import DrawingError
from media.management.one_line import OneLineCommand

IDENTITY = {
    "site_name": "九江市政策文件库（演示）",
    "site_domain": "localhost",
    "site_id_code": "3604000000",
    "icp_number": "赣ICP备00000000号",
    "police_number": "赣公网安备 36040000000000号",
    "sponsor": "九江市人民政府办公室（演示）",
    "contact": "0792-0000000（演示）",
}

NOT_DRAWN = "有一张图表这一次没有画成，机器可能太忙。请再运行一次，会从这里接着建。"


class Command(OneLineCommand):
    help = "演示站：部门、每种角色一个用户、各种状态的内容；重复运行不会重复建立"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pairs", type=int, default=0, metavar="N", help="再加 N 组已公开的内容"
        )
        parser.add_argument(
            "--upcoming", type=int, default=0, metavar="N", help="再加 N 组已签发、待公开的内容"
        )
        parser.add_argument(
            "--in", dest="start", type=float, default=60, metavar="S", help="第一组在几秒后公开"
        )
        parser.add_argument("--every", type=float, default=60, metavar="S", help="之后每隔几秒一组")
        parser.add_argument("--force", action="store_true", help="在正式环境也运行")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE.endswith("production") and not options["force"]:
            raise CommandError("正式环境不建演示内容；确实需要时加 --force")
        for name in ("pairs", "upcoming", "start", "every"):
            if options[name] < 0:
                raise CommandError(f"--{name.replace('start', 'in')} 不能是负数")
        quiet = bool(options["upcoming"])
        people = self._site(quiet)
        if options["pairs"]:
            make_pairs(options["pairs"], people, self.stderr)
        for line in make_upcoming(options["upcoming"], options["start"], options["every"], people):
            self.stdout.write(json.dumps(line, ensure_ascii=False))
            self.stdout.flush()

    def _site(self, quiet: bool) -> People:
        """Make what is not there yet; say the password once, when it is made."""
        address = urlsplit(settings.BASE_URL)
        setup_site(
            HomePage, IDENTITY["site_name"], address.hostname or "localhost", address.port or 80
        )
        identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
        for name, value in IDENTITY.items():
            setattr(identity, name, value)
        identity.save()
        password = settings.DEMO_PASSWORD or secrets.token_urlsafe(9)
        is_first_run = not _has_admin()
        with transaction.atomic():
            people = make_people(load_departments(), password)
        out = self.stderr if quiet else self.stdout
        # At once: a run that is cut short has made the users, and the next one makes no password.
        if is_first_run and not settings.DEMO_PASSWORD:
            out.write(f"演示用户的密码：{password}")
            out.write("演示用户：drafter drafter2 leader secrecy editor publisher admin")
        make_recordings(people)
        try:
            new_sets = make_sets(people, self.stderr.write, partial(show, self.stderr))
        except DrawingError as error:
            raise CommandError(NOT_DRAWN) from error
        if new_sets or not quiet:
            out.write(f"演示站已就绪，新建 {new_sets} 组内容")
        return people


def _has_admin() -> bool:
    return get_user_model().objects.filter(username="admin").exists()
