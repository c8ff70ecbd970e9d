"""The desk's own addresses, all under /admin/releases/."""

from django.urls import path

from interpretations.editorial.views.index import ReleaseIndexView
from interpretations.editorial.views.release import (
    DecideView,
    MemberView,
    ReleaseView,
    ResumeView,
    TakeBackView,
)
from interpretations.editorial.views.submit import SubmitView

app_name = "releases"

urlpatterns = [
    path("", ReleaseIndexView.as_view(), name="index"),
    path("results/", ReleaseIndexView.as_view(results_only=True), name="index_results"),
    path("submit/<int:policy_id>/", SubmitView.as_view(), name="submit"),
    path("<int:pk>/", ReleaseView.as_view(), name="detail"),
    path("<int:pk>/decide/", DecideView.as_view(), name="decide"),
    path("<int:pk>/take-back/", TakeBackView.as_view(), name="take_back"),
    path("<int:pk>/resume/", ResumeView.as_view(), name="resume"),
    path("<int:pk>/members/<int:item_id>/", MemberView.as_view(), name="member"),
]
