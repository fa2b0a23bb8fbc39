from django import forms


class ExcuseForm(forms.Form):
    reason = forms.CharField(
        label="Reason",
        help_text="The lead reads it beside the lesson.",
        max_length=300,
        error_messages={"required": "Give the reason for which the lesson is excused."},
    )
