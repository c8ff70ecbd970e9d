"""Wagtail's screens about users and one's own account, with one full name."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import AccountView, BaseSettingsPanel, NameEmailSettingsPanel
from wagtail.users.models import UserProfile
from wagtail.users.views.users import UserViewSet

from accounts.forms import DeskUserCreationForm, DeskUserEditForm, OwnEmailForm


class DeskUserViewSet(UserViewSet):
    """Users are made and edited with 姓名 and 职务."""

    def get_form_class(self, for_update: bool = False) -> type:
        return DeskUserEditForm if for_update else DeskUserCreationForm


class OwnEmailPanel(BaseSettingsPanel):
    """One's own address; the name is kept by the administrator, as the ledger shows it."""

    name = "email"
    title = _("邮箱")
    order = 100
    form_class = OwnEmailForm


class DeskAccountView(AccountView):
    """Wagtail's account page without its two halves of a name."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        user = self.request.user
        email_panel = OwnEmailPanel(self.request, user, UserProfile.get_for_user(user))
        other_panels = [
            p for p in super().get_panels() if not isinstance(p, NameEmailSettingsPanel)
        ]
        return [email_panel, *other_panels]
