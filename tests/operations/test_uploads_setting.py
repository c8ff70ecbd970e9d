"""`UPLOAD_LIMITS`: other figures for uploaded files, in every place that holds them."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from environ import Env

from config.settings.uploads import limits
from media.examine.limits import Limits
from tests.support.own_site import manage

ASK = "from django.conf import settings as s; from media.intake.acceptance import limits as l"
SHOW = "print(s.WAGTAILDOCS_MAX_UPLOAD_SIZE, l().attachment_bytes, l().pages)"


def test_without_it_the_usual_figures_hold():
    assert limits(Env()) == Limits()


def test_a_figure_of_the_environment_holds_at_the_form_and_at_the_examination():
    code, lines = manage(
        "shell", "--no-imports", "-c", f"{ASK}; {SHOW}", UPLOAD_LIMITS="pages=7,attachment_bytes=9"
    )

    assert (code, lines) == (0, ["9 9 7"])


@pytest.mark.parametrize("figures", ["page=5", "pages=many", "pages=0", "pages=-1", "pages="])
def test_a_name_or_figure_that_is_none_stops_the_start(figures, monkeypatch):
    monkeypatch.setenv("UPLOAD_LIMITS", figures)

    with pytest.raises(ImproperlyConfigured, match=figures.split("=")[0]):
        limits(Env())
