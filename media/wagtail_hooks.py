"""The media desk's hooks: addresses, menu, chooser, and the editors' scripts and styles."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Collection

from media.desk import collections, urls
from media.desk.recordings import ANY as RECORDING_RIGHTS
from media.permissions import permission_policy
from media.recordings.chooser import RecordingChooserViewSet, recording_chooser_viewset

EDITOR_STYLES = ("css/chart.css", "css/chart-editor.css", "css/caption-editor.css")


@hooks.register("register_admin_urls")
def media_urls() -> list[Any]:
    return [path("media/", include(urls))]


@hooks.register("register_admin_viewset")
def recording_chooser() -> RecordingChooserViewSet:
    return recording_chooser_viewset


class RecordingsMenuItem(MenuItem):
    """Only for people who bring or change films and sound."""

    def is_shown(self, request: HttpRequest) -> bool:
        return permission_policy.user_has_any_permission(request.user, RECORDING_RIGHTS)


@hooks.register("register_admin_menu_item")
def recordings_menu_item() -> MenuItem:
    address = reverse("media_desk:recordings")
    return RecordingsMenuItem(_("影音"), address, icon_name="media", order=320)


@hooks.register("describe_collection_contents")
def recordings_of_a_collection(collection: Collection) -> dict[str, Any]:
    return collections.recordings_in(collection)


@hooks.register("describe_collection_contents")
def uploads_of_a_collection(collection: Collection) -> dict[str, Any]:
    return collections.uploads_in(collection)


@hooks.register("insert_global_admin_css")
def editor_styles() -> str:
    links = ((static(name),) for name in EDITOR_STYLES)
    return format_html_join("", '<link rel="stylesheet" href="{}">', links)


@hooks.register("insert_editor_js")
def chart_editor() -> str:
    return format_html(
        '<script type="module" id="chart-editor-script" src="{}" data-preview="{}" data-file="{}"'
        ' data-failed="{}" data-offline="{}"></script>',
        static("js/chart-editor.js"),
        reverse("media_desk:chart_preview"),
        reverse("media_desk:chart_file"),
        _("文件没有传上去，请再试一次。"),
        _("没有连上服务器，图画不出来。写的内容都在；连上以后改一个字就会再画。"),
    )


@hooks.register("insert_editor_js")
def infographic_editor() -> str:
    return format_html(
        '<script type="module" id="infographic-editor-script" src="{}" data-propose="{}"'
        ' data-empty="{}"></script>',
        static("js/infographic-editor.js"),
        _("用解读的文字起草"),
        _("解读里还没有文字"),
    )


@hooks.register("insert_editor_js")
def caption_editor() -> str:
    return render_to_string("media/admin/caption_editor.html")
