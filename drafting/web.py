"""A saved web page (.html): its characters, then its words."""

import re

from drafting import markup
from drafting.flow import Flow
from drafting.plain import decoded

DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*(?:[\"']\s*)?([\w-]{2,20})", re.IGNORECASE)
HEAD_BYTES = 4096
# What is called GB 2312 or GBK is written in GB 18030, which holds both.
CALLED = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "utf8": "utf-8"}
READ = frozenset({"utf-8", "gb18030", "big5", "utf-16", "utf-16le", "utf-16be"})


def read(data: bytes) -> Flow:
    """Read a page; raises `UnreadableError` where its characters cannot be read."""
    return markup.read(characters(data))


def characters(data: bytes) -> str:
    """The text of a page: as UTF-8 where it is, else as it declares, else as any text.

    Pages are copied from one encoding to another and declare the first one; bytes of another
    encoding are hardly ever UTF-8.
    """
    match = DECLARED.search(data[:HEAD_BYTES])
    named = match[1].decode("ascii").lower() if match else ""
    encoding = CALLED.get(named, named)
    for likely in ("utf-8", encoding) if encoding in READ else ():
        try:
            return data.decode(likely)
        except UnicodeDecodeError:
            continue
    return decoded(data)
