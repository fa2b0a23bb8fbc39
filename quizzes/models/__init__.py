from quizzes.models.attempt import Answer, Attempt
from quizzes.models.question import Pillar, Question, QuestionVersion
from quizzes.models.quiz import Quiz, QuizItem

__all__ = ["Answer", "Attempt", "Pillar", "Question", "QuestionVersion", "Quiz", "QuizItem"]
