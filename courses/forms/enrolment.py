from django import forms


class InviteForm(forms.Form):
    first_name = forms.CharField(max_length=150, error_messages={"required": "Give the lead’s first name."})
    last_name = forms.CharField(max_length=150, error_messages={"required": "Give the lead’s last name."})
    email = forms.EmailField(
        label="Work e-mail address",
        error_messages={
            "required": "Give the lead’s work e-mail address.",
            "invalid": "This is not an e-mail address. It should look like name@school.example.",
        },
    )
    school_name = forms.CharField(
        label="School",
        help_text="Written as it is for the school’s other leads; a new name makes a new school.",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "schools"}),
        error_messages={"required": "Give the name of the school."},
    )
