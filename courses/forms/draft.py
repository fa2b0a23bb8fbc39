"""One form for each step of a booking. What they keep is plain JSON."""

import re
from unicodedata import category

from django import forms

from courses.forms.enrolment import OneLineField
from courses.models import School
from courses.terms import FEWEST_LEADS, MOST_LEADS

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNPRINTABLE = "This holds a character that cannot be printed. Type it instead of pasting it."
NOT_AN_ADDRESS = "This is not an e-mail address. It should look like name@school.example."


def refuse_unprintable(text: str) -> None:
    """Control characters and those that turn the direction of writing: neither can be seen in a name.

    Browsers send each new line of an address as two characters.
    """
    seen = text.replace("\r\n", "\n").replace("\n", "")
    if any(character in BIDI or category(character) == "Cc" for character in seen):
        raise forms.ValidationError(UNPRINTABLE)


def refuse_line_breaks(text: str) -> None:
    if "\n" in text:
        raise forms.ValidationError(UNPRINTABLE)


class LineField(OneLineField):
    """A name in one line of what can be seen."""

    default_validators = [refuse_unprintable]


class LinesField(forms.CharField):
    """Several lines, however the browser ends them; empty ones are left out."""

    default_validators = [refuse_unprintable]
    widget = forms.Textarea

    def to_python(self, value):
        lines = super().to_python(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())


class AddressField(forms.EmailField):
    def __init__(self, *, required_words: str, **options):
        words = {"required": required_words, "invalid": NOT_AN_ADDRESS}
        super().__init__(max_length=254, error_messages=words, **options)
        self.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})


class StepForm(forms.Form):
    """`answers` is what the draft keeps, `initial_of` what the form shows of it."""

    def answers(self) -> dict:
        return self.cleaned_data

    @staticmethod
    def initial_of(answers: dict) -> dict:
        return answers


class TypedSchoolForm(StepForm):
    name = LineField(
        label="Name of the school", max_length=200, error_messages={"required": "Type the name of the school."}
    )
    town = LineField(
        label="Town or city", max_length=100, error_messages={"required": "Type the town or city of the school."}
    )
    postcode = LineField(
        label="Postcode", max_length=10, error_messages={"required": "Type the postcode, for example LS1 4AP."}
    )
    phase = forms.ChoiceField(
        label="Phase",
        choices=School.Phase.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the phase of the school."},
    )

    def clean_postcode(self):
        postcode = self.cleaned_data["postcode"].upper()
        if not re.fullmatch(r"[A-Z0-9][A-Z0-9 -]{2,9}", postcode):
            raise forms.ValidationError("This is not a postcode. It should look like LS1 4AP.")
        return postcode

    def answers(self) -> dict:
        return {"urn": "", **self.cleaned_data}


class PlacesForm(StepForm):
    """`left` is how many can be booked, or None on the way to the waiting list. `short` asks whether fewer would do."""

    leads = forms.TypedChoiceField(
        label="Places",
        coerce=int,
        choices=[(number, f"{number} leads") for number in range(FEWEST_LEADS, MOST_LEADS + 1)],
        widget=forms.RadioSelect,
        error_messages={
            "required": f"Choose how many leads take part, {FEWEST_LEADS} to {MOST_LEADS}.",
            "invalid_choice": f"Choose {FEWEST_LEADS} to {MOST_LEADS} leads.",
        },
    )
    fewest = forms.TypedChoiceField(
        label="If there are not so many places, would fewer do?",
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", "No, we need as many as we ask for"),
            *((number, f"Yes, {number} would do") for number in range(FEWEST_LEADS, MOST_LEADS)),
        ],
    )

    def __init__(self, *args, left: int | None, short: bool, **options):
        super().__init__(*args, **options)
        self.left = left
        if not short:
            del self.fields["fewest"]

    def clean(self):
        cleaned = super().clean()
        leads, fewest = cleaned.get("leads"), cleaned.get("fewest")
        if leads and fewest and fewest >= leads:
            self.add_error("fewest", "Choose fewer than you ask for, or “No”.")
        if leads and self.left is not None and leads > self.left:
            self.add_error("leads", self.too_many())
        return cleaned

    def too_many(self) -> str:
        if self.left < FEWEST_LEADS:
            return "No places are left that could be booked."
        fewer = f"{self.left} or fewer" if self.left > FEWEST_LEADS else f"{self.left}"
        return f"{self.left} places are left. Choose {fewer}, or join the waiting list."


class LeadsForm(StepForm):
    """A row for each place. An empty row is a name that follows."""

    def __init__(self, *args, numbers, named=(), **options):
        """`numbers` of the places; those in `named` have a name already, which may change but not be taken out."""
        super().__init__(*args, **options)
        self.numbers, self.named = numbers, named
        for number in numbers:
            self.fields[f"first_name_{number}"] = LineField(label="First name", max_length=150, required=False)
            self.fields[f"last_name_{number}"] = LineField(label="Last name", max_length=150, required=False)
            self.fields[f"email_{number}"] = AddressField(
                label="Work e-mail address", required=False, required_words=""
            )

    def rows(self):
        """The three bound fields of each place, for the page."""
        return [
            (number, self[f"first_name_{number}"], self[f"last_name_{number}"], self[f"email_{number}"])
            for number in self.numbers
        ]

    def person(self, number: int) -> tuple[str, str, str]:
        names = ("first_name", "last_name", "email")
        return tuple(self.cleaned_data.get(f"{name}_{number}") or "" for name in names)

    def clean(self):
        super().clean()
        seen = set()
        for number in self.numbers:
            self.check_row(number)
            email = self.person(number)[2].lower()
            if email and email in seen:
                self.add_error(f"email_{number}", "Another lead has this address. Each lead needs one of their own.")
            seen.add(email)

    def check_row(self, number: int) -> None:
        words = {
            "first_name": "Type the first name too, or leave this lead empty.",
            "last_name": "Type the last name too, or leave this lead empty.",
            "email": "Type the e-mail address too, or leave this lead empty.",
        }
        if not any(self.person(number)) and number not in self.named:
            return
        for name, sentence in words.items():
            field = f"{name}_{number}"
            if not self.cleaned_data.get(field) and field not in self.errors:
                self.add_error(field, sentence)

    def answers(self) -> dict:
        named = [list(self.person(number)) for number in self.numbers]
        return {"people": sorted(named, key=lambda person: not person[2])}  # the named first, in their order

    def people(self) -> dict[int, tuple[str, str, str]]:
        """Those who are named, by the number of their place."""
        return {number: self.person(number) for number in self.numbers if self.person(number)[2]}

    @staticmethod
    def initial_of(answers: dict) -> dict:
        names = ("first_name", "last_name", "email")
        return {
            f"{name}_{number}": value
            for number, person in enumerate(answers.get("people", ()), 1)
            for name, value in zip(names, person, strict=True)
        }

    @staticmethod
    def initial_of_places(places) -> dict:
        names = ("first_name", "last_name", "email")
        return {f"{name}_{place.number}": getattr(place, name) for place in places for name in names}


class BookerForm(StepForm):
    booker_name = LineField(label="Your name", max_length=150, error_messages={"required": "Type your name."})
    booker_role = LineField(
        label="Your role",
        max_length=100,
        help_text="For example school business manager, or deputy head.",
        error_messages={"required": "Type your role in the school."},
    )
    booker_email = AddressField(
        label="Your work e-mail address",
        help_text="The reference, the quote and everything about this booking go there.",
        required_words="Type your work e-mail address.",
    )
    booker_phone = LineField(label="Telephone", max_length=40, required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, token in (("name", "name"), ("role", "organization-title"), ("email", "email"), ("phone", "tel")):
            self.fields[f"booker_{name}"].widget.attrs["autocomplete"] = token


class InvoiceForm(StepForm):
    invoice_name = LineField(
        label="Who receives the invoice",
        max_length=150,
        help_text="A person or an office, in the school or the trust.",
        error_messages={"required": "Type who receives the invoice, for example “Finance office”."},
    )
    invoice_email = AddressField(
        label="E-mail address for the invoice", required_words="Type the e-mail address for the invoice."
    )
    invoice_address = LinesField(
        label="Address on the invoice",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Type the address that stands on the invoice."},
    )
    po_number = forms.CharField(
        label="Purchase order number",
        max_length=60,
        required=False,
        validators=[refuse_unprintable, refuse_line_breaks],
        help_text="As your school writes it, up to 60 characters. Leave it empty if it follows.",
    )


class MailLinkForm(forms.Form):
    email = AddressField(label="E-mail address", required_words="Type the e-mail address that the link should go to.")


class FindBookingForm(forms.Form):
    reference = LineField(
        label="Reference",
        max_length=20,
        help_text="It begins with TS and stands in our e-mails, for example TS-7K3M-92Q.",
        error_messages={"required": "Type the reference of the booking."},
    )
    email = AddressField(
        label="E-mail address",
        help_text="The one that the booking was made with.",
        required_words="Type the e-mail address.",
    )

    def clean_reference(self):
        letters = re.sub(r"[^A-Z0-9]", "", self.cleaned_data["reference"].upper()).removeprefix("TS")
        return f"TS-{letters[:4]}-{letters[4:7]}"
