"""The StreamField blocks that every page may use. One block, one template in templates/blocks/."""

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from cms import charts, pipetable


class MarkdownBlock(blocks.TextBlock):
    def __init__(self, **kwargs):
        kwargs.setdefault("rows", 8)
        kwargs.setdefault("help_text", "Markdown: ## for a heading, * for a list, no HTML.")
        super().__init__(**kwargs)

    class Meta:
        icon = "pilcrow"
        label = "Text"
        template = "blocks/prose.html"


class KeyIdeaBlock(MarkdownBlock):
    class Meta:
        icon = "key"
        label = "Key idea"
        template = "blocks/key_idea.html"


class EvidenceBlock(blocks.StructBlock):
    """A reference set in the margin beside the text before it."""

    STATUSES = [("checked", "checked"), ("from memory", "from memory")]

    author = blocks.CharBlock(max_length=200)
    year = blocks.CharBlock(max_length=20)
    title = blocks.CharBlock(max_length=300)
    source = blocks.CharBlock(max_length=300, required=False)
    status = blocks.ChoiceBlock(choices=STATUSES, default="from memory")
    finding = MarkdownBlock(rows=3)

    class Meta:
        icon = "openquote"
        label = "Evidence"
        template = "blocks/evidence.html"


class MisconceptionBlock(blocks.StructBlock):
    belief = blocks.CharBlock(max_length=300)
    answer = MarkdownBlock(rows=4)

    class Meta:
        icon = "warning"
        label = "Misconception"
        template = "blocks/misconception.html"


class WorkedExampleBlock(blocks.StructBlock):
    PHASES = [("primary", "primary"), ("secondary", "secondary"), ("all", "all phases")]

    title = blocks.CharBlock(max_length=200)
    phase = blocks.ChoiceBlock(choices=PHASES, default="all")
    text = MarkdownBlock()

    class Meta:
        icon = "form"
        label = "Worked example"
        template = "blocks/worked_example.html"


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(max_length=300)
    note = blocks.CharBlock(max_length=300, required=False)
    rows = blocks.TextBlock(rows=6, help_text="A pipe table: | a | b | with a line |---|---| under its head.")

    class Meta:
        icon = "table"
        label = "Table"
        template = "blocks/table.html"

    def clean(self, value):
        value = super().clean(value)
        try:
            pipetable.parse(value["rows"])
        except pipetable.TableError as error:
            raise blocks.StructBlockValidationError({"rows": ValidationError(str(error))}) from error
        return value

    def get_context(self, value, parent_context=None):
        table = pipetable.parse(value["rows"])
        return {**super().get_context(value, parent_context), "head": table.head, "body": table.rows}


class FigureBlock(blocks.StructBlock):
    """A chart drawn by cms/charts from the numbers in the block."""

    kind = blocks.ChoiceBlock(choices=[(kind, kind) for kind in charts.KINDS], default="line")
    caption = blocks.CharBlock(max_length=400, help_text="The finding, in words.")
    x = blocks.CharBlock(max_length=100, required=False, label="Name of the horizontal axis")
    y = blocks.CharBlock(max_length=100, required=False, label="Name of the vertical axis")
    rows = blocks.TextBlock(rows=6, help_text="The numbers as a pipe table; the first row names the columns.")

    class Meta:
        icon = "chart"
        label = "Figure"
        template = "blocks/figure.html"

    def clean(self, value):
        value = super().clean(value)
        try:
            charts.draw_rows(value["kind"], value["rows"], caption=value["caption"], x=value["x"], y=value["y"])
        except (pipetable.TableError, charts.ChartError) as error:
            raise blocks.StructBlockValidationError({"rows": ValidationError(str(error))}) from error
        return value

    def get_context(self, value, parent_context=None):
        chart = charts.draw_rows(value["kind"], value["rows"], caption=value["caption"], x=value["x"], y=value["y"])
        return {**super().get_context(value, parent_context), "chart": chart}


class CaptionedImageBlock(blocks.StructBlock):
    image = ImageBlock()
    caption = blocks.CharBlock(max_length=300, required=False)

    class Meta:
        icon = "image"
        label = "Image"
        template = "blocks/image.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock()
    title = blocks.CharBlock(max_length=200)

    class Meta:
        icon = "download"
        label = "Download"
        template = "blocks/download.html"


class VideoBlock(blocks.StructBlock):
    """A link to a video and its transcript; nothing of another host is loaded into the page."""

    url = blocks.URLBlock()
    title = blocks.CharBlock(max_length=200)
    transcript = MarkdownBlock(rows=10)

    class Meta:
        icon = "media"
        label = "Video"
        template = "blocks/video.html"


PAGE_BLOCKS = [
    ("prose", MarkdownBlock()),
    ("key_idea", KeyIdeaBlock()),
    ("evidence", EvidenceBlock()),
    ("misconception", MisconceptionBlock()),
    ("worked_example", WorkedExampleBlock()),
    ("table", TableBlock()),
    ("figure", FigureBlock()),
    ("image", CaptionedImageBlock()),
    ("download", DownloadBlock()),
    ("video", VideoBlock()),
]


# Pages for visitors ---------------------------------------------------------------------------------------------


class QuestionsBlock(blocks.StructBlock):
    """Questions set large, each with a word before it and a sentence or two behind."""

    heading = blocks.CharBlock(max_length=120)
    questions = blocks.ListBlock(
        blocks.StructBlock(
            [
                ("word", blocks.CharBlock(max_length=40)),
                ("question", blocks.CharBlock(max_length=120)),
                ("answer", blocks.CharBlock(max_length=300, required=False)),
            ],
            icon="help",
        )
    )

    class Meta:
        icon = "help"
        label = "Questions, set large"
        template = "blocks/questions.html"


class StepsBlock(blocks.StructBlock):
    """What happens, one thing after another."""

    heading = blocks.CharBlock(max_length=120)
    steps = blocks.ListBlock(
        blocks.StructBlock(
            [("when", blocks.CharBlock(max_length=60)), ("what", blocks.CharBlock(max_length=300))], icon="tick"
        )
    )

    class Meta:
        icon = "list-ol"
        label = "Steps"
        template = "blocks/steps.html"


class ExchangeBlock(blocks.StructBlock):
    """A question of an interview and the answer to it."""

    question = blocks.CharBlock(max_length=200)
    answer = MarkdownBlock(rows=5)

    class Meta:
        icon = "openquote"
        label = "Question and answer"
        template = "blocks/exchange.html"


class AskedBlock(blocks.StructBlock):
    """Questions that are asked often, under one heading."""

    heading = blocks.CharBlock(max_length=120)
    questions = blocks.ListBlock(
        blocks.StructBlock(
            [("question", blocks.CharBlock(max_length=200)), ("answer", MarkdownBlock(rows=4))], icon="help"
        )
    )

    class Meta:
        icon = "help"
        label = "Questions and answers"
        template = "blocks/asked.html"


class PairBlock(blocks.StructBlock):
    """Two statements, of which the reader takes the one that is nearer to their school."""

    topic = blocks.CharBlock(max_length=60)
    not_yet = blocks.CharBlock(max_length=200, label="How it is where the year would be hard")
    ready = blocks.CharBlock(max_length=200, label="How it is where the year would be easy")
    advice = blocks.CharBlock(max_length=400, help_text="What to talk about where the first is nearer.")
    is_needed = blocks.BooleanBlock(required=False, label="The year cannot do without it")

    class Meta:
        icon = "list-ul"
        label = "Pair of statements"


VISITOR_BLOCKS = [*PAGE_BLOCKS, ("questions", QuestionsBlock()), ("steps", StepsBlock())]
