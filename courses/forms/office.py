"""What the office types into bookings, cohorts and schools."""

from django import forms

from courses.forms.draft import AddressField, LineField
from courses.forms.enrolment import OneLineField
from courses.forms.handover import DAY_FORMATS
from courses.models import Booking, Cohort, School
from courses.terms import FEWEST_LEADS, MOST_LEADS

DAY_WORDS = "Write the day as day/month/year, for example 27/11/2026."
LEADS = [(number, f"{number} leads") for number in range(FEWEST_LEADS, MOST_LEADS + 1)]


CHOOSE = {"required": "Choose the cohort.", "invalid_choice": "Choose one of these cohorts."}


class BookingFilterForm(forms.Form):
    """What the list shows; what is no filter is left aside."""

    cohort = forms.ModelChoiceField(Cohort.objects.order_by("-starts_on", "name"), required=False, empty_label="All")
    state = forms.ChoiceField(choices=[("", "All"), *Booking.State.choices], required=False)
    search = forms.CharField(label="Reference, school or booker", max_length=100, required=False)

    def filters(self) -> dict:
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        cohort = given.get("cohort")
        return {
            "cohort_id": cohort.pk if cohort else None,
            "state": given.get("state", ""),
            "search": given.get("search", "").strip(),
        }


class EndForm(forms.Form):
    """A cancellation or a withdrawal."""

    reason = OneLineField(
        label="Reason",
        help_text="The booker reads it.",
        max_length=300,
        error_messages={"required": "Give the reason: the booker reads it."},
    )


class CancelByOfficeForm(EndForm):
    """`percent` is what a cancellation costs today: posted back, so that nobody agrees to another price."""

    percent = forms.IntegerField(widget=forms.HiddenInput)
    waive = forms.BooleanField(label="Ask for nothing, whatever the terms say", required=False)

    def __init__(self, *args, today: int, **options):
        super().__init__(*args, initial={"percent": today}, **options)
        self.today = today

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("percent") != self.today:
            raise forms.ValidationError("What a cancellation costs has changed meanwhile. Read it again.")
        return cleaned


class OrderForm(forms.Form):
    po_number = LineField(label="Purchase order number", max_length=60, required=False)


class ExtendForm(forms.Form):
    until = forms.DateField(
        label="Hold the places until",
        input_formats=DAY_FORMATS,
        error_messages={"required": "Give the last day on which the places are held.", "invalid": DAY_WORDS},
    )


class PlaceNameForm(forms.Form):
    first_name = LineField(max_length=150, error_messages={"required": "Give the lead’s first name."})
    last_name = LineField(max_length=150, error_messages={"required": "Give the lead’s last name."})
    email = AddressField(label="Work e-mail address", required_words="Give the lead’s work e-mail address.")
    number = forms.IntegerField(widget=forms.HiddenInput)


class AddPlaceForm(forms.Form):
    leads = forms.TypedChoiceField(
        label="How many places", coerce=int, choices=[(number, str(number)) for number in range(1, MOST_LEADS)]
    )


class MoveForm(forms.Form):
    cohort = forms.ModelChoiceField(Cohort.objects.none(), empty_label=None, error_messages=CHOOSE)

    def __init__(self, *args, cohorts, **options):
        super().__init__(*args, **options)
        self.fields["cohort"].queryset = Cohort.objects.filter(pk__in=[cohort.pk for cohort in cohorts]).order_by(
            "starts_on"
        )


class RemarkForm(forms.Form):
    text = forms.CharField(
        label="Note",
        help_text="Only the office reads it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the note."},
    )


class TelephoneForm(forms.Form):
    """A booking that somebody makes on the telephone. The school is chosen beside this form, or typed."""

    cohort = forms.ModelChoiceField(Cohort.objects.none(), empty_label=None, error_messages=CHOOSE)
    leads = forms.TypedChoiceField(label="Places", coerce=int, choices=LEADS)
    booker_name = LineField(label="Who books", max_length=150, error_messages={"required": "Give the booker’s name."})
    booker_role = LineField(label="Their role", max_length=100, required=False)
    booker_email = AddressField(label="Their e-mail address", required_words="Give the booker’s e-mail address.")
    booker_phone = LineField(label="Their telephone number", max_length=40, required=False)
    invoice_name = LineField(label="Who the invoice is for", max_length=150, required=False)
    invoice_email = AddressField(label="Where the invoice goes", required=False, required_words="")
    po_number = LineField(label="Purchase order number", max_length=60, required=False)
    note = forms.CharField(
        label="What else was said", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    key = forms.CharField(max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args, cohorts, **options):
        super().__init__(*args, **options)
        self.fields["cohort"].queryset = cohorts


class PlacesOfCohortForm(forms.Form):
    places = forms.IntegerField(
        label="Number of places",
        min_value=0,
        max_value=1000,
        error_messages={"required": "Give the number of places.", "invalid": "Give a whole number."},
    )


class MergeForm(forms.Form):
    """Which of two entries stays."""

    keep = forms.ModelChoiceField(School.objects.all(), widget=forms.HiddenInput)
    drop = forms.ModelChoiceField(School.objects.all(), widget=forms.HiddenInput)
