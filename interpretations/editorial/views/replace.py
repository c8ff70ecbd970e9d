"""「用文件替换正文」: a file's text in the place of a draft's, confirmed before it is saved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from drafting.recognize import Found, What
from interpretations.editorial.desk.dropped import branches_of, unlisted
from interpretations.editorial.desk.passages import Excerpt, Label, excerpt_of
from interpretations.editorial.drop_forms import FOUND, anchor_of
from interpretations.editorial.guard.reviewers import before_edit
from interpretations.editorial.views.drop import received, refused, uploads_of
from interpretations.editorial.views.writing import DraftView
from interpretations.importing import drops, fields, grouping
from interpretations.importing.changes import Changes, changes
from interpretations.importing.drafts import LONGEST_TITLE, interpretation_values
from interpretations.importing.proposal import Proposal, holding
from interpretations.importing.renewing import foreseen, listed
from interpretations.importing.replacing import held_by, replace_text
from interpretations.models import Drop, PolicyPage
from interpretations.models.clauses import split_of
from interpretations.models.coverage import links_to
from interpretations.models.refusals import NotAsShown, Refusal

PREFIX = "f0"  # one file alone


class ReplacePage(WagtailAdminTemplateMixin, DraftView):
    """A draft that this person may write, and that nothing holds."""

    header_icon = "doc-full"

    def held(self) -> str:
        """Why nobody may write now, in a sentence; '' where they may."""
        lock = self.draft.get_lock()
        if lock and lock.for_user(self.request.user):
            return str(lock.get_message(self.request.user))
        return ""

    def get_page_title(self) -> str:
        return _("用文件替换正文")

    def get_page_subtitle(self) -> str:
        return self.draft.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.editor, "label": self.draft.get_admin_display_title()},
            {"url": "", "label": self.get_page_title()},
        ]


class ReplaceView(ReplacePage):
    """GET asks for the file; POST keeps and reads it, and leads to what it would change."""

    template_name = "interpretations/admin/replace.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return before_edit(request, self.draft) or self._page(self.held())

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            if held := self.held():
                raise Refusal(held)
            uploads = uploads_of(request)
            if len(uploads) > 1:
                raise Refusal(_("替换正文只要一个文件。请只选一个。"))
            drop = drops.receive(request.user, uploads, self.draft)
        except Refusal as refusal:
            return refused(request, refusal) or self._page(str(refusal), status=422)
        return received(request, reverse("releases:replacement", args=[self.draft.pk, drop.pk]))

    def _page(self, problem: str, status: int = 200) -> HttpResponse:
        context = self.get_context_data(draft=self.draft, problem=problem, editor=self.editor)
        return self.render_to_response(context, status=status)


@dataclass(frozen=True)
class Difference:
    """A column of which the file says something else; `is_chosen` says that the file's is taken.

    `place` says where in the file, `anchor` is the id of that place on the page; '' where it was
    concluded and stands nowhere.
    """

    name: str
    label: str
    now: str
    file: str
    is_chosen: bool
    place: str
    anchor: str


class ReplacementView(ReplacePage):
    """GET shows what the text of a file would change; POST saves a revision with it."""

    template_name = "interpretations/admin/replacement.html"
    drop: Drop

    def dispatch(self, request: HttpRequest, draft_id: int, **kwargs: Any) -> HttpResponseBase:
        waiting = drops.own(request.user).filter(replaces=draft_id)
        self.drop = get_object_or_404(waiting, pk=kwargs["drop_id"])
        return super().dispatch(request, draft_id)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.drop.became_id:
            return self._done_before(request)
        return before_edit(request, self.draft) or self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.drop.became_id:
            return self._done_before(request)
        looked = self._looked
        if looked.trouble or looked.proposal is None:
            return self._page(status=422)
        if held := self.held():
            return self._page(held, status=409)
        chosen = request.POST.getlist("taken")
        draft = self.draft.get_latest_revision_as_object()
        proposal = _proposal_for(draft, looked, looked.proposal)
        said = _said(self.draft, proposal)
        values = {name: value for name, value in said.items() if name in chosen}
        try:
            told = replace_text(
                self.drop, self.draft, proposal, values, request.user, request.POST.dict()
            )
        except NotAsShown as refusal:
            return self._page(str(refusal), status=409)
        except Refusal as refusal:
            return self._page(str(refusal), status=422)
        except ValidationError as error:
            return self._page(" ".join(error.messages), status=422)
        messages.success(request, _("正文已经换成文件里的，保存成了新的一稿；原来的在「历史」里。"))
        for sentence in told:
            messages.warning(request, sentence)
        return redirect(self.editor)

    def _done_before(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, _("这个文件已经替换过正文，没有再替换一次。"))
        return redirect(self.editor)

    @cached_property
    def _looked(self) -> grouping.Looked:
        """Read once a request: a refusal is shown although the drop went meanwhile."""
        files = grouping.look(self.drop)
        if not files:
            raise Http404
        return files[0]

    def _page(self, problem: str = "", status: int = 200) -> HttpResponse:
        looked, draft = self._looked, self.draft.get_latest_revision_as_object()
        context = self.get_context_data(
            drop=self.drop,
            file=looked.file,
            trouble=looked.trouble,
            problem=problem or self.held(),
            editor=self.editor,
            newest=self.draft.get_latest_revision(),
            **(self._told(looked, looked.proposal, draft) if looked.proposal else {}),
        )
        return self.render_to_response(context, status=status)

    def _told(self, looked: grouping.Looked, proposal: Proposal, draft: Any) -> dict[str, Any]:
        posted = self.request.POST.getlist("taken") if self.request.method == "POST" else None
        is_document = isinstance(draft, PolicyPage)
        differences = list(_differences(draft, proposal, posted))
        proposal = _proposal_for(draft, looked, proposal)
        compared = changes(draft, proposal.tree) if is_document else None
        return {
            "warnings": [
                *_misfit(draft, proposal),
                *foreseen(draft, proposal, self.request.user),
                *(_unexplained(draft, compared) if compared else ()),
                *_left_out(draft, proposal),
            ],
            "differences": differences,
            "excerpt": _excerpt(looked, draft, proposal, differences),
            "findings": proposal.findings,
            "changes": compared,
            "branches": list(branches_of(proposal.tree)) if is_document else [],
            "more": unlisted(proposal.tree),
        }


def _proposal_for(draft: Any, looked: grouping.Looked, proposal: Proposal) -> Proposal:
    """The proposal with those lines of its head that this draft has no place for."""
    return holding(proposal, looked.flow, held_by(draft, proposal)) if looked.flow else proposal


def _misfit(draft: Any, proposal: Proposal) -> Iterator[str]:
    """Whether the file seems to be of the other kind."""
    is_document = isinstance(draft, PolicyPage)
    if is_document and proposal.what is What.INTERPRETATION:
        yield _("这份文字看起来像解读，会换掉政策文件的正文，请核对是不是选错了文件。")
    elif not is_document and proposal.what is What.DOCUMENT and _has_number(proposal):
        yield _("这份文字看起来像政策文件，会换掉解读的正文，请核对是不是选错了文件。")


def _has_number(proposal: Proposal) -> bool:
    return bool(proposal.recognized.value("doc_number"))


def _unexplained(draft: PolicyPage, compared: Changes) -> Iterator[str]:
    """Which clauses go although an interpretation names them."""
    identities = split_of(draft)[1]
    named = {link.clause for link in links_to(draft) if link.policy == draft.pk}
    lost = [one.number or one.path for one in compared.gone if identities[one.id] in named]
    if lost:
        yield _("文件里没有这些条款了，可是有解读讲着它们：%s。替换以后，请改那些解读。") % (
            listed(lost)
        )


def _left_out(draft: Any, proposal: Proposal) -> Iterator[str]:
    """What the file says and no column of a document can hold."""
    if isinstance(draft, PolicyPage):
        recognized = proposal.recognized
        yield from fields.left_out(recognized, fields.policy_values(recognized))


def _said(draft: Any, proposal: Proposal) -> dict[str, Any]:
    """The columns, and keywords, of which the file says anything."""
    if isinstance(draft, PolicyPage):
        values = fields.policy_values(proposal.recognized)
        values[fields.KEYWORDS] = fields.keywords(proposal.recognized)
    else:
        values = interpretation_values(proposal)
        values.pop("form")  # guessed, not said
    if title := proposal.recognized.value("title"):
        values["title"] = title[:LONGEST_TITLE]
    return {name: value for name, value in values.items() if value}


def _differences(draft: Any, proposal: Proposal, chosen: list[str] | None) -> Iterator[Difference]:
    """What the file says otherwise; by itself it only fills what is empty."""
    for name, value in _said(draft, proposal).items():
        now = _now(draft, name)
        if not _is_same(now, value):
            found = _found(proposal, name)
            yield Difference(
                name,
                label=_label(draft, name),
                now=_shown(draft, name, now),
                file=_shown(draft, name, value),
                is_chosen=not now if chosen is None else name in chosen,
                place=found.place.words(_) if found else "",
                anchor=anchor_of(PREFIX, found.place) if found else "",
            )


def _excerpt(
    looked: grouping.Looked, draft: Any, proposal: Proposal, differences: Iterable[Difference]
) -> Excerpt | None:
    """The text of the file with the places of its fields, each leading to what may be taken."""
    if looked.flow is None:
        return None
    controls = {one.name: f"taken-{one.name}" for one in differences}
    found = {
        Label(_label(draft, name), controls.get(name, "")): one
        for name in _said(draft, proposal)
        if (one := _found(proposal, name))
    }
    return excerpt_of(looked.flow, proposal, found, PREFIX, held_by(draft, proposal))


def _found(proposal: Proposal, name: str) -> Found | None:
    """Where the file says what this column gets; None for what was concluded."""
    return proposal.recognized.fields.get(FOUND.get(name, ""))


def _label(draft: Any, name: str) -> str:
    return str(draft._meta.get_field(name).verbose_name)


def _now(draft: Any, name: str) -> Any:
    """What the draft has; of keywords the names."""
    if name != fields.KEYWORDS:
        return getattr(draft, name)
    return [word.name for word in draft.keywords.all()]


def _is_same(now: Any, value: Any) -> bool:
    """Keywords have no order."""
    return set(now) == set(value) if isinstance(value, list) else bool(now == value)


def _shown(draft: Any, name: str, value: Any) -> str:
    """A value as people read it."""
    field = draft._meta.get_field(name)
    if isinstance(value, list):
        return "、".join(value)
    if hasattr(value, "year"):
        return date_format(value, "Y-m-d")
    return str(dict(field.flatchoices).get(value, value)) if value else ""
