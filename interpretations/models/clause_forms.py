"""The form of an interpretation: which clauses its blocks explain is checked and resolved here."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from interpretations.models.clause_fields import (
    LONGEST_TYPED,
    MOST_TYPED,
    NO,
    YES,
    LinksField,
    Sent,
)
from interpretations.models.clause_links import Link, stored
from interpretations.models.explaining import clauses_by_target, drafts_of
from interpretations.models.guard.references import target_of, unseen
from interpretations.models.page_form import ManagedPageForm
from interpretations.models.policy import PolicyPage
from interpretations.models.typed_clauses import Citing

MOST_LINKS = 5000  # as many as the longest documents have clauses


class InterpretationPageForm(ManagedPageForm):
    """The editor of an interpretation: which clauses its blocks explain."""

    clause_links = LinksField(YES)
    clause_links_dropped = LinksField(NO)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "clause_links" not in self.fields:
            return cleaned
        confirmed, dropped = cleaned["clause_links"], cleaned["clause_links_dropped"]
        documents = drafts_of(self.instance, self.parent_page, self.for_user, self._further())
        known = {
            *Link.read(self.instance.clause_links),
            *Link.read(self.instance.clause_links_dropped),
        }
        chosen = [
            *_possible(confirmed.links, known, documents),
            *_not_shown(self.instance.clause_links, documents),
        ]
        named = [*chosen, *self._typed(confirmed, documents)]
        not_wanted = [
            *_possible(dropped.links, known, documents),
            *_not_shown(self.instance.clause_links_dropped, documents),
        ]
        if len(set(named)) > MOST_LINKS:
            sentence = _("一篇解读最多连 %d 条。请改连上一级的章或条。") % MOST_LINKS
            self.add_error("clause_links", forms.ValidationError(sentence))
        if self.has_error("clause_links"):
            # Shown again: what was chosen beside the words that are wrong stays chosen.
            named = chosen
            self.instance.clause_links = stored(chosen)
        else:
            cleaned["clause_links"] = stored(named)
        confirmed_now = set(named)
        cleaned["clause_links_dropped"] = stored(
            one for one in not_wanted if one not in confirmed_now
        )
        return cleaned

    def _further(self) -> set[int]:
        """Further documents that this form names, as far as its writer may see them (P7)."""
        lines = self.cleaned_lines("further_policies")
        filled = [line.cleaned_data for line in lines if line.is_valid()]
        named = {
            line["policy"].pk for line in filled if line.get("policy") and not line.get("DELETE")
        }
        hidden = unseen(self.for_user, {target_of(PolicyPage, pk) for pk in named})
        return {pk for pk in named if target_of(PolicyPage, pk) not in hidden}

    def _typed(self, sent: Sent, documents: Sequence[PolicyPage]) -> Iterator[Link]:
        """The clauses that somebody typed for a block, as people cite them."""
        if not sent.typed:
            return
        if sentence := _too_much(sent):
            self.add_error("clause_links", forms.ValidationError(sentence))
            return
        citing = Citing(documents)
        for block, words in sent.typed.items():
            meant = citing.read(words)
            yield from (Link(block, policy, clause) for policy, clause in meant.clauses)
            if meant.nothing:
                sentence = _(
                    "文件里没有找到「%s」。请照文件的写法填写，例如：第六条第二款；别的文件在前面写《文件名》。"
                )
                names = "、".join(meant.nothing)
                self.add_error("clause_links", forms.ValidationError(sentence % names))


def _too_much(sent: Sent) -> str:
    """Why what was typed is not looked up, in a sentence; '' where it is."""
    if len(sent.typed) > MOST_TYPED:
        return _("一次最多给 %d 块填写条款。请先保存一部分。") % MOST_TYPED
    if any(len(words) > LONGEST_TYPED for words in sent.typed.values()):
        return _("「另外解读」一格最多写 %d 个字。请只写条款，例如：第六条第二款。") % LONGEST_TYPED
    return ""


def _not_shown(kept: Any, documents: Iterable[PolicyPage]) -> Iterator[Link]:
    """Links to documents that the panel leaves out while they are withdrawn: they stay."""
    shown = {policy.pk for policy in documents}
    return (link for link in Link.read(kept) if link.policy not in shown)


def _possible(
    links: Iterable[Link], known: set[Link], documents: Iterable[PolicyPage]
) -> Iterator[Link]:
    """Those that the draft had, or that lead to a clause of these documents."""
    there = clauses_by_target(documents)
    return (link for link in links if link in known or (link.policy, link.clause) in there)
