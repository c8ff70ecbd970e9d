"""Wagtail's screens about users, with forms for one full name."""

from wagtail.users.views.users import UserViewSet

from accounts.forms import DeskUserCreationForm, DeskUserEditForm


class DeskUserViewSet(UserViewSet):
    """Users are made and edited with 姓名 and 职务."""

    def get_form_class(self, for_update: bool = False) -> type:
        return DeskUserEditForm if for_update else DeskUserCreationForm
