"""政策问答: one question of a citizen and its answer."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock


class QuestionBlock(StructBlock):
    """A question as people ask it, answered plainly."""

    question = CharBlock(label=_("问"), max_length=160)
    answer = RichTextBlock(label=_("答"))

    class Meta:
        icon = "help"
        label = _("问答")
        template = "blocks/question.html"
