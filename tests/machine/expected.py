"""What must be public, kept apart from the engine: from outcomes and what was submitted alone.

A pin is copied when its submission is first seen, the text of the revision included. When its
release is executed, that copy and nothing else becomes what readers must see.
"""

import json
from dataclasses import dataclass, field

from django.core.serializers.json import DjangoJSONEncoder

from interpretations.models import (
    Exemption,
    Explanation,
    InterpretationPage,
    PolicyPage,
    Publication,
    Release,
    ReleaseItem,
)
from interpretations.models.kinds import ItemAction, ReleaseKind, ReleaseState
from tests.machine.driver import Wrong
from tests.machine.words import Words, published_words, words_in

# Columns that say where a page stands, not what it says.
MOVING = {
    *("pk", "page_ptr", "path", "depth", "numchild", "url_path", "slug", "draft_title", "live"),
    *("has_unpublished_changes", "live_revision", "latest_revision", "go_live_at", "expire_at"),
    *("latest_revision_created_at", "first_published_at", "last_published_at", "expired"),
    *("locked", "locked_at", "locked_by", "owner", "content_type", "locale", "alias_of"),
    *("translation_key", "wagtail_admin_comments", "doc_number_key"),
}
NEVER = {
    (ReleaseState.RELEASED, other) for other in ReleaseState if other != ReleaseState.RELEASED
} | {(ReleaseState.RETURNED, other) for other in ReleaseState if other != ReleaseState.RETURNED}


@dataclass(frozen=True)
class Pin:
    """One member of a submission as it stood when it was submitted."""

    item_id: int
    page_id: int
    policy_id: int
    revision_id: int
    action: str
    url_path: str
    title: str
    exempt: bool
    exemption_note: str
    text: str

    @property
    def content(self) -> dict:
        return json.loads(self.text)

    @property
    def words(self) -> set[str]:
        return published_words(self.content)

    @property
    def explains(self) -> set[int]:
        rows = self.content.get("further_policies", [])
        return {self.policy_id, *(row["policy"] for row in rows)}


@dataclass
class Gone:
    """A page that left: what readers are told at its address."""

    title: str
    note: str
    url_path: str


@dataclass
class Expected:
    """The public as it must be."""

    words: Words
    pins: dict[int, list[Pin]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    writers: dict[int, set[int]] = field(default_factory=dict)
    public: dict[int, Pin] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    holders: dict[int, int] = field(default_factory=dict)
    gone: dict[int, Gone] = field(default_factory=dict)
    former: dict[str, int] = field(default_factory=dict)
    exempt: dict[int, str] = field(default_factory=dict)
    notes: dict[int, set[str]] = field(default_factory=dict)
    edition: int = 0
    executed: list[Release] = field(default_factory=list)

    def observe(self) -> None:
        """Take in what became of every release since the last look."""
        self.executed = []
        turned = []
        for release in Release.objects.order_by("pk"):
            before = self.states.get(release.pk)
            if (before, release.state) in NEVER:
                raise Wrong(f"release {release.pk} went from {before} to {release.state}")
            if release.pk not in self.pins:
                self.pins[release.pk] = [_pin(item) for item in _items(release)]
                self.writers[release.pk] = self._writers(release)
            self._refuse_own_hands(release)
            if release.state == ReleaseState.RELEASED != before:
                turned.append(release)
            self.states[release.pk] = release.state
        for release in sorted(turned, key=lambda release: release.edition):
            self._execute(release)

    def _execute(self, release: Release) -> None:
        if release.edition <= self.edition:
            raise Wrong(f"release {release.pk} did not raise the edition")
        self.edition = release.edition
        self.executed.append(release)
        pins = self.pins[release.pk]
        for pin in pins:
            if pin.action == ItemAction.PUBLISH:
                self._publish(release, pin)
            elif pin.action == ItemAction.REMOVE:
                self._remove(release, pin)
            else:
                self._keep(release, pin)

    def _publish(self, release: Release, pin: Pin) -> None:
        if pin.page_id in self.public and release.public_note:
            self.notes.setdefault(pin.page_id, set()).update(words_in(release.public_note))
        self.public[pin.page_id] = pin
        self.holders[pin.page_id] = pin.item_id
        self.paths[pin.page_id] = pin.url_path
        self.gone.pop(pin.page_id, None)
        if pin.page_id == pin.policy_id:
            if pin.exempt:
                self.exempt[pin.page_id] = pin.exemption_note
        else:
            for policy_id in pin.explains:
                self.exempt.pop(policy_id, None)

    def _remove(self, release: Release, pin: Pin) -> None:
        for known in (self.public, self.holders, self.paths, self.exempt):
            known.pop(pin.page_id, None)
        self.gone[pin.page_id] = Gone(pin.title, release.public_note, pin.url_path)

    def _keep(self, release: Release, pin: Pin) -> None:
        if pin.page_id in self.public:
            self.holders[pin.page_id] = pin.item_id
            known = self.paths[pin.page_id]
        elif pin.page_id in self.gone:
            known = self.gone[pin.page_id].url_path
        else:
            return
        if release.kind != ReleaseKind.TRANSFER:
            return
        self.former[known] = pin.page_id
        if pin.page_id in self.public:
            self.paths[pin.page_id] = pin.url_path
        else:
            self.gone[pin.page_id].url_path = pin.url_path

    def _writers(self, release: Release) -> set[int]:
        """Who may approve nothing: the submitter, and whoever wrote what is new in the pins."""
        new = set()
        for pin in self.pins[release.pk]:
            if pin.action == ItemAction.PUBLISH:
                before = self.public.get(pin.page_id)
                new |= words_in(pin.text) - (words_in(before.text) if before else set())
        return self.words.writers(new) | {release.submitted_by_id}

    def _refuse_own_hands(self, release: Release) -> None:
        """P4: nobody agreed to words of their own, for themselves or for somebody else."""
        hands: list[int] = []
        for step in release.steps.exclude(decision=""):
            hands += {step.decided_by_id, step.on_behalf_of_id} - {None}
        if self.writers[release.pk] & set(hands):
            raise Wrong(f"release {release.pk} was decided by its own writers: {hands}")
        if len(set(hands)) < len(hands):
            raise Wrong(f"release {release.pk}: somebody decided twice: {hands}")

    # Against the rows

    def compare(self) -> None:
        """The records that the engine keeps say the same."""
        rows = dict(Publication.objects.values_list("page_id", "item_id"))
        _same("publications", self.holders, rows)
        revisions = {
            page_id: revision_id
            for model in (PolicyPage, InterpretationPage)
            for page_id, revision_id in model.objects.filter(live=True).values_list(
                "pk", "live_revision_id"
            )
        }
        _same("live", {pk: pin.revision_id for pk, pin in self.public.items()}, revisions)
        _same("exempt", self.exempt, dict(Exemption.objects.values_list("page_id", "note")))
        stored = set(Explanation.objects.values_list("page_id", "policy_id"))
        _same(
            "explanations",
            {
                (page_id, policy_id)
                for policy_id, page_ids in self.explained().items()
                for page_id in page_ids
            },
            stored,
        )
        self._whole()

    def explained(self) -> dict[int, set[int]]:
        """Public document or not -> the public interpretations that explain it."""
        pages: dict[int, set[int]] = {}
        for pin in self.public.values():
            if pin.page_id != pin.policy_id:
                for policy_id in pin.explains:
                    pages.setdefault(policy_id, set()).add(pin.page_id)
        return pages

    def _whole(self) -> None:
        """P1 over the model itself."""
        explained = self.explained()
        for pin in self.public.values():
            if pin.policy_id not in self.public:
                raise Wrong(f"interpretation {pin.page_id} is public without its document")
            document = pin.page_id == pin.policy_id
            if document and not explained.get(pin.page_id) and pin.page_id not in self.exempt:
                raise Wrong(f"document {pin.page_id} is public without interpretation")

    def compare_text(self, page_id: int) -> None:
        """What stands in the live row is what was submitted, field by field."""
        pin = self.public[page_id]
        model = PolicyPage if page_id == pin.policy_id else InterpretationPage
        live = model.objects.get(pk=page_id).serializable_data()
        _same(f"text of {page_id}", _fields(pin.content), _fields(json.loads(_dump(live))))

    def allowed_words(self) -> set[str]:
        """Every word that a reader may meet anywhere."""
        allowed = set().union(*self.notes.values()) if self.notes else set()
        for page_id, pin in self.public.items():
            allowed |= pin.words | words_in(self.exempt.get(page_id, ""))
        for gone in self.gone.values():
            allowed |= words_in(gone.title) | words_in(gone.note)
        return allowed


def _items(release: Release):
    items = ReleaseItem.objects.filter(release=release).select_related("revision")
    return items.order_by("position")


def _pin(item: ReleaseItem) -> Pin:
    return Pin(
        item.pk,
        item.page_id,
        item.policy_id,
        item.revision_id,
        item.action,
        item.url_path,
        item.title,
        bool(item.exemption_id),
        item.exemption_note,
        _dump(item.revision.content),
    )


def _dump(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)


def _fields(content: dict) -> dict:
    kept = {key: value for key, value in content.items() if key not in MOVING}
    return {key: _plain(value) for key, value in kept.items()}


def _plain(value):
    """Values that do not depend on where they are stored: PostgreSQL sorts the keys of a block."""
    if isinstance(value, str) and value.startswith("[{"):
        return json.loads(value)
    return _rows(value) if isinstance(value, list) else value


def _rows(rows: list) -> list:
    """Child rows without the keys that they get only when they are stored."""
    bare = ("pk", "page", "content_object")
    return [
        {k: v for k, v in row.items() if k not in bare} if isinstance(row, dict) else row
        for row in rows
    ]


def _same(what: str, expected, actual) -> None:
    if expected != actual:
        raise Wrong(f"{what}: expected {expected}, found {actual}")
