from django import forms

from cms.forms.fields import OneLineField
from cms.queries.readiness import NOT_THIS_YEAR, NOT_YET, READY


class ReadinessForm(forms.Form):
    """One group of three choices for each pair of the page, and a line for a reason."""

    def __init__(self, pairs, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for number, pair in enumerate(pairs, 1):
            statements = [(NOT_YET, pair["not_yet"]), (READY, pair["ready"])]
            if number % 2 == 0:  # the easy answer stands in no fixed place
                statements.reverse()
            self.fields[f"pair{number}"] = forms.ChoiceField(
                label=f"{number}. {pair['topic']}",
                choices=[*statements, (NOT_THIS_YEAR, "Not this year, because of what I write below")],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the statement that is nearer.", "invalid_choice": "Choose one."},
            )
            self.fields[f"because{number}"] = OneLineField(
                label=f"Why not this year: {pair['topic'].lower()}", max_length=200, required=False
            )

    def clean(self):
        data = super().clean()
        for number in range(1, len(self.pairs) + 1):
            if data.get(f"pair{number}") == NOT_THIS_YEAR and not data.get(f"because{number}"):
                self.add_error(f"because{number}", "Say in a few words why.")
        return data

    def groups(self):
        """Each pair's two fields."""
        return [(self[f"pair{number}"], self[f"because{number}"]) for number in range(1, len(self.pairs) + 1)]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """What was chosen for each pair, and why not."""
        data = self.cleaned_data
        return [(data[f"pair{number}"], data[f"because{number}"]) for number in range(1, len(self.pairs) + 1)]
