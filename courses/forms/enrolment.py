from django import forms

from cms.forms.fields import OneLineField


class InviteForm(forms.Form):
    first_name = OneLineField(max_length=150, error_messages={"required": "Give the lead’s first name."})
    last_name = OneLineField(max_length=150, error_messages={"required": "Give the lead’s last name."})
    email = forms.EmailField(
        label="Work e-mail address",
        error_messages={
            "required": "Give the lead’s work e-mail address.",
            "invalid": "This is not an e-mail address. It should look like name@school.example.",
        },
    )
    school_name = OneLineField(
        label="School",
        help_text="Written as it is for the school’s other leads; a new name makes a new school.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "schools"}),
        error_messages={"required": "Give the name of the school."},
    )
