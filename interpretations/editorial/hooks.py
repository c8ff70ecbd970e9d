"""The desk's hooks: addresses, menu, home panel, editor footer."""

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from interpretations.editorial import urls
from interpretations.editorial.access.emergencies import stands_in_what_may_go_out
from interpretations.editorial.access.own_drafts import stands_in_own_draft
from interpretations.editorial.access.references import unseen_among
from interpretations.editorial.access.releases import reviews_file
from interpretations.editorial.desk.lists import ListsGroup
from interpretations.editorial.desk.panel import DeskPanel, SubmitSetMenuItem, without_publishing
from interpretations.editorial.desk.search_area import ReleaseSearchArea
from interpretations.editorial.rich_text import PASTED
from interpretations.models.guard.references import UNSEEN_HOOK, Target
from media.serving import READERS_HOOK


@hooks.register("register_admin_urls")
def release_urls() -> list[Any]:
    return [path("releases/", include(urls))]


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    return MenuItem(_("发布单"), reverse("releases:index"), icon_name="check", order=150)


@hooks.register("register_admin_search_area")
def releases_search_area() -> SearchArea:
    return ReleaseSearchArea()


@hooks.register(READERS_HOOK)
def reviewers_see_files(user: Any, instance: Any) -> bool:
    return reviews_file(user, instance)


@hooks.register(READERS_HOOK)
def writers_see_their_drafts(user: Any, instance: Any) -> bool:
    return stands_in_own_draft(user, instance)


@hooks.register(READERS_HOOK)
def emergencies_are_seen_first(user: Any, instance: Any) -> bool:
    return stands_in_what_may_go_out(user, instance)


@hooks.register(UNSEEN_HOOK)
def writers_name_what_they_see(user: Any, targets: set[Target]) -> set[Target]:
    return unseen_among(user, targets)


@hooks.register("insert_global_admin_css")
def desk_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/desk.css"))


@hooks.register("insert_editor_js")
def one_save_at_a_time() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/desk-save.js"))


@hooks.register("insert_editor_js")
def clauses_are_proposed_while_one_writes() -> str:
    return format_html('<script type="module" src="{}"></script>', static("js/clause-links.js"))


@hooks.register("insert_editor_js")
def pasting_says_what_it_leaves_out() -> str:
    return format_html(
        '<script type="module" id="rich-text-script" src="{}" data-sentences="{}" data-name="{}"'
        ' data-pasted="{}"></script>',
        static("js/rich-text.js"),
        json.dumps({name: str(sentence) for name, sentence in PASTED.items()}),
        _("文字"),
        reverse("releases:pasted"),
    )


@hooks.register("construct_help_menu")
def help_on_this_host(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's guides live on other hosts, in English."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("construct_homepage_panels")
def desk_first(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, DeskPanel())


@hooks.register("register_page_action_menu_item")
def submit_item() -> SubmitSetMenuItem:
    return SubmitSetMenuItem()


@hooks.register("construct_page_action_menu")
def nothing_publishes(menu_items: list[Any], request: HttpRequest, context: dict) -> None:
    without_publishing(menu_items, request, context)


register_snippet(ListsGroup)
