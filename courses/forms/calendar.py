from django import forms


class ClosedDayForm(forms.Form):
    day = forms.DateField(
        label="Day on which your school is closed",
        help_text="For example 27/11/2026",
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        error_messages={
            "required": "Give the day on which your school is closed.",
            "invalid": "Write the day as day/month/year, for example 27/11/2026.",
        },
    )
    reason = forms.CharField(
        label="Reason",
        help_text="INSET day, polling station, local holiday",
        max_length=100,
        error_messages={"required": "Give the reason, for example “INSET day”."},
    )
