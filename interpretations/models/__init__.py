"""Everything the domain stores. Imports point one way: nothing here imports a verb."""

from interpretations.models.column import InterpretationColumnPage
from interpretations.models.interpretation import InterpretationPage
from interpretations.models.library import DepartmentPage, PolicyLibraryPage
from interpretations.models.policy import PolicyPage
from interpretations.models.policy_parts import (
    Keyword,
    PolicyAttachment,
    PolicyRelation,
    PolicyTag,
)
from interpretations.models.publication import Edition, Gate, GateSeal, Publication
from interpretations.models.record import (
    Contribution,
    LedgerEntry,
    OutboxMessage,
    SchedulerHeartbeat,
)
from interpretations.models.release import Release, ReleaseItem, ReleaseReference
from interpretations.models.review import ChainStep, ReviewChain, ReviewStep
from interpretations.models.taxonomy import Genre, InterpretationForm, Topic

__all__ = [
    "ChainStep",
    "Contribution",
    "DepartmentPage",
    "Edition",
    "Gate",
    "GateSeal",
    "Genre",
    "InterpretationColumnPage",
    "InterpretationForm",
    "InterpretationPage",
    "Keyword",
    "LedgerEntry",
    "OutboxMessage",
    "PolicyAttachment",
    "PolicyLibraryPage",
    "PolicyPage",
    "PolicyRelation",
    "PolicyTag",
    "Publication",
    "Release",
    "ReleaseItem",
    "ReleaseReference",
    "ReviewChain",
    "ReviewStep",
    "SchedulerHeartbeat",
    "Topic",
]
