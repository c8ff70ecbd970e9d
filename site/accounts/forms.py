"""The forms about people, with every word in the reader's language."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from accounts.models import User
from accounts.signing_in import minutes_to_wait


class DeskLoginForm(LoginForm):
    """Wagtail's form makes this label from the field's English name."""

    password = forms.CharField(
        label=_("密码"),
        widget=forms.PasswordInput(attrs={"placeholder": _("请输入密码")}),
        strip=False,
    )

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Say how long to wait; the same for accounts that there are and that there are not."""
        if not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        minutes, whole_address = minutes_to_wait(self.request, self.cleaned_data["username"])
        if whole_address:
            sentence = ngettext(
                "这个网络里太多账号输错了密码，请等 %d 分钟再登录。着急的话，请找管理员。",
                "这个网络里太多账号输错了密码，请等 %d 分钟再登录。着急的话，请找管理员。",
                minutes,
            )
            return forms.ValidationError(sentence % minutes, code="too_many")
        sentence = ngettext(
            "密码输错的次数太多，请等 %d 分钟再登录。忘了密码，请找管理员重设。",
            "密码输错的次数太多，请等 %d 分钟再登录。忘了密码，请找管理员重设。",
            minutes,
        )
        return forms.ValidationError(sentence % minutes, code="too_many")


class NamedUserForm:
    """One full name, as Chinese names are, instead of Wagtail's two halves."""

    first_name = None
    last_name = None
    name = forms.CharField(label=_("姓名"), max_length=60)
    position = forms.CharField(label=_("职务"), max_length=60, required=False)


FIELDS = ("username", "email", "name", "position", "is_superuser", "groups")


class DeskUserCreationForm(NamedUserForm, UserCreationForm):
    class Meta(UserCreationForm.Meta):
        fields = FIELDS


class DeskUserEditForm(NamedUserForm, UserEditForm):
    class Meta(UserEditForm.Meta):
        fields = (*FIELDS, "is_active")


class OwnEmailForm(forms.ModelForm):
    """What people change about themselves."""

    email = forms.EmailField(label=_("邮箱"))

    class Meta:
        model = User
        fields = ("email",)
