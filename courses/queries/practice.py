"""Practice by pillar: what there is to practise, and one scenario of it in its place."""

from dataclasses import dataclass

from django.urls import reverse

from courses.queries.enrolment import Lead
from courses.queries.programme import LessonLine, Outline
from quizzes.models import Pillar
from quizzes.queries.item import Item
from quizzes.queries.practice import Scenario, item_to_practise, scenarios_for


@dataclass(frozen=True)
class Shelf:
    """The scenarios of one pillar."""

    pillar: Pillar
    question: str  # that the module of the pillar asks
    scenarios: tuple[Scenario, ...]

    @property
    def label(self) -> str:
        return str(self.pillar.label)

    @property
    def unanswered(self) -> int:
        return sum(scenario.answered_at is None for scenario in self.scenarios)

    @property
    def first(self) -> Scenario:
        """Where to begin: with one that was never practised, if there is one that has no answer yet."""
        return next((one for one in self.scenarios if not one.answered_at and not one.practised_at), self.scenarios[0])

    def find(self, key: str) -> int | None:
        return next((place for place, one in enumerate(self.scenarios) if one.key == key), None)


@dataclass(frozen=True)
class Practice:
    """Everything somebody may practise. Of the team, who are no leads, nothing is noted."""

    lead: Lead | None
    outline: Outline
    shelves: tuple[Shelf, ...]

    def shelf(self, pillar: str) -> Shelf | None:
        return next((shelf for shelf in self.shelves if shelf.pillar == pillar and shelf.scenarios), None)


@dataclass(frozen=True)
class Exercise:
    """One scenario on its page."""

    scenario: Scenario
    shelf: Shelf
    lesson: LessonLine | None  # None for a scenario of the bank that no lesson asks yet
    item: Item
    before: Scenario | None
    after: Scenario | None

    @property
    def path(self) -> str:
        return self.item.action


def practice_of(lead: Lead | None, outline: Outline) -> Practice:
    """One query beside the outline's."""
    scenarios = scenarios_for(lead.user_id if lead else 0)
    questions = {module.pillar: module.question for module in outline.modules}
    return Practice(
        lead,
        outline,
        tuple(
            Shelf(pillar, questions.get(pillar, ""), tuple(one for one in scenarios if one.pillar == pillar))
            for pillar in Pillar
        ),
    )


def exercise_of(practice: Practice, shelf: Shelf, place: int) -> Exercise:
    scenario, every = shelf.scenarios[place], shelf.scenarios
    lessons = {lesson.slug: lesson for lesson in practice.outline.lessons}  # a lesson's quiz has its slug as key
    return Exercise(
        scenario=scenario,
        shelf=shelf,
        lesson=lessons.get(scenario.lesson or ""),
        item=item_to_practise(
            scenario,
            seed=f"{practice.lead.user_id if practice.lead else ''}:{scenario.question_id}",
            position=place + 1,
            count=len(every),
            action=reverse("practise", args=[shelf.pillar, scenario.key]),
            topic=shelf.label.lower(),
        ),
        before=every[place - 1] if place else None,
        after=every[place + 1] if place + 1 < len(every) else None,
    )
