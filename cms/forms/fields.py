from django import forms


class OneLineField(forms.CharField):
    """A name: any white space in it, line breaks of every alphabet among them, becomes one space."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())
