from wagtail.snippets.blocks import SnippetChooserBlock


class QuizBlock(SnippetChooserBlock):
    """Shows a quiz in this place. The page that carries it decides who may answer."""

    class Meta:
        icon = "help"
        label = "Quiz"
        template = "blocks/quiz.html"
