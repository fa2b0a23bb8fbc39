"""What is not brought in: a whole file, or one question of it."""


class ImportRefused(ValueError):
    """The file cannot be read at all; the sentence says why, and `line` where, if that is known."""

    def __init__(self, sentence: str, *, line: int | None = None):
        self.sentence, self.line = sentence, line
        super().__init__(f"Line {line}: {sentence}" if line else sentence)


class LeftOut(Exception):
    """One question cannot become one of ours; the others can."""

    def __init__(self, *reasons: str):
        self.reasons = reasons
        super().__init__(" ".join(reasons))
