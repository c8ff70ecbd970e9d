"""Choosing a film or a sound in a block: only what this person may use is listed."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from media.permissions import USING, permission_policy


class OwnRecordings(View):
    """Lists what the person may choose, and says where to upload what is not there yet."""

    results_template_name = "media/admin/chooser_results.html"
    is_multiple_choice = False  # whatever the query says: there is no address for many

    def get_object_list(self) -> QuerySet:
        return permission_policy.instances_user_has_any_permission_for(self.request.user, USING)


class RecordingChooseView(OwnRecordings, ChooseView):
    pass


class RecordingChooseResultsView(OwnRecordings, ChooseResultsView):
    pass


class RecordingChosenView(OwnRecordings, ChosenView):
    """Tells nobody about a recording that they may not choose (P7)."""

    def get_object(self, pk: Any) -> Any:
        return self.get_object_list().get(pk=pk)


class RecordingChooserViewSet(ChooserViewSet):
    """The chooser's addresses; uploading has its own page, since it can be resumed there."""

    model = "media.Recording"
    choose_view_class = RecordingChooseView
    choose_results_view_class = RecordingChooseResultsView
    chosen_view_class = RecordingChosenView
    icon = "media"
    choose_one_text = _("选择视频或音频")
    choose_another_text = _("换一个")
    edit_item_text = _("修改这条影音")

    def get_urlpatterns(self) -> list[Any]:
        """Without those that would create one without a file, or choose many."""
        unused = ("create", "chosen_multiple")
        return [pattern for pattern in super().get_urlpatterns() if pattern.name not in unused]


recording_chooser_viewset = RecordingChooserViewSet(
    "recording_chooser", url_prefix="recordings/chooser"
)
RecordingChooserBlock = recording_chooser_viewset.get_block_class(
    name="RecordingChooserBlock", module_path="media.recordings.chooser"
)
