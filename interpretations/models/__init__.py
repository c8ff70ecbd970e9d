"""Everything the domain stores. Imports point one way: nothing here imports a verb."""

from interpretations.models.city_rules import ReleaseRules
from interpretations.models.clause_links import ClauseLink
from interpretations.models.clauses import Clause, PageClause, clauses_of
from interpretations.models.column import InterpretationColumnPage
from interpretations.models.dropped import Drop, DroppedFile
from interpretations.models.imported import ImportedText
from interpretations.models.interpretation import FurtherPolicy, InterpretationPage
from interpretations.models.library import DepartmentPage, PolicyLibraryPage
from interpretations.models.people import Deputation, JointDepartment
from interpretations.models.policy import PolicyPage
from interpretations.models.policy_parts import (
    Keyword,
    PlanLine,
    PolicyAttachment,
    PolicyRelation,
    PolicyTag,
)
from interpretations.models.publication import (
    ColumnFeature,
    Departure,
    Edition,
    Exemption,
    Explanation,
    FormerAddress,
    Gate,
    GateSeal,
    Publication,
    PublicNote,
)
from interpretations.models.record import (
    Contribution,
    ItemReading,
    LedgerEntry,
    LedgerHead,
    OutboxMessage,
    RowContribution,
    SchedulerHeartbeat,
)
from interpretations.models.release import Release, ReleaseItem, ReleaseReference
from interpretations.models.review import ChainStep, ReviewChain, ReviewStep
from interpretations.models.taxonomy import (
    ExemptionReason,
    Genre,
    InterpretationForm,
    Topic,
)

__all__ = [
    "ChainStep",
    "Clause",
    "ClauseLink",
    "ColumnFeature",
    "Contribution",
    "DepartmentPage",
    "Departure",
    "Deputation",
    "Drop",
    "DroppedFile",
    "Edition",
    "Exemption",
    "ExemptionReason",
    "Explanation",
    "FormerAddress",
    "FurtherPolicy",
    "Gate",
    "GateSeal",
    "Genre",
    "ImportedText",
    "InterpretationColumnPage",
    "InterpretationForm",
    "InterpretationPage",
    "ItemReading",
    "JointDepartment",
    "Keyword",
    "LedgerEntry",
    "LedgerHead",
    "OutboxMessage",
    "PageClause",
    "PlanLine",
    "PolicyAttachment",
    "PolicyLibraryPage",
    "PolicyPage",
    "PolicyRelation",
    "PolicyTag",
    "PublicNote",
    "Publication",
    "Release",
    "ReleaseItem",
    "ReleaseReference",
    "ReleaseRules",
    "ReviewChain",
    "ReviewStep",
    "RowContribution",
    "SchedulerHeartbeat",
    "Topic",
    "clauses_of",
]
