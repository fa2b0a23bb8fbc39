"""What whoever pays, and the office, type about orders, invoices and payments. Money is typed in pounds."""

import secrets
from datetime import date
from decimal import Decimal

from django import forms

from courses.forms.draft import AddressField, LineField, refuse_unprintable
from courses.forms.handover import DAY_FORMATS
from courses.models import Order, Payment
from courses.money import APRIL, MONTHS, SEPTEMBER
from courses.queries.order import FILTERS, STATES

MOST_POUNDS = 1_000_000  # a slip of the keyboard is no payment
MOST_ADDRESS_LINES = 12
DAY_WORDS = "Write the day as day/month/year, for example 27/11/2026."
OTHER_MONTHS = [
    (number, f"Two invoices: our financial year begins in {name}")
    for number, name in enumerate(MONTHS, 1)
    if number not in (APRIL, SEPTEMBER)
]
SPLITS = [
    ("", "One invoice"),
    (APRIL, "Two invoices: our financial year begins in April (maintained schools and councils)"),
    (SEPTEMBER, "Two invoices: our financial year begins in September (academies and trusts)"),
    *OTHER_MONTHS,
]


class NumberField(LineField):
    """A purchase order number: free text, since every school writes it in its own way."""

    def __init__(self, **options):
        super().__init__(label="Purchase order number", max_length=60, required=False, **options)


class PoundsField(forms.DecimalField):
    """Typed in pounds, given as pence. A £ and commas do not matter."""

    def __init__(self, **options):
        words = {
            "required": "Type the amount in pounds, for example 480 or 480.50.",
            "invalid": "Type the amount in pounds, for example 480 or 480.50.",
            "max_decimal_places": "Type pounds and pence, for example 480.50.",
            "min_value": "Type an amount of at least a penny.",
            "max_value": f"Type an amount of £{MOST_POUNDS:,} at the most.",
        }
        super().__init__(
            min_value=Decimal("0.01"),
            max_value=MOST_POUNDS,
            decimal_places=2,
            error_messages=words,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            **options,
        )

    def to_python(self, value):
        return super().to_python(str(value or "").strip().removeprefix("£").replace(",", ""))

    def clean(self, value):
        return int(super().clean(value) * 100)


class AcceptForm(forms.Form):
    by_name = LineField(
        label="Your name", max_length=150, error_messages={"required": "Type your name: it stands on the order."}
    )
    po_number = NumberField(help_text="As your school writes it. Leave it empty if it follows.")
    year_month = forms.TypedChoiceField(
        label="Invoices",
        coerce=int,
        empty_value=None,
        required=False,
        choices=SPLITS,
        help_text="Two halves for two financial years: the second is invoiced on the first day of your next one.",
    )
    agreed = forms.BooleanField(
        label="I may order this for the school or trust, and agree to the price and the days of cancellation above",
        error_messages={"required": "Tick this if you may order. If you may not, send the page to whoever may."},
    )


class DetailsForm(forms.Form):
    """The words on the papers."""

    po_number = NumberField()
    purchaser = LineField(
        label="Name of the school or trust",
        max_length=200,
        error_messages={"required": "Type the name of the school or trust that pays."},
    )
    contact_name = LineField(
        label="Who receives the papers", max_length=150, required=False, help_text="A person or an office."
    )
    contact_email = AddressField(
        label="E-mail address for the papers", required_words="Type the e-mail address for the papers."
    )
    address = forms.CharField(
        label="Address",
        max_length=500,
        validators=[refuse_unprintable],
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "street-address"}),
        error_messages={"required": "Type the address that stands on the papers."},
    )

    def clean_address(self):
        lines = [line.strip() for line in self.cleaned_data["address"].splitlines() if line.strip()]
        if len(lines) > MOST_ADDRESS_LINES:
            raise forms.ValidationError(f"An address has {MOST_ADDRESS_LINES} lines at the most.")
        return "\n".join(lines)

    @staticmethod
    def initial_of(order: Order) -> dict:
        return {name: getattr(order, name) for name in DetailsForm.base_fields}


class TrustForm(DetailsForm):
    """Several bookings as one order. `bookings` are those that were found."""

    def __init__(self, *args, bookings, **options):
        super().__init__(*args, **options)
        self.fields["bookings"] = forms.ModelMultipleChoiceField(
            queryset=bookings,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Choose the bookings that the trust pays.",
                "invalid_choice": "One of these bookings can no longer be chosen. Choose again.",
            },
        )


class OrderFilterForm(forms.Form):
    state = forms.ChoiceField(
        choices=[("", "All"), *((name, STATES[name].capitalize()) for name in FILTERS)], required=False
    )
    search = forms.CharField(label="Who pays, school, number or reference", max_length=100, required=False)

    def filters(self) -> dict:
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {"state": given.get("state", ""), "search": given.get("search", "").strip()}


class PaymentForm(forms.Form):
    """The key is the form's: sent twice, it records one payment."""

    amount = PoundsField(label="Amount in pounds")
    received_on = forms.DateField(
        label="On",
        input_formats=DAY_FORMATS,
        help_text="Day/month/year.",
        error_messages={"required": DAY_WORDS, "invalid": DAY_WORDS},
    )
    method = forms.ChoiceField(label="By", choices=Payment.Method.choices)
    reference = LineField(label="Reference", max_length=100, required=False)
    key = forms.CharField(max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args, today: date, **options):
        initial = {"received_on": f"{today:%d/%m/%Y}", "key": secrets.token_urlsafe(32)}
        super().__init__(*args, initial=initial, **options)
        self.today = today

    def clean_received_on(self):
        day = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day


class RefundForm(PaymentForm):
    pass


class CreditForm(forms.Form):
    """`invoices` are those of the order of which something is left."""

    invoice = forms.ChoiceField(
        label="Invoice", error_messages={"required": "Choose the invoice.", "invalid_choice": "Choose one of these."}
    )
    amount = PoundsField(label="Amount in pounds, without VAT")
    reason = LineField(
        label="Reason",
        max_length=250,
        help_text="It stands on the credit note.",
        error_messages={"required": "Give the reason: it stands on the credit note."},
    )

    def __init__(self, *args, numbers, **options):
        super().__init__(*args, **options)
        self.fields["invoice"].choices = [(number, number) for number in numbers]


class StatementForm(forms.Form):
    first = forms.DateField(required=False, input_formats=DAY_FORMATS)
