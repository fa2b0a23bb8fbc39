from django import forms

from courses.forms.draft import LineField


class AddPlacesForm(forms.Form):
    leads = forms.TypedChoiceField(
        label="Places to add",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how many places to add."},
    )

    def __init__(self, *args, most: int, **options):
        super().__init__(*args, **options)
        self.fields["leads"].choices = [
            (number, "1 place" if number == 1 else f"{number} places") for number in range(1, most + 1)
        ]


class CancelForm(forms.Form):
    """`percent` is what the page says that it costs: posted back, so that nobody agrees to another price."""

    percent = forms.IntegerField(widget=forms.HiddenInput)
    reason = LineField(
        label="Why do you cancel?",
        help_text="It helps us to know. Nobody else sees it.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args, percent: int, **options):
        super().__init__(*args, initial={"percent": percent}, **options)
        self.today = percent

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("percent") != self.today:
            raise forms.ValidationError(
                "What a cancellation costs has changed since you opened this page. Read it again."
            )
        return cleaned
