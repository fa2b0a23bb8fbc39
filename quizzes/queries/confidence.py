"""Who is asked how sure they are, and what they said, in words. It never changes a score."""

from quizzes.models import Confidence, Quiz

HOW_SURE = "Say how sure you are."
SAID: dict[int | None, str] = {
    None: "",
    Confidence.GUESS: "You said that it was a guess.",
    Confidence.FAIRLY: "You were fairly sure.",
    Confidence.VERY: "You were very sure.",
}


def is_scenario(content: dict) -> bool:
    return bool(content["situation"] or content["exhibits"])


def asks_confidence(content: dict, mode: str) -> bool:
    """Every question of a check asks, and scenarios do wherever their feedback comes at once."""
    return mode == Quiz.Mode.CHECK or (mode != Quiz.Mode.TEST and is_scenario(content))


def said_how_sure(confidence: int | None) -> str:
    return SAID[confidence]
