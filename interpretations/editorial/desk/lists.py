"""The lists that a city keeps: topics, genres, forms, reasons, review chains, search words."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from interpretations.models import (
    ExemptionReason,
    Genre,
    InterpretationForm,
    ReviewChain,
    Topic,
)
from search.models import WordGroup

LABEL_PANELS = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "folder-open-inverse"
    list_display = ["name", "parent", "sort_order"]
    ordering: list[str] = []
    panels = [*LABEL_PANELS, FieldPanel("parent")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        return Topic.objects.as_tree()


class GenreViewSet(SnippetViewSet):
    model = Genre
    icon = "doc-full"
    list_display = ["name", "sort_order"]
    panels = LABEL_PANELS


class InterpretationFormViewSet(SnippetViewSet):
    model = InterpretationForm
    icon = "comment"
    list_display = ["name", BooleanColumn("suits_major", label=_("适合重大政策")), "sort_order"]
    panels = [*LABEL_PANELS, FieldPanel("suits_major")]


class ExemptionReasonViewSet(SnippetViewSet):
    model = ExemptionReason
    icon = "tag"
    list_display = ["name", "slug", "sort_order"]
    panels = [
        HelpPanel(content=_("网址代号是 history 的这一条，迁移历史文件时要用，请保留。")),
        *LABEL_PANELS,
    ]


class ReviewChainViewSet(SnippetViewSet):
    model = ReviewChain
    icon = "tasks"
    list_display = [
        "name",
        "kind",
        BooleanColumn("emergency", label=_("紧急的事后审核")),
        BooleanColumn("active", label=_("启用")),
    ]
    list_filter = ["kind", "emergency", "active"]
    panels = [
        HelpPanel(
            content=_("没有单独流程的类型走「首次发布」的流程。改动只影响以后送审的发布单。")
        ),
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("genres"),
        FieldPanel("emergency"),
        InlinePanel(
            "steps",
            label=_("步骤"),
            panels=[
                FieldPanel("label"),
                FieldPanel("groups"),
                FieldRowPanel([FieldPanel("own_department"), FieldPanel("receiving_department")]),
            ],
            min_num=1,
        ),
        FieldRowPanel([FieldPanel("active"), FieldPanel("sort_order")]),
    ]


class WordGroupViewSet(SnippetViewSet):
    model = WordGroup
    icon = "search"
    list_display = ["words", "kind"]
    list_filter = ["kind"]
    search_fields = ["words"]
    panels = [
        HelpPanel(
            content=_(
                "读者用自己的词也能搜到文件：意思相同的词放在一组。提问的词搜索时不管，"
                "单个字只在别的词旁边不管。改了马上生效。"
            )
        ),
        FieldPanel("kind"),
        FieldPanel("words"),
    ]


class ListsGroup(SnippetViewSetGroup):
    """One menu entry for all of them."""

    menu_label = _("清单与流程")
    menu_icon = "list-ul"
    menu_order = 300
    items = (
        TopicViewSet,
        GenreViewSet,
        InterpretationFormViewSet,
        ExemptionReasonViewSet,
        ReviewChainViewSet,
        WordGroupViewSet,
    )
