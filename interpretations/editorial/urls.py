"""The desk's own addresses, all under /admin/releases/."""

from django.urls import path

from interpretations.editorial.views.clauses import ClausesView
from interpretations.editorial.views.deputies import DeputiesView, EndDeputationView
from interpretations.editorial.views.drop import DropView, ForgetDropView, GroupView
from interpretations.editorial.views.emergency import (
    EmergenciesView,
    EmergencyMemberView,
    EmergencyView,
)
from interpretations.editorial.views.index import ReleaseIndexView
from interpretations.editorial.views.ledger import LedgerExportView, LedgerView
from interpretations.editorial.views.migrate import MigrateView
from interpretations.editorial.views.pasted import PastedView
from interpretations.editorial.views.release import (
    DecideView,
    MemberView,
    ReleaseView,
    ResumeView,
    TakeBackView,
)
from interpretations.editorial.views.replace import ReplacementView, ReplaceView
from interpretations.editorial.views.sets import JoinView, KindView, RepealView, SetView
from interpretations.editorial.views.submit import SubmitView
from interpretations.editorial.views.times import TimeView
from interpretations.editorial.views.writing import UndoView, WriteView

app_name = "releases"

urlpatterns = [
    path("", ReleaseIndexView.as_view(), name="index"),
    path("results/", ReleaseIndexView.as_view(results_only=True), name="index_results"),
    path("submit/<int:policy_id>/", SubmitView.as_view(), name="submit"),
    path("migrate/<int:department_id>/", MigrateView.as_view(), name="migrate"),
    path("sets/<int:policy_id>/", SetView.as_view(), name="set"),
    path("deputies/", DeputiesView.as_view(), name="deputies"),
    path("deputies/<int:pk>/end/", EndDeputationView.as_view(), name="end_deputation"),
    path("emergencies/", EmergenciesView.as_view(), name="emergencies"),
    path("sets/<int:policy_id>/join/", JoinView.as_view(), name="join"),
    path("sets/<int:policy_id>/repeal/", RepealView.as_view(), name="repeal"),
    path("sets/<int:policy_id>/emergency/", EmergencyView.as_view(), name="emergency"),
    path(
        "sets/<int:policy_id>/emergency/<int:member_id>/",
        EmergencyMemberView.as_view(),
        name="emergency_member",
    ),
    path("sets/<int:policy_id>/act/<slug:kind>/", KindView.as_view(), name="act"),
    path("sets/<int:set_id>/ledger/", LedgerView.as_view(), name="ledger"),
    path("sets/<int:set_id>/ledger/export/", LedgerExportView.as_view(), name="ledger_export"),
    path("drops/", DropView.as_view(), name="drops"),
    path("drops/<uuid:drop_id>/", GroupView.as_view(), name="drop"),
    path("drops/<uuid:drop_id>/forget/", ForgetDropView.as_view(), name="forget_drop"),
    path("pasted/", PastedView.as_view(), name="pasted"),
    path("drafts/<int:draft_id>/replace/", ReplaceView.as_view(), name="replace"),
    path(
        "drafts/<int:draft_id>/replace/<uuid:drop_id>/",
        ReplacementView.as_view(),
        name="replacement",
    ),
    path("drafts/<int:draft_id>/write/", WriteView.as_view(), name="write"),
    path("drafts/<int:draft_id>/clauses/", ClausesView.as_view(), name="clauses"),
    path("drafts/<int:draft_id>/undo/", UndoView.as_view(), name="undo"),
    path("<int:pk>/", ReleaseView.as_view(), name="detail"),
    path("<int:pk>/decide/", DecideView.as_view(), name="decide"),
    path("<int:pk>/take-back/", TakeBackView.as_view(), name="take_back"),
    path("<int:pk>/time/", TimeView.as_view(), name="time"),
    path("<int:pk>/resume/", ResumeView.as_view(), name="resume"),
    path("<int:pk>/members/<int:item_id>/", MemberView.as_view(), name="member"),
]
