"""Blocks that ask something of a lead: only lessons carry them."""

from wagtail import blocks

from cms.blocks import PAGE_BLOCKS, MarkdownBlock
from quizzes.blocks import QuizBlock


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200)
    output = blocks.CharBlock(max_length=300, help_text="What the lead has in hand afterwards.")
    text = MarkdownBlock()

    class Meta:
        icon = "home"
        label = "In your school"
        template = "blocks/activity.html"


class ReflectionBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=80, required=False)
    prompt = MarkdownBlock(rows=3)

    class Meta:
        icon = "edit"
        label = "Reflection"
        template = "blocks/reflection.html"


LESSON_BLOCKS = [
    *PAGE_BLOCKS,
    ("activity", ActivityBlock()),
    ("reflection", ReflectionBlock()),
    ("quiz", QuizBlock("quizzes.Quiz")),
]
