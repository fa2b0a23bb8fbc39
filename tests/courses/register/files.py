"""An invented register with the real one's columns, and what can be wrong with such a file."""

import csv
import io
import zipfile

from django.utils.timezone import now

from courses.domain.registerimport import put_register_now
from courses.giasrow import COLUMNS, LINK_COLUMNS

# As in the real file, in its order; heads' names among them, which must never be read
HEAD = (
    *("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (code)"),
    *("TypeOfEstablishment (name)", "EstablishmentTypeGroup (code)", "EstablishmentTypeGroup (name)"),
    *("EstablishmentStatus (code)", "EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (code)"),
    *("PhaseOfEducation (name)", "StatutoryLowAge", "StatutoryHighAge", "Gender (name)", "OfficialSixthForm (name)"),
    *("ReligiousCharacter (name)", "SchoolCapacity", "CensusDate", "NumberOfPupils", "PercentageFSM", "Trusts (code)"),
    *("Trusts (name)", "Federations (name)", "UKPRN", "LastChangedDate", "Street", "Locality", "Address3", "Town"),
    *("County (name)", "Postcode", "SchoolWebsite", "TelephoneNum", "HeadTitle (name)", "HeadFirstName"),
    *("HeadLastName", "HeadPreferredJobTitle", "GOR (code)", "GOR (name)", "DistrictAdministrative (name)"),
    *("UrbanRural (name)", "Easting", "Northing", "MSOA (name)", "LSOA (name)"),
)
ONE = {
    "URN": "900001",
    "LA (code)": "900",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Holm Park School",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentStatus (name)": "Open",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "OpenDate": "01-09-1974",
    "PhaseOfEducation (name)": "Primary",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "NumberOfPupils": "210",
    "LastChangedDate": "01-10-2026",
    "Street": "1 Lane",
    "Town": "Holm",
    "County (name)": "Northshire",
    "Postcode": "QA1 1AA",
    "GOR (name)": "North East",
    "HeadTitle (name)": "Mrs",
    "HeadFirstName": "SECRETFIRST",
    "HeadLastName": "SECRETLAST",
}
NAMES = {**COLUMNS, **LINK_COLUMNS}


def row(**given) -> dict[str, str]:
    """A row like ONE, with values by our names of the columns."""
    return ONE | {COLUMNS[name]: value for name, value in given.items()}


def link(old, new, said="Successor", since="01-09-2024") -> dict[str, str]:
    return {"URN": old, "LinkURN": new, "LinkName": "x", "LinkType": said, "LinkEstablishedDate": since}


def written(rows, head=None) -> str:
    head = head or (HEAD if not rows or "LinkURN" not in rows[0] else tuple(rows[0]))
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_file(rows, *, encoding="cp1252", head=None) -> io.BytesIO:
    return io.BytesIO(written(rows, head).encode(encoding))


def zipped(**files: bytes) -> io.BytesIO:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name.replace("__", "/").replace("_csv", ".csv"), data)
    whole.seek(0)
    return whole


def put(*rows, fewer=True, file=None):
    """Imports a register of these rows."""
    return put_register_now(
        file=file or as_file(rows), name="edubasealldata.csv", allows_fewer=fewer, by=None, now=now()
    )
