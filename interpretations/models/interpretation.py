"""解读: explains one policy document, in one form each (docs/domain.md)."""

from django.db import models
from django.db.models import Exists, F, OuterRef
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.query import PageQuerySet

from interpretations.blocks import InterpretationBody
from interpretations.models.clause_forms import InterpretationPageForm
from interpretations.models.clause_links import ClauseLinksField, Link, stored
from interpretations.models.draft import Saving
from interpretations.models.explaining import followed
from interpretations.models.links_panel import ClauseLinksPanel
from interpretations.models.managed import ManagedPage
from interpretations.models.nameable import nameable
from interpretations.models.panels import SetPanel
from interpretations.models.policy import PolicyPage
from interpretations.models.publication import Publication
from interpretations.models.taxonomy import InterpretationForm


class InterpretationQuerySet(PageQuerySet):
    """Interpretations as the public may see them."""

    def public(self) -> "InterpretationQuerySet":
        """Released interpretations whose document is released: the other half of P1."""
        document = Publication.objects.filter(
            page=OuterRef("publication__policy"), role=Publication.Role.POLICY, page__live=True
        )
        return self.filter(Exists(document), live=True, publication__isnull=False)

    def newest_first(self) -> "InterpretationQuerySet":
        return self.order_by(F("publication__released_at").desc(), "path")


class InterpretationPage(ManagedPage):
    """One interpretation of the policy document that is its parent."""

    form = models.ForeignKey(
        InterpretationForm,
        verbose_name=_("解读形式"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    summary = models.CharField(
        _("一句话说明"), max_length=120, blank=True,
        help_text=_("用一句平常话告诉群众：这件事跟我有什么关系。会显示在列表卡片上。"),
    )  # fmt: skip
    interpreter = models.CharField(_("解读机关或解读人"), max_length=80, blank=True)
    background = RichTextField(_("背景依据"), blank=True)
    goals = RichTextField(_("目标任务"), blank=True)
    key_points = RichTextField(_("主要内容"), blank=True)
    body = StreamField(InterpretationBody(), verbose_name=_("解读正文"), blank=True)
    source_name = models.CharField(
        _("转载自"), max_length=80, blank=True, help_text=_("转载别处的解读，写明出处。")
    )
    source_url = models.URLField(_("转载网址"), blank=True)
    contact = models.CharField(_("联系方式"), max_length=120, blank=True)
    clause_links = ClauseLinksField(_("解读的条款"))
    # Proposals that somebody looked at and did not want.
    clause_links_dropped = ClauseLinksField(_("不是解读的条款"))

    base_form_class = InterpretationPageForm
    objects = PageManager.from_queryset(InterpretationQuerySet)()

    parent_page_types = ["interpretations.PolicyPage"]
    subpage_types: list[str] = []
    template = "interpretations/interpretation_page.html"

    content_panels = [
        SetPanel(heading=_("这组内容")),
        *Page.content_panels,
        FieldRowPanel([FieldPanel("form", widget=Select), FieldPanel("interpreter")]),
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("background"), FieldPanel("goals"), FieldPanel("key_points")],
            heading=_("背景、目标和要点"),
        ),
        FieldPanel("body"),
        ClauseLinksPanel(heading=_("解读的条款")),
        FieldPanel("contact"),
        InlinePanel("further_policies", label=_("同时解读的其他文件")),
        FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")]),
        FieldPanel("formerly_published_at"),
    ]

    class Meta:
        verbose_name = _("解读")
        verbose_name_plural = _("解读")

    def settle(self, saving: Saving) -> None:
        """Keep the links that this text can have, and its writer may name.

        Those of a copy follow to its own document.
        """
        super().settle(saving)
        for name in ("clause_links", "clause_links_dropped"):
            links = Link.read(getattr(self, name))
            kept = nameable(self, followed(self, links, self.policy), saving) if links else ()
            setattr(self, name, stored(kept))

    @property
    def policy(self) -> PolicyPage:
        """The document that this interpretation explains."""
        return self.get_parent().specific

    @property
    def further_ids(self) -> set[int]:
        """The documents, by number, that this text explains beside its own."""
        return {row.policy_id for row in self.further_policies.all()}

    @property
    def is_public(self) -> bool:
        return type(self).objects.public().filter(pk=self.pk).exists()


class FurtherPolicy(Orderable):
    """A further document that an interpretation explains beside its own."""

    page = ParentalKey(
        InterpretationPage, on_delete=models.CASCADE, related_name="further_policies"
    )
    policy = models.ForeignKey(
        PolicyPage,
        verbose_name=_("政策文件"),
        # Not PROTECT: see `PolicyPage.topic`.
        on_delete=models.CASCADE,
        related_name="+",
    )

    panels = [PageChooserPanel("policy")]

    class Meta(Orderable.Meta):
        # Rows that a script writes have no place: one order on every database, or digests differ.
        ordering = ["sort_order", "pk"]
        verbose_name = _("同时解读的文件")
        verbose_name_plural = _("同时解读的文件")
