"""A quiz in the admin: its questions by their keys, one a line, in the order in which they are asked."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm

from quizzes.models import Question, Quiz


class QuizForm(WagtailAdminModelForm):
    asked = forms.CharField(
        label="Questions",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="Keys of questions of the bank, one a line, in the order in which they are asked. "
        "A question taken out keeps its answers.",
    )

    class Meta:
        model = Quiz
        fields = ["key", "title", "mode"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            keys = self.instance.items.order_by("position").values_list("question__key", flat=True)
            self.fields["asked"].initial = "\n".join(keys)
            self.fields["key"].disabled = True  # pages and files know the quiz by it

    def clean_asked(self) -> list[Question]:
        keys = self.cleaned_data["asked"].split()
        there = Question.objects.in_bulk(keys, field_name="key")
        problems = [f"There is no question “{key}” in the bank." for key in keys if key not in there]
        problems += [f"“{key}” stands {keys.count(key)} times." for key in dict.fromkeys(keys) if keys.count(key) > 1]
        if problems:
            raise forms.ValidationError(problems)
        return [there[key] for key in keys]
