"""The lists that a city keeps: topics, genres, forms, review chains."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from interpretations.models import Genre, InterpretationForm, ReviewChain, Topic

LABEL_PANELS = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("sort_order")]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "folder-open-inverse"
    list_display = ["name", "parent", "sort_order"]
    panels = [*LABEL_PANELS, FieldPanel("parent")]


class GenreViewSet(SnippetViewSet):
    model = Genre
    icon = "doc-full"
    list_display = ["name", "sort_order"]
    panels = LABEL_PANELS


class InterpretationFormViewSet(SnippetViewSet):
    model = InterpretationForm
    icon = "comment"
    list_display = ["name", "sort_order"]
    panels = LABEL_PANELS


class ReviewChainViewSet(SnippetViewSet):
    model = ReviewChain
    icon = "tasks"
    list_display = ["name", "kind", "active"]
    panels = [
        FieldPanel("name"),
        FieldPanel("kind"),
        FieldPanel("genres"),
        InlinePanel(
            "steps",
            label=_("步骤"),
            panels=[FieldPanel("label"), FieldPanel("groups"), FieldPanel("own_department")],
            min_num=1,
        ),
        FieldPanel("active"),
        FieldPanel("sort_order"),
    ]


class ListsGroup(SnippetViewSetGroup):
    """One menu entry for all of them."""

    menu_label = _("清单与流程")
    menu_icon = "list-ul"
    menu_order = 300
    items = (TopicViewSet, GenreViewSet, InterpretationFormViewSet, ReviewChainViewSet)
