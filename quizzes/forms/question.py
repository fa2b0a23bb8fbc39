"""A question as its text, in the admin: one box, with what is wrong told by line."""

from django import forms
from wagtail.admin.forms.tags import TagField

from cms.blocktext import TextError
from quizzes.formats.text import parse_fence, write_question
from quizzes.models import Question
from quizzes.queries.bank import draft_of

NEW = """\
::: question KEY
kind: single
pillar: purpose
difficulty: 1
stem: The question?

The situation, if it has one.

(*) The best option
    Why it is best.
( ) Another option
    Why it tempts, and why it is wrong.
:::"""
WORDING, MEANING = "wording", "meaning"
EFFECTS = [
    (WORDING, "The wording only: statistics go on"),
    (MEANING, "The meaning: statistics start anew"),
]


class QuestionForm(forms.ModelForm):
    text = forms.CharField(
        label="The question as text",
        max_length=30_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "true"}),
        help_text="The form of the lesson files. Saving makes a new version; answers keep the version they saw.",
    )
    tags = TagField(label="Tags", required=False)
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Question
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = NEW
        if self.instance.pk:
            self.fields["text"].initial = write_question(draft_of(self.instance))
            self.fields["tags"].initial = self.instance.tags.all()
            self.fields["number"].initial = self.instance.current.number

    def clean_text(self):
        try:
            draft = parse_fence(self.cleaned_data["text"].replace("\r\n", "\n"))
        except TextError as error:
            raise forms.ValidationError([str(problem) for problem in error.problems]) from error
        if self.instance.pk is None and Question.objects.filter(key=draft.key).exists():
            raise forms.ValidationError(f"There is already a question “{draft.key}”. Choose another key.")
        if self.instance.pk and (draft.key, draft.kind) != (self.instance.key, self.instance.kind):
            raise forms.ValidationError(
                f"The key “{self.instance.key}” and the kind “{self.instance.kind}” stay: "
                "a question of another kind is another question."
            )
        return draft


class CorrectionForm(QuestionForm):
    """For a question that is there already: also what was corrected, and what that does to its statistics."""

    note = forms.CharField(
        label="What did you correct?",
        max_length=200,
        required=False,
        help_text="One line for the list of versions, and for people whose answers are marked again.",
    )
    effect = forms.ChoiceField(
        label="What did you change?",
        choices=EFFECTS,
        initial=WORDING,
        widget=forms.RadioSelect,
        required=False,
        help_text="Where the key changes, statistics start anew whatever you choose here, "
        "and you will be shown whose score would move before anything is marked again.",
    )
    field_order = ["text", "note", "effect", "tags"]
