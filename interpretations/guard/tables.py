"""The tables of files that a release freezes, said once for every kind of trigger."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileTable:
    """A table whose rows stay as they are while a frozen file is, or was made into, one of them.

    `number` is the column with the file's own number; `traits` are the columns that readers
    notice, all of them where it is empty.
    """

    kind: str
    table: str
    traits: tuple[str, ...] = ()
    number: str = "id"

    @property
    def name(self) -> str:
        return self.table.split("_", 1)[1]

    def is_frozen(self, row: str) -> str:
        return is_frozen(self.kind, f"{row}.{self.number}")


FROZEN_FILES = (
    FileTable(
        "image", "media_siteimage",
        ("file", "file_hash", "file_size", "title", "description", "credit", "rights",
         "made_by_ai", "collection_id"),
    ),
    FileTable(
        "document", "media_sitedocument",
        ("file", "file_hash", "file_size", "title", "original_name", "collection_id"),
    ),
    FileTable("chart", "media_chartdrawing"),
    FileTable("sliced", "media_slicedpicture"),
    FileTable(
        "recording", "media_recording",
        ("file", "kind", "title", "credit", "rights", "made_by_ai", "duration", "width",
         "height", "collection_id"),
    ),
    FileTable("captions", "media_captiontrack"),
)  # fmt: skip
# What was made of a frozen file. Sizes of pictures have rules of their own.
MADE_OF_FROZEN = (
    FileTable("chart", "media_chartpicture", number="drawing_id"),
    FileTable("sliced", "media_slice", number="picture_id"),
    FileTable("recording", "media_recordingfile", number="recording_id"),
)


def is_frozen(kind: str, number: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM media_frozenfile f"
        f" WHERE f.kind = '{kind}' AND f.object_id = {number})"
    )
