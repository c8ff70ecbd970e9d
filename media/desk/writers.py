"""What an editor's script may ask while somebody writes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.views import View
from wagtail.permissions import page_permission_policy


class WriterView(View):
    """Only for people who write pages somewhere; what they send is all that they learn about."""

    http_method_names = ["post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not page_permission_policy.user_has_any_permission(request.user, ["add", "change"]):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
