from django import forms
from django.utils.timezone import localdate

from courses.forms.enrolment import OneLineField
from courses.forms.handover import DAY_FORMATS
from courses.forms.help import clean_text_about_school
from courses.models import MeetingAction, MeetingSlot
from courses.models.meeting import LONGEST_NOTE

DAY_WORDS = "Write the day as day/month/year, for example 27/11/2026."


class NoteForm(forms.Form):
    text = forms.CharField(
        required=False,
        strip=False,
        max_length=LONGEST_NOTE,
        error_messages={"max_length": f"A note has at most {LONGEST_NOTE:,} characters."},
    )
    not_discussed = forms.BooleanField(required=False)
    seq = forms.IntegerField(min_value=0, max_value=1_000_000_000)

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")


class ActionForm(forms.Form):
    what = OneLineField(
        label="What will be done",
        max_length=300,
        error_messages={"required": "Say what will be done."},
    )
    who = OneLineField(
        label="Who does it",
        help_text="A role or a first name.",
        max_length=100,
        error_messages={"required": "Say who does it."},
    )
    due_on = forms.DateField(
        label="By when",
        help_text="For example 27/11/2026.",
        input_formats=DAY_FORMATS,
        error_messages={"required": "Give the day by which it is done.", "invalid": DAY_WORDS},
    )

    def clean_what(self):
        return clean_text_about_school(self.cleaned_data["what"])

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < localdate():
            raise forms.ValidationError("This day is over. Give one that is still to come.")
        return day


class SettleForm(forms.Form):
    state = forms.ChoiceField(choices=MeetingAction.State)
    reason = OneLineField(label="Reason", max_length=300, required=False)

    def clean_reason(self):
        return clean_text_about_school(self.cleaned_data["reason"])


class CompleteForm(forms.Form):
    no_action_because = OneLineField(label="No action, because", max_length=300, required=False)

    def clean_no_action_because(self):
        return clean_text_about_school(self.cleaned_data["no_action_because"])


class SlotForm(forms.Form):
    weekday = forms.TypedChoiceField(label="Day of the week", coerce=int, choices=MeetingSlot.Weekday.choices)
    starts_at = forms.TimeField(
        label="Begins at",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        help_text="For example 15:45.",
        error_messages={
            "required": "Give the time at which you begin.",
            "invalid": "Write the time as hours and minutes, for example 15:45.",
        },
    )
    minutes = forms.IntegerField(
        label="Minutes",
        min_value=30,
        max_value=120,
        initial=60,
        error_messages={
            "required": "Give the minutes that you have.",
            "invalid": "Give the minutes as a whole number.",
            "min_value": "A meeting lasts 30 to 120 minutes.",
            "max_value": "A meeting lasts 30 to 120 minutes.",
        },
    )
    place = OneLineField(label="Place", max_length=100, required=False)
