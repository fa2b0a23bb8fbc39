from django import forms

from courses.forms.draft import AddressField, LineField
from courses.forms.enrolment import OneLineField
from courses.forms.help import clean_text_about_school

DAY_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]


class JoinerForm(forms.Form):
    """Who takes over, when, and why."""

    first_name = LineField(
        label="First name of who takes over",
        max_length=150,
        error_messages={"required": "Give the first name of who takes over."},
    )
    last_name = LineField(
        label="Last name", max_length=150, error_messages={"required": "Give the last name of who takes over."}
    )
    email = AddressField(
        label="Work e-mail address",
        help_text="The invitation goes there.",
        required_words="Give the work e-mail address of who takes over.",
    )
    on = forms.DateField(
        label="Day on which the place passes over",
        help_text="The last day of the one and the first of the other, for example 27/11/2026. It may lie ahead.",
        input_formats=DAY_FORMATS,
        error_messages={
            "required": "Give the day on which the place passes over.",
            "invalid": "Write the day as day/month/year, for example 27/11/2026.",
        },
    )
    reason = OneLineField(
        label="Reason",
        help_text="A few words: “new post”, “maternity leave”. No details of anybody’s health. Your school, the "
        "facilitator and the office read it.",
        max_length=300,
        error_messages={"required": "Give the reason in a few words."},
    )

    def clean_reason(self):
        return clean_text_about_school(self.cleaned_data["reason"])


class HandOverForm(JoinerForm):
    """The same for those who choose among several places."""

    place = forms.TypedChoiceField(
        label="Whose place",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whose place passes over.",
            "invalid_choice": "Choose one of the places of your school.",
        },
    )
    field_order = ["place"]

    def __init__(self, *args, places, **options):
        super().__init__(*args, **options)
        self.fields["place"].choices = [(place.pk, words_of(place)) for place in places]


def words_of(place) -> str:
    return f"{place.user.name}, who has left" if place.state == "left" else place.user.name


class LeaveForm(forms.Form):
    on = forms.DateField(
        label="Last day",
        input_formats=DAY_FORMATS,
        error_messages={
            "required": "Give the lead’s last day.",
            "invalid": "Write the day as day/month/year, for example 27/11/2026.",
        },
    )
    reason = OneLineField(
        label="Reason", max_length=300, error_messages={"required": "Give the reason in a few words."}
    )

    def clean_reason(self):
        return clean_text_about_school(self.cleaned_data["reason"])


class RefusalForm(forms.Form):
    answer = OneLineField(
        label="Why not",
        help_text="It goes to who asked, by e-mail.",
        max_length=300,
        error_messages={"required": "Say why the place is not handed over: it goes to who asked."},
    )
