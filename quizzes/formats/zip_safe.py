"""Packages from strangers: nothing is unpacked to a disk, and every size is counted before and while it is read."""

import io
import stat
import zipfile
import zlib
from pathlib import PurePosixPath

from quizzes.formats.refused import ImportRefused, LeftOut

MOST_MEMBERS = 3_000
MOST_UNPACKED = 24_000_000  # bytes of all that is read
MOST_A_MEMBER = 4_000_000
MOST_RATIO = 150
SMALL = 100_000  # a member of so many bytes may be packed as tightly as it likes
ENTRY = b"PK\x01\x02"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, IndexError)
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


class Package:
    """The members of a zip file by their names, read one at a time."""

    def __init__(self, data: bytes):
        if data.count(ENTRY) > MOST_MEMBERS:
            raise ImportRefused(f"The package holds more than {MOST_MEMBERS:,} files.")
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
            members = self.zip.infolist()
        except BROKEN as error:
            raise ImportRefused("The package is damaged: it cannot be opened as a zip file.") from error
        self.left = MOST_UNPACKED
        self.members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            if not member.filename.endswith("/"):
                _check(member, self.members)
                self.members[member.filename] = member
        if sum(member.file_size for member in members) > 40 * MOST_UNPACKED:
            raise ImportRefused("The package is too large when unpacked.")

    def read(self, name: str) -> bytes:
        member = self.members.get(name)
        if member is None:
            raise LeftOut(f"The package names “{name[:120]}”, but holds no such file.")
        if member.flag_bits & 0x1:
            raise LeftOut("It is encrypted.")
        if member.compress_type not in PACKED:
            raise LeftOut("It is packed in a way that is not read here.")
        most = min(MOST_A_MEMBER, self.left)
        try:
            with self.zip.open(member) as file:
                data = file.read(most + 1)
        except BROKEN as error:
            raise LeftOut("It is damaged in the package.") from error
        self.left -= len(data)
        if len(data) > most:
            raise LeftOut("It is too large when unpacked.")
        return data


def _check(member: zipfile.ZipInfo, known: dict[str, zipfile.ZipInfo]) -> None:
    name = member.filename
    path = PurePosixPath(name)
    unsafe = path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name or not name.isprintable()
    if unsafe or not name or stat.S_ISLNK(member.external_attr >> 16):
        raise ImportRefused("The package holds a file whose name leads outside of it, or a link.")
    if name in known:
        raise ImportRefused(f"The package holds two files of the name “{name[:120]}”.")
    if member.file_size > SMALL and member.file_size > MOST_RATIO * max(member.compress_size, 1):
        raise ImportRefused("The package unpacks to far more than it is: that is not a package of questions.")
