from django import forms

MAX_CHARACTERS = 10_000


class ReflectionForm(forms.Form):
    text = forms.CharField(required=False, strip=False, max_length=MAX_CHARACTERS)
    seq = forms.IntegerField(min_value=0, max_value=1_000_000_000)

    def clean_text(self):
        return self.cleaned_data["text"].replace("\r\n", "\n")
