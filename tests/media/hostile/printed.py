"""PDF and OFD files in which remarks, layers and loose parts hide in uncommon places."""

import zlib

from pikepdf import Array, Dictionary, Name

from tests.media.hostile.papers import locked, photograph, script, sealed
from tests.media.hostile.valid import docx, ofd, pdf

O = "http://www.ofdspec.org/2016"  # noqa: E741 - as short as the others of valid.py


def on_page(kind, **more):
    """Something of this kind that stands on the first page, with words of a person."""

    def change(opened):
        words = Dictionary(
            Type=Name.Annot, Subtype=Name(kind), Rect=Array([0, 0, 9, 9]), T="LI-MOU",
            Contents="SECRET-REMARK", **more,
        )  # fmt: skip
        opened.pages[0].obj.Annots = Array([opened.make_indirect(words)])

    return lambda: pdf(change)


def in_structure(opened):
    """A remark that the structure tree leads to as well, where its words stand again."""
    note = opened.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents="x")
    )
    opened.pages[0].obj.Annots = Array([note])
    reference = Dictionary(Type=Name.OBJR, Obj=note)
    element = Dictionary(S=Name.Annot, K=Array([reference]), Alt="SECRET-REMARK")
    opened.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=opened.make_indirect(element)
    )


def file_in_structure(opened):
    attached = opened.make_indirect(opened.make_stream(b"ATTACHED-SECRET"))
    filed = Dictionary(Type=Name.Filespec, F="a.txt", EF=Dictionary(F=attached))
    opened.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Dictionary(A=filed))


def stamp(opened):
    shown = opened.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form)
    seal = Dictionary(
        Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 9, 9]), T="LI-MOU",
        AP=Dictionary(N=shown),
    )  # fmt: skip
    opened.pages[0].obj.Annots = Array([opened.make_indirect(seal)])


def layers(opened, **first):
    """Two layers on a page; `first` says what is shown at first."""
    shown, internal = (
        opened.make_indirect(Dictionary(Type=Name.OCG, Name=name)) for name in ("正文", "内部意见")
    )
    opened.Root.OCProperties = Dictionary(
        OCGs=Array([shown, internal]),
        D=Dictionary(**{key: make(shown, internal) for key, make in first.items()}),
    )
    opened.pages[0].obj.Resources = Dictionary(Properties=Dictionary(A=shown, B=internal))


def with_usage_rights(opened):
    """A form with a script that Acrobat allows its free reader to fill in."""
    rights = opened.make_indirect(Dictionary(Type=Name.Sig, ByteRange=Array([0, 1, 2, 3])))
    opened.Root.Perms = Dictionary(UR3=rights)
    script(opened)


def layer_off(opened):
    layers(opened, OFF=lambda shown, internal: Array([internal]))


def layers_on(opened):
    layers(opened, ON=lambda shown, internal: Array([shown, internal]))


def only_one_on(opened):
    layers(opened, BaseState=lambda *_: Name.OFF, ON=lambda shown, internal: Array([shown]))


def unused_layer_off(opened):
    layer_off(opened)
    del opened.pages[0].obj.Resources.Properties["/B"]


def from_outside(opened):
    shown = opened.make_stream(b"", Type=Name.XObject, F="http://192.0.2.1/x.jpg")
    opened.pages[0].obj.Resources = Dictionary(XObject=Dictionary(P=shown))


def packed_photograph(opened):
    """The photograph once more packed, as some programs do."""
    photograph(opened)
    shown = opened.pages[0].obj.Resources.XObject.P
    packed = zlib.compress(shown.read_raw_bytes())
    shown.write(packed, filter=Array([Name.FlateDecode, Name.DCTDecode]))


def remarked(kind):
    """An OFD with a mark on its page, made and explained by a person."""
    mark = f'<o:Annot ID="5" Type="{kind}" Creator="LI-MOU"><o:Remark>内部</o:Remark></o:Annot>'
    return ofd(
        document="<ofd:Annotations>Annotations.xml</ofd:Annotations>",
        extra={
            "Doc_0/Annotations.xml": (
                f'<o:Annotations xmlns:o="{O}"><o:Page PageID="1">'
                "<o:FileLoc>Annots/A.xml</o:FileLoc></o:Page></o:Annotations>"
            ),
            "Doc_0/Annots/A.xml": f'<o:PageAnnot xmlns:o="{O}">{mark}</o:PageAnnot>',
        },
    )


def acting(what, event="CLICK"):
    action = f'<ofd:Action Event="{event}">{what}</ofd:Action>'
    return ofd(document=f"<ofd:Actions>{action}</ofd:Actions>")


REFUSED = {
    "layer_off.pdf": ("hidden_layers", lambda: pdf(layer_off)),
    "only_one_on.pdf": ("hidden_layers", lambda: pdf(only_one_on)),
    "from_outside.pdf": ("external_content", lambda: pdf(from_outside)),
    "covered.pdf": ("pdf_redactions", on_page("/Redact")),
    "signed_and_acting.ofd": (
        "signed_and_carrying",
        lambda: ofd(body="<ofd:Signatures/>", extra={"Doc_0/a.docx": docx()}),
    ),
}
CLEANED = {
    **{
        f"{kind}.pdf": ("pdf_remarks", b"SECRET-REMARK", on_page(f"/{kind}"))
        for kind in ("FreeText", "Square", "Line", "Polygon", "Stamp", "Projection")
    },
    "structure.pdf": ("pdf_remarks", b"SECRET-REMARK", lambda: pdf(in_structure)),
    "stamp.pdf": ("pdf_remarks", b"LI-MOU", lambda: pdf(stamp)),
    "file_in_structure.pdf": (
        "pdf_attachments",
        b"ATTACHED-SECRET",
        lambda: pdf(file_in_structure),
    ),
    "usage_rights.pdf": ("pdf_actions", b"alert", lambda: pdf(with_usage_rights)),
    "packed_photograph.pdf": ("pictures_inside", b"KAMERA", lambda: pdf(packed_photograph)),
    "highlight.ofd": ("pdf_remarks", "内部".encode(), lambda: remarked("Highlight")),
    "watermark.ofd": ("pdf_remarks", b"LI-MOU", lambda: remarked("Watermark")),
    "opens_a_page.ofd": (
        "pdf_actions",
        b"192.0.2.1",
        lambda: acting('<ofd:URI URI="http://192.0.2.1/"/>', event="PO"),
    ),
    "plays.ofd": ("pdf_actions", b"ofd:Sound", lambda: acting('<ofd:Sound ResourceID="9"/>')),
    "beside.ofd": (
        "leftover_parts",
        b"MZMZ",
        lambda: ofd(extra={"Doc_0/Attachs/payload.exe": b"MZ" * 40}),
    ),
    "earlier.ofd": (
        "leftover_parts",
        b"EARLIER",
        lambda: ofd(
            body='<ofd:Versions><ofd:Version BaseLoc="V/V.xml"/></ofd:Versions>',
            extra={"V/V.xml": "<a>EARLIER</a>"},
        ),
    ),
}
TAKEN = {
    "owner_password.pdf": lambda: locked(""),
    "mark_before.pdf": lambda: b"\xef\xbb\xbf" + pdf(),
    "newline_before.pdf": lambda: b"\r\n" + pdf(),
    "layers.pdf": lambda: pdf(layers_on),
    "unused_layer.pdf": lambda: pdf(unused_layer_off),
    "outline.ofd": lambda: acting("<ofd:Goto/>"),
    "link.ofd": lambda: acting('<ofd:URI URI="https://www.jiujiang.gov.cn/"/>'),
    "sealed_before_mark.pdf": lambda: b"\n" + pdf(sealed),
}
