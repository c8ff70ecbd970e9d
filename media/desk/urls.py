"""The media desk's own addresses, all under /admin/media/."""

from django.urls import path

from media.desk.captions import CaptionsDraftView, CaptionsView, FilmView
from media.desk.charts import ChartFileView, ChartPreviewView
from media.desk.recordings import (
    DeleteRecordingView,
    RecordingIndexView,
    RecordingStateView,
    RecordingView,
    RetryRecordingView,
)
from media.desk.uploads import BeginUploadView, UploadView

app_name = "media_desk"

urlpatterns = [
    path("recordings/", RecordingIndexView.as_view(), name="recordings"),
    path(
        "recordings/results/",
        RecordingIndexView.as_view(results_only=True),
        name="recordings_results",
    ),
    path("recordings/<int:pk>/", RecordingView.as_view(), name="recording"),
    path("recordings/<int:pk>/state/", RecordingStateView.as_view(), name="recording_state"),
    path("recordings/<int:pk>/retry/", RetryRecordingView.as_view(), name="retry_recording"),
    path("recordings/<int:pk>/delete/", DeleteRecordingView.as_view(), name="delete_recording"),
    path("recordings/uploads/", BeginUploadView.as_view(), name="begin_upload"),
    path("recordings/uploads/<uuid:pk>/", UploadView.as_view(), name="upload"),
    path("recordings/<int:pk>/film/", FilmView.as_view(), name="film"),
    path("captions/", CaptionsView.as_view(), name="captions"),
    path("captions/draft/", CaptionsDraftView.as_view(), name="captions_draft"),
    path("charts/preview/", ChartPreviewView.as_view(), name="chart_preview"),
    path("charts/file/", ChartFileView.as_view(), name="chart_file"),
]
