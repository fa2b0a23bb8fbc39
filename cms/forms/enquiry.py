from django import forms

from cms import pupils
from cms.forms.account import AddressField
from cms.forms.fields import OneLineField
from cms.models import Enquiry


class EnquiryForm(forms.Form):
    name = OneLineField(label="Your name", max_length=150, error_messages={"required": "Give your name."})
    role = OneLineField(label="What you do there", max_length=100, required=False)
    school = OneLineField(label="School or trust", max_length=200, required=False)
    email = AddressField(
        error_messages={
            "required": "Give the e-mail address to which we answer.",
            "invalid": "This is not an e-mail address. It should look like name@school.example.",
        }
    )
    topic = forms.ChoiceField(
        label="What is it about?",
        choices=[("", "Choose one"), *Enquiry.Topic.choices],
        error_messages={"required": "Choose what it is about.", "invalid_choice": "Choose one of the list."},
    )
    text = forms.CharField(
        label="Your question",
        help_text="Please name no pupils: we answer without them.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "Write what you would like to know."},
    )
    # People do not see this field and leave it empty; programs that fill in forms do not
    company_fax = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def clean_text(self):
        text = self.cleaned_data["text"]
        if pupils.holds_pupil_number(text):
            raise forms.ValidationError(pupils.REFUSAL)
        return text

    def clean_company_fax(self):
        if self.cleaned_data["company_fax"]:
            raise forms.ValidationError("This field is there to catch programs. Empty it, then send it again.")
        return ""

    @property
    def answers(self) -> dict:
        return {name: value for name, value in self.cleaned_data.items() if name != "company_fax"}


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        help_text="It goes by e-mail, with your name under it and their question below, and is kept here.",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write an answer."},
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(queryset=None, label="Who answers it", required=False, empty_label="Nobody yet")

    def __init__(self, people, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
