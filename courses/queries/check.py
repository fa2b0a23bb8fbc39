"""The checks that close the modules: eight questions each, with feedback at once and a score at the end."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from courses.plan import check_week
from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, ModuleLine, Outline, programme_outline
from courses.queries.quiz import CHECK, OwnQuiz
from quizzes.models import Attempt, Quiz
from quizzes.queries.attempt import Asked, Item, items_of_quizzes
from quizzes.queries.score import NoScore, Score, score_of


@dataclass(frozen=True)
class Check:
    """The check of a module as a list needs it: when it is due, and whether this lead has done it."""

    module: ModuleLine
    done_at: datetime | None = None

    @property
    def path(self) -> str:
        return f"/learn/checks/{self.module.slug}/"

    @property
    def title(self) -> str:
        return f"Module {self.module.number} check"

    @property
    def due_week(self) -> int:
        return check_week(self.module.number)


def module_checks(outline: Outline, quizzes: dict[str, OwnQuiz]) -> list[Check]:
    """Those that are written, in the order of the modules."""
    return [
        Check(module, quizzes[CHECK + module.slug].finished_at)
        for module in outline.modules
        if CHECK + module.slug in quizzes
    ]


def checks_done(user_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The slugs of the modules whose check each of these people has done: one query."""
    done = Attempt.objects.filter(
        user__in=user_ids, quiz__mode=Quiz.Mode.CHECK, quiz__key__startswith=CHECK, finished_at__isnull=False
    )
    found: dict[int, set[str]] = defaultdict(set)
    for user_id, key in done.values_list("user_id", "quiz__key"):
        found[user_id].add(key.removeprefix(CHECK))
    return {user_id: frozenset(found[user_id]) for user_id in user_ids}


@dataclass(frozen=True)
class CheckVisit:
    """A lead in front of a check."""

    lead: Lead
    outline: Outline
    check: Check
    quiz_id: int

    @property
    def path(self) -> str:
        return self.check.path


def check_visit(lead: Lead, module_slug: str) -> CheckVisit | None:
    outline = programme_outline(lead.programme_id)
    module = next((module for module in outline.modules if module.slug == module_slug), None)
    quiz_id = Quiz.objects.filter(key=CHECK + module_slug, mode=Quiz.Mode.CHECK).values_list("pk", flat=True).first()
    if module is None or quiz_id is None:
        return None
    return CheckVisit(lead, outline, Check(module), quiz_id)


def check_items(visit: CheckVisit, user, *, again: str = "", look: str = "") -> list[Item]:
    return items_of_quizzes(
        quiz_ids=[visit.quiz_id],
        user=user,
        action=lambda key: f"{visit.path}answer/{key}/",
        again=again,
        look=look,
    )[visit.quiz_id]


def check_item(visit: CheckVisit, user, asked: Asked, *, look: bool = False) -> Item:
    items = check_items(visit, user, look=asked.question.key if look else "")
    return next(item for item in items if item.key == asked.question.key)


@dataclass(frozen=True)
class CheckResult:
    """`score` or the sentence in its place; the questions not right at first, and the lessons of these to reread."""

    checked: int
    count: int
    score: Score | None = None
    sentence: str = ""
    wrong: tuple[Item, ...] = ()
    reread: tuple[LessonLine, ...] = ()


def check_result(visit: CheckVisit, user) -> CheckResult:
    items = check_items(visit, user)
    checked = [item for item in items if item.mark]
    attempt = Attempt.objects.select_related("quiz").filter(quiz=visit.quiz_id, user=user).first()
    if attempt is None or attempt.finished_at is None:
        return CheckResult(len(checked), len(items))
    wrong = tuple(item for item in checked if item.mark and not item.mark.right)
    by_slug = {lesson.slug: lesson for lesson in visit.outline.lessons if lesson.is_written}
    reread = dict.fromkeys(by_slug[item.revisits] for item in wrong if item.revisits in by_slug)
    try:
        return CheckResult(len(checked), len(items), score_of(attempt), wrong=wrong, reread=tuple(reread))
    except NoScore as none:
        return CheckResult(len(checked), len(items), None, none.sentence, wrong, tuple(reread))
