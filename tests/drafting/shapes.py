"""Documents of a few lines, and what is recognized in them."""

from drafting.recognize import recognize
from tests.drafting.docx import Docx, paragraph
from tests.drafting.reads import flow_of

SENTENCE = "各单位要加强组织领导，明确责任分工，细化工作措施，确保各项任务落到实处、取得实效。"


def document(*lines, **parts):
    """A document of lines; what begins with < is a part of the body."""
    body = [line if line.startswith("<") else paragraph(line) for line in lines]
    return Docx(body, **parts)


def fields(made):
    return recognize(flow_of(made))
