"""What is measured, and the bars that it must keep. To measure a new page, add a Subject and a Bar."""

from dataclasses import dataclass

from bench.environment import sqlite_url

LEAD = "lead@touchstone.example"
LESSON = "/learn/why-assess/why-before-what/"
ALL_LESSONS = 44
COHORT = "bench"  # what bench/site.py calls the demonstration's next cohort for sale


@dataclass(frozen=True)
class Subject:
    name: str
    path: str
    database: str = "site-1"
    settings: str = "cms.settings"
    email: str = LEAD
    saves: bool = False
    reads_form: bool = False
    page_cache: bool = True

    @property
    def environment(self) -> dict[str, str]:
        """As in production but for HTTPS and the hashed names of static files, which are not what is measured."""
        return {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "DATABASE_URL": sqlite_url(self.database),
            "DEMO": "0",
            "DEBUG": "0",
            "PRODUCTION": "0",
            "REDIS_URL": "",
            "PAGE_CACHE": "1" if self.page_cache else "0",
            "PYTHONWARNINGS": "ignore",
        }


@dataclass(frozen=True)
class Bar:
    id: str
    what: str
    subject: str
    most: float  # times `against`
    queries: int
    against: str = "R"
    same_queries: bool = False  # and exactly as many queries as `against`


BARE = {"database": "bare", "settings": "bench.bare.settings", "email": "bare"}
# Each public page type once, as a visitor sees it
VISITED = {
    "home": "/",
    "programme": "/programme/",
    "cohorts": "/cohorts/",
    "testimonials": "/testimonials/",
    "filtered": "/testimonials/?phase=primary",
    "testimonial": "/testimonials/why-before-what/",
    "facilitators": "/facilitators/",
    "questions": "/questions/",
    "policy": "/privacy/",
    "blog": "/blog/",
    "post": "/blog/the-child-beside-the-line/",
    "sitemap": "/sitemap.xml",
}
SUBJECTS = {
    subject.name: subject
    for subject in [
        Subject("R", "/page/", **BARE),
        Subject("S", "/save/", **BARE, saves=True),
        Subject("lesson-1", LESSON),
        Subject("lesson-44", LESSON, database="site-44"),
        Subject("dashboard-1", "/learn/"),
        Subject("dashboard-44", "/learn/", database="site-44"),
        Subject("answer", LESSON, database="site-0", saves=True, reads_form=True),
        *(Subject(f"{name}-kept", path, email="") for name, path in VISITED.items()),
        *(Subject(f"{name}-made", path, email="", page_cache=False) for name, path in VISITED.items()),
        Subject("book", f"/book/{COHORT}/"),
    ]
}

BARS = [
    Bar("R", "bare signed-in page: the measure itself", "R", 1, 2),
    Bar("P1", "lesson page, 1 lesson done", "lesson-1", 2.5, 6),
    Bar("P1", "lesson page, 44 lessons done", "lesson-44", 2.5, 6),
    Bar("P1", "lesson page, 44 against 1 done", "lesson-44", 1.2, 6, "lesson-1", same_queries=True),
    Bar("P1b", "dashboard, 1 lesson done", "dashboard-1", 4, 8),
    Bar("P1b", "dashboard, 44 lessons done", "dashboard-44", 4, 8),
    Bar("P1b", "dashboard, 44 against 1 done", "dashboard-44", 1.2, 8, "dashboard-1", same_queries=True),
    Bar("P4", "save of an answer, one client (0.6 of S a second)", "answer", 1 / 0.6, 8, "S"),
    *(Bar("P2", f"{name}, a copy of it", f"{name}-kept", 0.5, 0) for name in VISITED),
    *(Bar("P3", f"{name}, made anew", f"{name}-made", 6, 12) for name in VISITED),
    Bar("P7", "start page of booking", "book", 6, 12),
]
