"""Choosing a school of the register, and sending the register."""

from dataclasses import dataclass

from django import forms

from courses.giasfile import MOST_BYTES
from courses.queries.establishment import Found, find_establishment, find_establishments

UNLISTED = "unlisted"


class FinderForm(forms.Form):
    """`cleaned_data["urn"]`: the URN of today's school, or "" where the school is not listed."""

    urn = forms.CharField(
        label="School",
        max_length=20,
        error_messages={"required": "Search for your school and choose it, or choose “My school is not listed”."},
    )

    def clean_urn(self):
        urn = self.cleaned_data["urn"]
        if urn == UNLISTED:
            return ""
        found = find_establishment(urn)
        if found is None:
            raise forms.ValidationError("This school is not in the register. Search for it again.")
        if not found.is_open:
            raise forms.ValidationError("This school has closed. Search for the one that you work at now.")
        return found.urn


class RegisterForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text=f"CSV, or the zip in which it is offered, at most {MOST_BYTES // 1_000_000} MB.",
        error_messages={
            "required": "Choose the file that you downloaded.",
            "empty": "The file is empty.",
            "invalid": "Choose a file.",
        },
    )
    allows_fewer = forms.BooleanField(
        label="It is right if many schools are missing from it",
        required=False,
        help_text="Without this a file that lacks a tenth of the schools is refused, because it is likely half a file.",
    )

    def given(self) -> dict:
        file = self.cleaned_data["file"]
        return {"file": file.file, "name": file.name, "allows_fewer": self.cleaned_data["allows_fewer"]}


@dataclass(frozen=True)
class Finder:
    """What the finder's template shows."""

    text: str
    results: list[Found]
    chosen: Found | None
    is_unlisted: bool
    errors: list[str]
    page: str

    @property
    def others(self) -> list[Found]:
        """The results without the chosen one, which stands first."""
        return [one for one in self.results if self.chosen is None or one.urn != self.chosen.urn]


def finder_of(request, form: FinderForm, *, chosen: str = "", asked: str = "") -> Finder:
    """The search that the page was asked for, or else `asked`, and what is chosen: by what was just sent, or else by a
    draft."""
    text = request.GET.get("q", asked)[:100]
    urn = (form.data.get("urn", "") if form.is_bound else chosen)[:20]
    return Finder(
        text=text,
        results=find_establishments(text),
        chosen=find_establishment(urn) if urn not in ("", UNLISTED) else None,
        is_unlisted=urn == UNLISTED,
        errors=list(form["urn"].errors) if form.is_bound else [],
        page=request.path,
    )
