"""The mutants: one promise each, broken at one place of the engine or the guard."""

from dataclasses import dataclass

RELEASES = "interpretations/releases"
MODELS = "interpretations/models"


@dataclass(frozen=True)
class Mutation:
    """`old` occurs once in `path`; with `new` in its place the promise is `broken`.

    Of `tests`, below tests/releases, at least one must fail then.
    """

    name: str
    path: str
    old: str
    new: str
    broken: str
    tests: tuple[str, ...]
    quick: bool = False


MUTATIONS = (
    Mutation(
        "digest-unchecked",
        f"{RELEASES}/execution/ready.py",
        "if ready.digest != item.digest:",
        "if False:",
        "P3: what is published has the digest that was approved",
        ("test_pins.py",),
        quick=True,
    ),
    Mutation(
        "worked-out-unasked",
        f"{RELEASES}/execution/ready.py",
        "if ready is None or not (named_by(ready.shown) <= there and _is_still(ready, item, now)):",
        "if ready is None:",
        "P3: what was worked out before is used only for the very bytes that are pinned",
        ("test_worked_out_before.py",),
    ),
    Mutation(
        "seal-unchecked",
        f"{RELEASES}/execution/execute.py",
        "if seal_of(release) != release.seal:",
        "if False:",
        "P3: the release is executed as it was sealed",
        ("test_promises_of_kinds.py",),
    ),
    Mutation(
        "seal-unchecked-by-reviewers",
        f"{RELEASES}/review/decide.py",
        "if seal_of(release) != release.seal:",
        "if False:",
        "P3: nobody agrees to what has changed since it was submitted",
        ("test_decide.py::test_a_pin_that_was_altered_is_not_approved",),
    ),
    Mutation(
        "author-decides",
        f"{MODELS}/review.py",
        "            .exclude(release__authors=user)\n",
        "",
        "P4: who wrote a member approves no step",
        ("test_decide.py::test_an_author_of_one_interpretation_decides_nothing",),
        quick=True,
    ),
    Mutation(
        "one-person-two-steps",
        f"{MODELS}/review.py",
        "            .exclude(Exists(decided))\n",
        "",
        "P4: nobody is asked for two steps",
        (
            "test_decide.py::test_queue_and_verb_give_the_same_answer",
            "test_decide.py::test_nobody_decides_two_steps",
        ),
    ),
    Mutation(
        "deputy-of-an-author",
        f"{RELEASES}/review/deciders.py",
        "steps |= Q(pk__in=_free_hands(principal).free_of(user).values",
        "steps |= Q(pk__in=_hands(principal).current().free_of(user).values",
        "P4: whoever wrote a set has no deputy approve it",
        ("test_deputies.py",),
    ),
    Mutation(
        "sample-unopened",
        f"{RELEASES}/review/decide.py",
        "if unopened := sample_left(release, user):",
        "if unopened := sample_left(release, user)[:0]:",
        "P4: a long list is agreed to by who has opened its sample",
        ("test_migrate.py::test_nobody_agrees_to_a_list_without_having_opened_its_sample",),
    ),
    Mutation(
        "passes-a-stopped-one",
        f"{MODELS}/release.py",
        "            Exists(_shared_document()),\n            state=ReleaseState.APPROVED,\n",
        "            Exists(_shared_document()),\n            state=ReleaseState.APPROVED,\n"
        "            failed_at__isnull=True,\n",
        "P5: a stopped release holds up the later ones of its document",
        ("test_schedule.py::test_a_failed_one_holds_up_only_later_ones_of_its_document",),
        quick=True,
    ),
    Mutation(
        "before-its-time",
        f"{RELEASES}/execution/execute.py",
        "pk=release_id, state=ReleaseState.APPROVED, due_at__lte=now",
        "pk=release_id, state=ReleaseState.APPROVED",
        "P5: nothing is public before its time",
        ("test_execute.py::test_does_not_go_out_before_its_time",),
    ),
    Mutation(
        "outcome-unchecked",
        f"{RELEASES}/execution/execute.py",
        "if sentences := problems(moves):",
        "if sentences := problems([]):",
        "P1: no release leaves a document of another set unexplained",
        ("test_outcome.py",),
    ),
    Mutation(
        "half-a-set",
        f"{RELEASES}/execution/execute.py",
        "        refuse_half_a_set(release)\n",
        "",
        "P1: the rows that result are looked at, not only the pins",
        (
            "test_execute.py::test_checks_both_halves_over_the_state_that_results",
            "test_hard_cases.py",
        ),
    ),
    Mutation(
        "unexplained-is-public",
        f"{MODELS}/policy.py",
        'Explanation.objects.filter(policy=OuterRef("pk"), page__live=True)',
        'Explanation.objects.filter(policy=OuterRef("pk"))',
        "P1: a document is public only with an interpretation that is",
        ("test_promises_of_kinds.py",),
    ),
    Mutation(
        "file-stays",
        f"{RELEASES}/execution/remove.py",
        "    ReleasedFile.objects.filter(page_id=item.page_id).delete()\n",
        "",
        "P7: a picture of what was withdrawn is not served",
        ("test_kind_leaving.py::test_a_withdrawal_leaves_nothing_public_of_the_whole_set",),
        quick=True,
    ),
    Mutation(
        "no-departure",
        f"{RELEASES}/execution/remove.py",
        "    Departure.objects.create(\n",
        "    Departure(\n",
        "P7: what was public answers 410 and says why",
        ("test_kind_leaving.py::test_a_removal_says_at_its_address_when_and_why",),
    ),
    Mutation(
        "index-keeps-it",
        f"{RELEASES}/execution/remove.py",
        "    search_index.remove([item.page_id])\n",
        "",
        "P7: the search does not name what was withdrawn",
        ("test_kind_leaving.py::test_a_withdrawal_leaves_nothing_public_of_the_whole_set",),
    ),
    Mutation(
        "emergency-unflagged",
        f"{RELEASES}/submission/submit.py",
        "emergency=EmergencyState.UNREVIEWED if emergency else EmergencyState.NONE,",
        "emergency=EmergencyState.NONE,",
        "P4: an emergency stays flagged until somebody else has reviewed it",
        ("test_emergency.py::test_a_whole_set_is_withdrawn_at_once_and_flagged",),
    ),
    Mutation(
        "edition-stands",
        f"{MODELS}/publication.py",
        'update(number=F("number") + 1)',
        'update(number=F("number"))',
        "P1: no cache gives the answer of another edition",
        ("test_execute.py::test_the_edition_rises_by_exactly_one",),
        quick=True,
    ),
    Mutation(
        "trigger-lacking",
        "interpretations/guard/trigger_list.py",
        '    "interpretations_explanation",\n',
        "",
        "P2: no SQL says what an interpretation explains",
        ("test_promises_of_kinds.py",),
    ),
    Mutation(
        "frozen-is-written",
        f"{MODELS}/guard/rules.py",
        "if not gate.is_open(page_id) and is_frozen(page_id):",
        "if False:",
        "P3: the set under review is frozen, and says so",
        ("test_freeze.py",),
    ),
    Mutation(
        "file-unlooked-at",
        f"{RELEASES}/execution/execute.py",
        "if seen is None or not unchanged(storage, name, seen):",
        "if seen is None:",
        "P3: a file that was replaced after it was read is not published",
        ("test_execute.py::test_a_file_changed_after_it_was_read_stops_the_release",),
    ),
    Mutation(
        "ledger-hash-without-data",
        f"{RELEASES}/records/ledger.py",
        '"at", "who", "why", "data")',
        '"at", "who", "why")',
        "P8: members and digests of a line cannot be altered unseen",
        (
            "test_ledger_altered.py::test_finds_a_changed_line",
            "test_ledger.py::test_anybody_can_compute_the_hash",
        ),
        quick=True,
    ),
    Mutation(
        "exemption-stays",
        f"{RELEASES}/execution/decisions.py",
        "    Exemption.objects.filter(page__in={policy_id for _page, policy_id in explained})"
        ".delete()\n",
        "",
        "P1: a document that is explained is not called exempt",
        ("test_exemption.py::test_an_exemption_ends_when_an_interpretation_comes",),
    ),
    Mutation(
        "address-forgotten",
        f"{RELEASES}/execution/transfer.py",
        "    FormerAddress.objects.bulk_create(\n",
        "    list(\n",
        "P2: the old address of a set leads to its new one",
        ("test_transfer.py::test_every_old_address_is_remembered",),
    ),
    Mutation(
        "objection-stays",
        f"{RELEASES}/execution/execute.py",
        "        settle_objections(release)\n",
        "",
        "P4: what puts a set right settles the objection",
        ("test_emergency.py::test_an_objection_to_a_withdrawal_is_settled_by_a_rerelease",),
    ),
    Mutation(
        "note-unwritten",
        f"{RELEASES}/execution/decisions.py",
        "if member.was_public and release.public_note",
        "if False",
        "P8: a correction tells the reader what was changed",
        ("test_kind_correction.py::test_readers_see_the_new_text_and_the_note_with_its_time",),
    ),
    Mutation(
        "outbox-outside",
        f"{RELEASES}/execution/execute.py",
        '        outbox.put("notice", release=release.pk, event="released")\n',
        '        transaction.on_commit(lambda: outbox.put("notice", release=release.pk,'
        ' event="released"))\n',
        "P6: what is to be done afterwards is written in the same transaction",
        ("test_execute.py::test_its_owners_are_told_through_the_outbox",),
    ),
)
