"""Who keeps each word that readers are shown: one row for every table (docs/shown.md)."""

from enum import Enum
from functools import cache

from django.apps import apps
from django.db.models import Model


class Keeper(Enum):
    """How a table's words come before the public, or that they never do."""

    RELEASE = "written by releases alone"
    PINNED = "pinned by a release with its words, and frozen with it"
    EDITION = "public by itself: what is saved or deleted begins another edition"
    UNSHOWN = "shown to no reader"


RELEASE = (
    "interpretations.Clause",
    "interpretations.ClauseLink",
    "interpretations.ColumnFeature",
    "interpretations.Departure",
    "interpretations.Exemption",
    "interpretations.Explanation",
    "interpretations.FormerAddress",
    "interpretations.PublicNote",
    "interpretations.Publication",
    "interpretations.Release",
    "media.ReleasedFile",
    "search.SearchEntry",
)
PINNED = (
    "interpretations.ExemptionReason",
    "interpretations.FurtherPolicy",
    "interpretations.InterpretationPage",
    "interpretations.PolicyAttachment",
    "interpretations.PolicyPage",
    "interpretations.PolicyRelation",
    "interpretations.PolicyTag",
    "interpretations.ReleaseItem",
    "media.CaptionTrack",
    "media.ChartDrawing",
    "media.ChartPicture",
    "media.Recording",
    "media.RecordingFile",
    "media.Rendition",
    "media.SiteDocument",
    "media.SiteImage",
    "media.Slice",
    "media.SlicedPicture",
)
EDITION = (
    "home.HomePage",
    "home.SiteIdentity",
    "interpretations.DepartmentPage",
    "interpretations.Genre",
    "interpretations.InterpretationColumnPage",
    "interpretations.InterpretationForm",
    "interpretations.Keyword",
    "interpretations.PolicyLibraryPage",
    "interpretations.Topic",
    "search.WordGroup",
    "wagtailcore.Page",
    "wagtailcore.Site",
)
UNSHOWN = (
    "accounts.User",
    "interpretations.ChainStep",
    "interpretations.Contribution",
    "interpretations.Deputation",
    "interpretations.Drop",
    "interpretations.DroppedFile",
    "interpretations.Edition",
    "interpretations.Gate",
    "interpretations.GateSeal",
    "interpretations.ImportedText",
    "interpretations.ItemReading",
    "interpretations.JointDepartment",
    "interpretations.LedgerEntry",
    "interpretations.LedgerHead",
    "interpretations.OutboxMessage",
    "interpretations.PlanLine",
    "interpretations.ReleaseReference",
    "interpretations.ReleaseRules",
    "interpretations.ReviewChain",
    "interpretations.ReviewStep",
    "interpretations.RowContribution",
    "interpretations.SchedulerHeartbeat",
    "media.FrozenFile",
    "media.Upload",
    "media.WorkerHeartbeat",
)
SHOWN: dict[str, Keeper] = {
    **dict.fromkeys(RELEASE, Keeper.RELEASE),
    **dict.fromkeys(PINNED, Keeper.PINNED),
    **dict.fromkeys(EDITION, Keeper.EDITION),
    **dict.fromkeys(UNSHOWN, Keeper.UNSHOWN),
}
# A new one stands on drafts alone, until a release shows it.
FIRST_IN_DRAFTS = frozenset({"interpretations.Keyword"})


@cache
def models_kept_by(keeper: Keeper) -> tuple[type[Model], ...]:
    """Return the models whose words have this keeper."""
    return tuple(apps.get_model(label) for label, kept_by in SHOWN.items() if kept_by is keeper)
