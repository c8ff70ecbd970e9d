"""Who may do what in which state, by hand: the rules of docs/promises.md and docs/domain.md.

Nothing here asks the code. What a rule does not name is refused.
"""

HOUSE = {"drafter", "colleague", "leader"}  # who writes for the department
WRITERS = HOUSE | {"admin"}
OTHERS = {"stranger", "leader2"}  # who writes for the other department
REVIEWERS = {"leader", "deputy", "editor"}
INSIDERS = WRITERS | {"deputy", "editor"}  # who sees a release of the department

FROZEN = {"in_review", "second_step", "scheduled", "failed", "transfer"}
NEVER_SUBMITTED = {"draft", "joint_draft"}
PUBLIC = {"released", "changed", "flagged", "transfer"}


def _writers(state):
    return WRITERS | (OTHERS if state == "joint_draft" else set())


def _sees_release(state):
    if state in NEVER_SUBMITTED:
        return set()
    roles = set(INSIDERS)
    if state == "transfer":
        roles |= OTHERS
    if state == "flagged":
        # The emergency's only step is the news office's; the deputy has no part in it.
        roles = WRITERS | {"editor", "duty"}
    return roles


def _sees_set(state):
    """Whoever may act in an emergency finds every set."""
    return _writers(state) | _sees_release(state) | {"duty"}


def _saves(state):
    return set() if state in FROZEN else _writers(state)


def _deletes(state):
    """A whole set that nothing names; a drafter deletes its interpretations one by one."""
    return {"admin"} if state == "draft" else set()


def _submits(state):
    return _writers(state) if state in NEVER_SUBMITTED | {"returned", "withdrawn"} else set()


def _withdraws(state):
    return WRITERS if state in {"released", "changed", "flagged"} else set()


def _passes_on(state):
    return set() if state in FROZEN else _writers(state)


def _asks(state):
    """The department itself; being superuser is no department."""
    return HOUSE if state not in FROZEN | {"joint_draft"} else set()


def _emergency(state):
    """Frozen or not; a draft, a public set, one that was withdrawn."""
    return {"duty"}


def _agrees(state):
    return {
        "in_review": {"leader", "deputy"},
        "second_step": {"editor"},
        "flagged": {"editor"},
        "transfer": {"leader2"},
    }.get(state, set())


def _takes_back(state):
    if state in {"in_review", "second_step", "transfer"}:
        return {"drafter"}
    return {"drafter"} | REVIEWERS if state in {"scheduled", "failed"} else set()


RULES = {
    "see the editor": _writers,
    "see the draft": _writers,
    "see the history": _writers,
    "see an old text": _writers,
    "see the set": _sees_set,
    "see the ledger": lambda state: _writers(state) | _sees_release(state),
    "take the ledger along": lambda state: _writers(state) | _sees_release(state),
    "see the release": _sees_release,
    "see a member": _sees_release,
    "save a draft": _saves,
    "publish by hand": lambda state: set(),
    "unpublish by hand": lambda state: set(),
    "delete": _deletes,
    "submit": _submits,
    "correct": lambda state: WRITERS if state == "changed" else set(),
    "withdraw": _withdraws,
    "pass on": _passes_on,
    "begin a repeal": lambda state: WRITERS if state in PUBLIC else set(),
    "ask another department": _asks,
    "act in an emergency": _emergency,
    "agree": _agrees,
    "return": _agrees,
    "take back": _takes_back,
    "resume": lambda state: {"drafter"} | REVIEWERS if state == "failed" else set(),
}
