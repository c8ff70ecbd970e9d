"""Workbooks that are small as files and large as tables."""

import io
import zipfile

from openpyxl import Workbook

ROWS, COLUMNS = 560, 60
TYPES = "[Content_Types].xml"


def _workbook(texts, cells):
    """A workbook with these shared texts, and rows of cells that name them by number."""
    book = Workbook()
    book.active.append(["甲"])
    plain = io.BytesIO()
    book.save(plain)
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    lines = ("".join(f'<c t="s"><v>{number}</v></c>' for number in row) for row in cells)
    rows = "".join(f"<row>{line}</row>" for line in lines)
    declared = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    )
    parts = {
        "xl/sharedStrings.xml": f"<sst {namespace}>{items}</sst>",
        "xl/worksheets/sheet1.xml": (
            f"<worksheet {namespace}><sheetData>{rows}</sheetData></worksheet>"
        ),
    }
    data = io.BytesIO()
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as copy:
        types = source.read(TYPES).decode().replace("</Types>", declared)
        parts = {name: source.read(name) for name in source.namelist()} | parts | {TYPES: types}
        for name, content in parts.items():
            copy.writestr(name, content)
    return data.getvalue()


def many_cells_of_one_text():
    """33,600 cells that name one text of 32,000 characters: a gigabyte, in 70 KB."""
    return _workbook(["长" * 32_000], [[0] * COLUMNS] * ROWS)


def many_short_texts():
    """More texts than a chart could ever hold, most of them in no cell."""
    return _workbook([f"{n * 7919 % 1_000_003}甲" for n in range(1_200_000)], [[0, 1]] * 9)
