"""The app of the people who work on the editorial side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    default = True
    name = "accounts"
    verbose_name = _("用户")


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's screens about users, with our forms."""

    user_viewset = "accounts.views.DeskUserViewSet"
