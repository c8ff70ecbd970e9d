"""Settings by environment: each is told, and holds in every place that asks for it."""

import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.environment import Environment
from config.settings.rates import USUAL
from config.settings.store import store
from config.settings.uploads import limits
from media.examine.limits import Limits
from tests.layout import tree
from tests.support.own_site import manage

READ = re.compile(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"')
OF_DEVELOPERS = {"DEBUG"}
ASK = "from django.conf import settings as s; from media.intake.acceptance import limits as l"
SHOW = "print(s.WAGTAILDOCS_MAX_UPLOAD_SIZE, l().attachment_bytes, l().pages)"


def test_every_name_that_the_settings_read_is_told():
    files = [path for path in tree.files(".py") if path.parts[:2] == ("site", "config")]
    read = {name for path in files for name in READ.findall(tree.read(path))}
    told = tree.read("docs/contract.md").partition("\n## Settings\n")[2].partition("\n## ")[0]

    assert len(read) > 20
    names = {*read, *(f"RATE_{kind.upper()}" for kind in USUAL)} - OF_DEVELOPERS
    assert names - {*re.findall(r"`([A-Z_]+)`", told)} == set()


def test_without_upload_limits_the_usual_figures_hold():
    assert limits(Environment()) == Limits()


def test_a_figure_of_the_environment_holds_at_the_form_and_at_the_examination():
    code, lines = manage(
        "shell", "--no-imports", "-c", f"{ASK}; {SHOW}", UPLOAD_LIMITS="pages=7,attachment_bytes=9"
    )

    assert (code, lines) == (0, ["9 9 7"])


@pytest.mark.parametrize(
    "figures", ["page=5", "pages=many", "pages=0", "pages=-1", "pages=", "pages"]
)
def test_a_name_or_figure_that_is_none_stops_the_start(figures, monkeypatch):
    monkeypatch.setenv("UPLOAD_LIMITS", figures)

    with pytest.raises(ImproperlyConfigured, match="UPLOAD_LIMITS 写得不对"):
        limits(Environment())


@pytest.mark.parametrize(
    ("name", "value"),
    [("RELEASE_OVERDUE_HOURS", "many"), ("RELEASE_OVERDUE_HOURS", "-1"), ("TIME_ZONE", "Asia/No")],
)
def test_a_value_that_says_nothing_is_one_line(name, value):
    code, lines = manage("check", **{name: value})

    assert (code, len(lines)) == (1, 1)
    assert f"{name} 写得不对" in lines[0]


def test_files_are_kept_in_the_folder_that_is_told(tmp_path):
    show = "print(s.MEDIA_ROOT, s.MEDIA_ORIGINALS_ROOT)"
    code, lines = manage(
        "shell", "--no-imports", "-c", f"from django.conf import settings as s; {show}",
        MEDIA_STORE_URL=f"file://{tmp_path}",
    )  # fmt: skip

    assert (code, lines) == (0, [f"{tmp_path}/media {tmp_path}/originals"])


def test_without_a_store_files_are_kept_in_the_usual_folder(tmp_path, monkeypatch):
    monkeypatch.delenv("MEDIA_STORE_URL", raising=False)

    assert store(Environment(), tmp_path) == tmp_path


@pytest.mark.parametrize(
    "address",
    ["s3://bucket", "file://host/srv", "file:srv", "/srv", "file:///no/such/folder", "file:///#a"],
)
def test_a_store_that_is_no_folder_stops_the_start(address, tmp_path, monkeypatch):
    monkeypatch.setenv("MEDIA_STORE_URL", address)

    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORE_URL 写"):
        store(Environment(), tmp_path)
