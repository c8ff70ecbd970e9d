"""Writes Word files part by part, in the shapes that Word and WPS write."""

import io
import zipfile
from dataclasses import dataclass
from dataclasses import field as of
from xml.sax.saxutils import escape, quoteattr

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
DEFAULTS = (
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content="", properties=""):
    """A paragraph of text, or of runs where the content is XML."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def in_list(num_id, level=0):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def styled(style):
    return f'<w:pStyle w:val="{style}"/>'


def level(place, number_format, text, *, suffix="nothing", start=1, extra="", after=""):
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{extra}<w:suff w:val="{suffix}"/><w:lvlText w:val={quoteattr(text)}/>{after}</w:lvl>'
    )


def abstract(abstract_id, *levels, extra=""):
    return (
        f'<w:abstractNum w:abstractNumId="{abstract_id}">{"".join(levels)}{extra}</w:abstractNum>'
    )


def num(num_id, abstract_id, *overrides):
    return (
        f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>'
        f"{''.join(overrides)}</w:num>"
    )


def start_at(place, start):
    return f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def style(style_id, name, *, based_on="", paragraph="", run="", kind="paragraph", default=False):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style w:type="{kind}"{first} w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def cell(*content, span=1, merge=None):
    joined = f'<w:vMerge w:val="{merge}"/>' if merge == "restart" else "<w:vMerge/>"
    properties = f'<w:gridSpan w:val="{span}"/>' + (joined if merge else "")
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or paragraph()}</w:tc>"


def table(*rows):
    inner = "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr/>{inner}</w:tbl>"


def box(*paragraphs):
    """A text box as Word writes it: the new way, and the old way for those who do not know it."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        '<mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def picture(relation, alt=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr={quoteattr(alt)}/>'
        f'<a:graphic><a:graphicData uri="picture"><pic:pic><a:blip r:embed="{relation}"/></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def field(instruction, shown):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{escape(instruction)}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@dataclass
class Docx:
    """The parts of a document; empty ones are not written."""

    body: list[str] = of(default_factory=list)
    styles: str = ""
    numbering: str = ""
    footnotes: str = ""
    comments: str = ""
    links: dict[str, str] = of(default_factory=dict)
    pictures: dict[str, bytes | None] = of(default_factory=dict)

    def add(self, content="", properties=""):
        self.body.append(paragraph(content, properties))
        return self

    def data(self):
        """The file; always the same bytes."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in self._parts().items():
                package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
        return target.getvalue()

    def _parts(self):
        parts = {
            "styles": ("w:styles", self.styles),
            "numbering": ("w:numbering", self.numbering),
            "footnotes": ("w:footnotes", self.footnotes),
            "comments": ("w:comments", self.comments),
        }
        used = {name: root for name, root in parts.items() if root[1]}
        overrides = "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{TYPE}{name}+xml"/>'
            for name in used
        )
        relations = [(name, name, f"{name}.xml", "") for name in used]
        relations += [
            (key, "hyperlink", t, 'TargetMode="External"') for key, t in self.links.items()
        ]
        relations += [(key, "image", f"media/{key}.png", "") for key in self.pictures]
        lines = "".join(
            f'<Relationship Id="{key}" Type="{KIND}{kind}" Target={quoteattr(target)} {mode}/>'
            for key, kind, target, mode in relations
        )
        return {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types">{DEFAULTS}'
            f'<Override PartName="/word/document.xml" ContentType="{TYPE}document.main+xml"/>'
            f"{overrides}</Types>",
            "_rels/.rels": _relations(
                f'<Relationship Id="rId1" Type="{KIND}officeDocument" Target="word/document.xml"/>'
            ),
            "word/document.xml": f"<w:document {NAMESPACES}><w:body>{''.join(self.body)}"
            "<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": _relations(lines),
            **{
                f"word/{name}.xml": f"<{root} {NAMESPACES}>{content}</{root}>"
                for name, (root, content) in used.items()
            },
            **{f"word/media/{key}.png": data for key, data in self.pictures.items() if data},
        }


def _relations(lines):
    return f'<Relationships xmlns="{PACKAGE}relationships">{lines}</Relationships>'
