from quizzes.models.attempt import Answer, Attempt, Confidence, Practised
from quizzes.models.intake import Intake
from quizzes.models.question import Pillar, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizItem
from quizzes.models.review import ReviewAnswer, ReviewCard, ReviewSitting

__all__ = [
    "Answer",
    "Attempt",
    "Confidence",
    "Intake",
    "Pillar",
    "Practised",
    "Question",
    "QuestionVersion",
    "Quiz",
    "QuizItem",
    "ReviewAnswer",
    "ReviewCard",
    "ReviewSitting",
]
