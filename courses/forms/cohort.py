"""A cohort as the office sets it in the admin. How many places it has follows rules: courses/domain/cohort.py."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from cms.domain.pagecache import forget_pages
from courses.models import Cohort
from courses.terms import bands_of_text, text_of_bands

PENCE = Decimal(100)
COLUMNS = [
    *("name", "slug", "programme", "calendar", "starts_on"),
    *("is_public", "price_pence", "least_schools", "decides_on", "books_until", "bands"),
]


class CohortForm(WagtailAdminModelForm):
    price = forms.DecimalField(
        label="Price of one place, in pounds without VAT",
        min_value=0,
        max_value=100_000,
        decimal_places=2,
        help_text="A change is for those who book from now on.",
    )
    bands = forms.CharField(
        label="Cancellation",
        help_text="Days before week 1, and the part of the price that is due from then on: 28: 50 %, 14: 75 %, "
        "7: 100 %. Earlier it costs nothing. A change is for those who book from now on.",
    )

    class Meta:
        model = Cohort
        fields = [
            *("name", "slug", "programme", "calendar", "starts_on", "facilitators"),
            *("is_public", "price", "least_schools", "decides_on", "books_until", "bands"),
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["price"] = (Decimal(self.instance.price_pence) / PENCE).quantize(Decimal("0.01"))
        self.initial["bands"] = text_of_bands(self.instance.bands)

    def clean_bands(self):
        try:
            return bands_of_text(self.cleaned_data["bands"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self):
        found = super().clean()
        starts_on, books_until = found.get("starts_on"), found.get("books_until")
        if starts_on and books_until and books_until >= starts_on:
            self.add_error("books_until", "The last day to book must be before week 1 begins.")
        if starts_on and found.get("decides_on") and found["decides_on"] >= starts_on:
            self.add_error("decides_on", "It must be decided before week 1 begins.")
        if found.get("is_public") and not found.get("slug"):
            self.add_error("slug", "A cohort that visitors see needs an address.")
        if starts_on and self.instance.pk and "starts_on" in self.changed_data:
            self.refuse_new_start()
        return found

    def refuse_new_start(self):
        """Bookings were made for the dates that were printed."""
        if self.instance.bookings.filter(state__in=["held", "ordered", "confirmed"]).exists():
            self.add_error("starts_on", "Schools have booked this start: it cannot be moved any more.")

    def save(self, commit=True):
        """Never the columns of places: somebody may be booking at this moment."""
        self.instance.price_pence = int(self.cleaned_data["price"] * PENCE)
        forget_pages()
        if not (commit and self.instance.pk):
            return super().save(commit=commit)
        self.instance.save(update_fields=COLUMNS)
        self._save_m2m()
        return self.instance
