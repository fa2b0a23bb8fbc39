from quizzes.models.attempt import Answer, Attempt, Confidence, Practised
from quizzes.models.question import Pillar, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizItem

__all__ = [
    "Answer",
    "Attempt",
    "Confidence",
    "Pillar",
    "Practised",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
]
