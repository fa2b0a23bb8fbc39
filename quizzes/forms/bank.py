"""The bank's filters, and the forms by which questions come in and go out."""

from django import forms
from django.db.models import Exists, OuterRef
from django_filters import ChoiceFilter, ModelChoiceFilter
from taggit.models import Tag
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.tags import TagField

from quizzes.formats.exchange import FORMATS
from quizzes.formats.text import KEY
from quizzes.kinds import KINDS
from quizzes.models import Pillar, Question, Quiz, QuizItem

NOWHERE = "nowhere"


class QuestionFilters(WagtailFilterSet):
    kind = ChoiceFilter(label="Kind", choices=[(kind.name, kind.label) for kind in KINDS.values()])
    quiz = ModelChoiceFilter(label="Lesson or quiz", queryset=Quiz.objects.order_by("title"), field_name="items__quiz")
    asked = ChoiceFilter(label="Asked", choices=[(NOWHERE, "Nowhere yet")], method="filter_asked")
    tag = ModelChoiceFilter(label="Tag", queryset=Tag.objects.order_by("name"), field_name="tags")

    class Meta:
        model = Question
        fields = ["pillar", "difficulty", "kind", "quiz", "asked", "tag"]

    def filter_asked(self, queryset, name, value):
        return queryset.exclude(Exists(QuizItem.objects.filter(question=OuterRef("pk"))))


def readable() -> list[tuple[str, str]]:
    formats = [(name, one.label) for name, one in FORMATS.items() if one.can_read]
    return [("", "Find out from the file"), *formats]


def writable() -> list[tuple[str, str]]:
    return [(name, one.label) for name, one in FORMATS.items() if one.can_write]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="File",
        help_text="GIFT, Moodle XML, Aiken or QTI (2.1, 2.2 or 3.0, also as a zip package), at most 8 MB. "
        "Nothing is stored before you have seen what it holds and confirmed it.",
    )
    format = forms.ChoiceField(label="Format", choices=readable, required=False)
    pillar = forms.ChoiceField(
        label="Pillar", choices=Pillar, help_text="For questions of which the file does not say it."
    )
    prefix = forms.CharField(
        label="Keys begin with",
        initial="imported",
        max_length=30,
        help_text="Small letters, digits and hyphens, for questions without a key of ours: imported-1, imported-2 …",
    )

    def clean_prefix(self):
        prefix = self.cleaned_data["prefix"]
        if not KEY.fullmatch(prefix):
            raise forms.ValidationError("Keys hold small letters, digits and hyphens.")
        return prefix


class TakeForm(forms.Form):
    """The confirmation of an upload: which of its questions, as they were shown."""

    keys = forms.MultipleChoiceField(
        label="Questions",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one question, or leave this upload: it is forgotten in a week."},
    )
    tags = TagField(label="Tags for all of them", required=False)
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, keys, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = [(key, key) for key in keys]


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="Format", choices=writable)
