"""「起草一组」: dropping files, and the screen on which one set is confirmed."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from drafting.recognize import What
from interpretations.editorial.desk.dropped import (
    Card,
    cards_of,
    token_of,
    typed_for_nothing,
)
from interpretations.editorial.drop_forms import DepartmentForm, DocumentForm, ExplanationForm
from interpretations.editorial.forms import is_id
from interpretations.editorial.guard.answers import wants_json
from interpretations.importing import drops, earlier, grouping
from interpretations.importing.attaching import LONGEST_TITLE
from interpretations.importing.departments import Departments, open_to
from interpretations.importing.group import (
    AlreadyDrafted,
    Attached,
    Drafted,
    Group,
    RefusedFileError,
    Text,
    draft,
)
from interpretations.importing.grouping import Looked, Role
from interpretations.importing.proposal import holding
from interpretations.models import DepartmentPage, Drop, PolicyPage
from interpretations.models.refusals import Refusal
from media.typed import Typed


def uploads_of(request: HttpRequest) -> list[UploadedFile]:
    """The files of a form that was sent."""
    return [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]


def received(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to where dropped files are confirmed; a script goes there by itself."""
    return JsonResponse({"address": address}) if wants_json(request) else redirect(address)


def refused(request: HttpRequest, refusal: Refusal) -> JsonResponse | None:
    """Tell a script why files were not taken; None where a page has to say it."""
    return JsonResponse({"problem": str(refusal)}, status=422) if wants_json(request) else None


class DropPageMixin(WagtailAdminTemplateMixin):
    """What the pages of this story have in common."""

    header_icon = "doc-full"

    def get_page_title(self) -> str:
        return _("起草一组")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]


class DropView(DropPageMixin, View):
    """GET offers to drop files or to begin empty; POST keeps and reads them, and leads on."""

    template_name = "interpretations/admin/drop.html"

    def dispatch(self, request: HttpRequest) -> HttpResponseBase:
        self.departments = open_to(request.user)
        if not self.departments:
            raise Http404
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            drop = drops.receive(request.user, uploads_of(request))
        except Refusal as refusal:
            return refused(request, refusal) or self._page(str(refusal), status=422)
        return received(request, reverse("releases:drop", args=[drop.pk]))

    def _page(self, problem: str = "", status: int = 200) -> HttpResponse:
        waiting = drops.own(self.request.user).filter(became=None, replaces=None)
        context = self.get_context_data(
            departments=self.departments,
            waiting=waiting.prefetch_related("files").order_by("dropped_at"),
            problem=problem,
        )
        return self.render_to_response(context, status=status)


class OwnDropView(View):
    """A drop of this person that still waits; any other is answered as if it never was."""

    drop: Drop

    def dispatch(self, request: HttpRequest, drop_id: uuid.UUID) -> HttpResponseBase:
        self.drop = get_object_or_404(drops.own(request.user), pk=drop_id)
        return super().dispatch(request)


class ForgetDropView(OwnDropView):
    """POST: forget a drop and its files."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        drops.forget(self.drop)
        messages.success(request, _("这组文件已经清除。"))
        return redirect("releases:drops")


class GroupView(DropPageMixin, OwnDropView):
    """GET shows what was recognized; POST makes the drafts of what was shown and confirmed.

    POST with `add` or `take_out` changes the files and shows what was typed again.
    """

    template_name = "interpretations/admin/group.html"

    def dispatch(self, request: HttpRequest, drop_id: uuid.UUID) -> HttpResponseBase:
        self.departments = open_to(request.user)
        return super().dispatch(request, drop_id=drop_id)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.drop.became_id:
            messages.info(request, _("这组文件已经起草，没有再起草一份。"))
            return redirect("releases:set", self.drop.became_id)
        if self.drop.replaces_id:
            return redirect("releases:replacement", self.drop.replaces_id, self.drop.pk)
        files = grouping.look(self.drop)
        return self._page(cards_of(files, grouping.guess(files)))

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.drop.became_id or self.drop.replaces_id:
            return self.get(request)
        if "add" in request.POST or "take_out" in request.POST:
            return self._change_files(request)
        files, cards = self._posted()
        if request.POST.get("shown") != token_of(cards):
            told = _("文件或者用途改了：请看清每个文件现在要填的，再按一次「起草这一组」。")
            typed = typed_for_nothing(files, cards, request.POST)
            return self._page(cards, [told], typed=typed, status=409)
        problems = self._problems(cards)
        department_form = self._department_form(cards)
        are_valid = [form.is_valid() for form in (*_forms(cards), department_form)]
        if problems or not all(are_valid):
            return self._page(cards, problems, status=422)
        return self._draft(cards, department_form.cleaned_data["department"])

    def _change_files(self, request: HttpRequest) -> HttpResponse:
        problem = ""
        try:
            if "add" in request.POST:
                drops.add(self.drop, uploads_of(request))
            elif is_id(number := request.POST["take_out"]):
                drops.take_out(self.drop, int(number))
        except Refusal as refusal:
            problem = str(refusal)
        files, cards = self._posted(is_finished=False)
        return self._page(
            cards,
            [problem] if problem else [],
            typed=typed_for_nothing(files, cards, request.POST),
            status=422 if problem else 200,
        )

    def _posted(self, is_finished: bool = True) -> tuple[list[Looked], list[Card]]:
        """The files with what was typed, each for what the person takes it."""
        files = grouping.look(self.drop)
        guessed = grouping.guess(files)
        roles = {one.file.place: self._posted_role(one, guessed[one.file.place]) for one in files}
        shown = self.request.POST.get("shown", "")
        return files, cards_of(files, roles, self.request.POST, shown, is_finished)

    def _draft(self, cards: list[Card], department: DepartmentPage) -> HttpResponse:
        try:
            drafted = draft(self.drop, _group(cards), department, self.request.user)
        except RefusedFileError as refusal:
            for card in cards:
                if card.place == refusal.place:
                    card.trouble = str(refusal)
            return self._page(cards, [_("有一个附件没有收下，原因写在它那里。")], status=422)
        except AlreadyDrafted as refusal:
            return self._page(cards, [str(refusal)], existing=refusal.page, status=409)
        except Refusal as refusal:
            return self._page(cards, [str(refusal)], status=422)
        _tell(self.request, drafted, cards)
        return redirect("releases:set", drafted.page.pk)

    def _posted_role(self, one: Looked, guessed: Role) -> Role:
        posted = self.request.POST.get(f"role-{one.file.place}", "")
        return Role(posted) if posted in one.roles else guessed

    def _department_form(self, cards: list[Card]) -> DepartmentForm:
        data = self.request.POST if self.request.method == "POST" else None
        return DepartmentForm(data, self.departments, self._first_department(cards))

    def _first_department(self, cards: list[Card]) -> DepartmentPage | None:
        """The one whose name the issuer has, among the person's own."""
        document = _document(cards)
        if document is None or document.proposal is None:
            return self.departments[0] if self.departments else None
        found = Departments(None, self.request.user, is_named=True).issuing(document.proposal)
        return found if found in self.departments else next(iter(self.departments), None)

    def _page(
        self,
        cards: list[Card],
        problems: Iterable[str] = (),
        existing: PolicyPage | None = None,
        typed: Iterable[Typed] = (),
        status: int = 200,
    ) -> HttpResponse:
        department_form = self._department_form(cards)
        context = self.get_context_data(
            drop=self.drop,
            cards=cards,
            problems=[*problems] or (self._problems(cards) if status == 200 else []),
            existing=existing or self._existing(cards),
            typed=typed,
            department_form=department_form,
            asks_department=len(self.departments) > 1,
            department=next(iter(self.departments), None),
            shown=token_of(cards),
            media=sum((form.media for form in _forms(cards)), department_form.media),
        )
        return self.render_to_response(context, status=status)

    def _problems(self, cards: list[Card]) -> list[str]:
        """Why this person cannot draft these files now; empty where they can."""
        nowhere = _("您现在没有可以起草的部门，不能起草这一组。要起草，请找管理员把您加进部门。")
        return [*([] if self.departments else [nowhere]), *_problems(cards)]

    def _existing(self, cards: list[Card]) -> PolicyPage | None:
        """A draft that was made of the same words before, where the person may write."""
        document = _document(cards)
        if document is None or document.proposal is None:
            return None
        digest = document.proposal.digest
        found = (earlier.same_text(department, digest) for department in self.departments)
        return next(filter(None, found), None)


def _document(cards: Iterable[Card]) -> Card | None:
    return next((card for card in cards if card.role is Role.DOCUMENT), None)


def _forms(cards: Iterable[Card]) -> list[Any]:
    return [card.form for card in cards if card.form is not None]


def _problems(cards: list[Card]) -> list[str]:
    """Why these files are not one set; empty where they are."""
    documents = [card for card in cards if card.role is Role.DOCUMENT]
    if len(documents) == 1:
        return []
    if not cards:
        return [_("这一组里没有文件了。请再放一个，或者按「不要了」。")]
    if documents:
        names = "、".join(f"「{card.name}」" for card in documents)
        told = _("一组只有一份政策文件。%s都当作了政策文件：请把其中的附件改成「文件的附件」。")
        return [told % names]
    if any(card.role is Role.INTERPRETATION for card in cards):
        return [
            _("这是解读，没有和它的文件一起放进来。请把文件和解读一起再放一次，或者改一下用途。")
        ]
    return [_("没有可以起草的政策文件。请看每个文件下面写的，换好文件再放一次。")]


def _group(cards: list[Card]) -> Group:
    """What was confirmed; on valid forms only."""
    document = _document(cards)
    assert document is not None and isinstance(document.form, DocumentForm)
    attached = [
        Attached(card.file, card.form.cleaned_data["name"])
        for card in cards
        if card.role is Role.ATTACHMENT and card.form is not None
    ]
    return Group(
        document=_text(document),
        keywords=document.form.keywords_typed(),
        interpretations=tuple(_text(one) for one in cards if one.role is Role.INTERPRETATION),
        attached=tuple(attached),
    )


def _text(card: Card) -> Text:
    form, proposal = card.form, card.proposal
    assert isinstance(form, DocumentForm | ExplanationForm)
    assert proposal is not None and card.flow is not None
    proposal = holding(proposal, card.flow, form.held())
    original = None
    if form.cleaned_data.get("keep_original"):
        original = Attached(card.file, form.cleaned_data["title"][:LONGEST_TITLE])
    return Text(proposal, form.values(), original)


def _tell(request: HttpRequest, drafted: Drafted, cards: list[Card]) -> None:
    count = sum(card.role is Role.INTERPRETATION for card in cards)
    if count:
        told = ngettext(
            "已起草文件和 %d 份解读，可以接着改，改好一起送审。",
            "已起草文件和 %d 份解读，可以接着改，改好一起送审。",
            count,
        )
        messages.success(request, told % count)
    else:
        messages.success(request, _("已起草文件。写好解读，再一起送审。"))
    for sentence in drafted.told:
        messages.warning(request, sentence)
    if any(card.role is Role.DOCUMENT and card.what is What.INTERPRETATION for card in cards):
        messages.warning(request, _("这份文字看起来像解读，当作政策文件起草了，请核对。"))
