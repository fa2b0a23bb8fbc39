from django import forms

from cms import pupils
from courses.domain.progress import PupilNumber, refuse_pupil_number

NO_PUPILS = "Do not enter pupils’ names, initials, dates of birth or unique pupil numbers."


def clean_text_about_school(text: str) -> str:
    try:
        refuse_pupil_number(text)
    except PupilNumber:
        raise forms.ValidationError(pupils.REFUSAL) from None
    return text


class HelpForm(forms.Form):
    text = forms.CharField(
        label="What would you like help with?",
        help_text=f"Your facilitator reads this and answers by e-mail and here. {NO_PUPILS}",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you would like help with."},
    )
    lesson = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_text(self):
        return clean_text_about_school(self.cleaned_data["text"])


class AnswerHelpForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        help_text="It goes to the lead by e-mail and stands on their help page.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write an answer."},
    )
