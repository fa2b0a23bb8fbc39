"""The pages for visitors of the demonstration. All people, schools and interviews in them are invented, and say so."""

from datetime import date, timedelta

from django.utils.timezone import now
from wagtail.models import Page

from cms.domain.testimonial import give_consent
from cms.models import (
    ContentPage,
    Facilitator,
    FacilitatorsPage,
    FaqPage,
    HomePage,
    ReadinessPage,
    TestimonialConsent,
    TestimonialPage,
    TestimonialsPage,
)
from courses.demonstration_interviews import INTERVIEWS, Interview
from courses.demonstration_policies import policies
from courses.models import CohortsPage, ProgrammePage


def lay_public(*, today: date) -> None:
    """Lays the pages that are missing; what is there stays as it is."""
    home = HomePage.objects.get()
    lay_home(home)
    ProgrammePage.objects.filter(show_in_menus=False).update(show_in_menus=True)
    put(home, CohortsPage, "cohorts", "Cohorts and prices", introduction=COHORTS, body=steps())
    lay_interviews(put(home, TestimonialsPage, "testimonials", "What schools say", introduction=SAID), today)
    put(home, FacilitatorsPage, "facilitators", "Facilitators", introduction=PEOPLE)
    put(home, FaqPage, "questions", "Questions that schools ask", introduction=ASKED, body=faq())
    put(home, ReadinessPage, "are-we-ready", "Are we ready for this year?", introduction=READY, pairs=pairs())
    for slug, title, introduction, text in policies():
        put(home, ContentPage, slug, title, introduction=introduction, body=[("prose", text)])
    for place, (name, role, text) in enumerate(FACILITATORS, 1):
        Facilitator.objects.get_or_create(name=name, defaults={"role": role, "text": text, "place": place})


def put(parent: Page, model, slug: str, title: str, **fields):
    found = model.objects.child_of(parent).filter(slug=slug).first()
    if found is None:
        parent.refresh_from_db()
        found = parent.add_child(instance=model(title=title, slug=slug, **fields))
        found.save_revision(clean=False).publish()
    return found


def lay_home(home: HomePage) -> None:
    if home.introduction or home.body:
        return
    home.introduction = HOME
    home.body = [("questions", {"heading": "Four questions, asked of every assessment", "questions": FOUR})]
    home.search_description = (
        "A year for two people from your school who learn why to assess before what, and leave it with fewer, better "
        "assessments."
    )
    home.save_revision(clean=False).publish()


def lay_interviews(index: TestimonialsPage, today: date) -> None:
    for number, interview in enumerate(INTERVIEWS):
        page = TestimonialPage.objects.child_of(index).filter(slug=interview.slug).first()
        if page is None:
            page = put(index, TestimonialPage, interview.slug, interview.title, **words_of(interview, number, today))
            lay_consent(page, interview, today)


def words_of(interview: Interview, number: int, today: date) -> dict:
    year = today.year - 1
    given = ("quote", "role", "person_name", "school_name", "phase", "size", "region", "changed", "hard", "wording")
    return {name: getattr(interview, name) for name in (*given, "interest")} | {
        "took_part": f"Pilot year {year - 1}-{year % 100:02} (invented)",
        "said_on": today - timedelta(days=90 + 20 * number),
        "interview": [("exchange", {"question": ask, "answer": answer}) for ask, answer in interview.exchanges],
    }


def lay_consent(page: TestimonialPage, interview: Interview, today: date) -> TestimonialConsent:
    return give_consent(
        testimonial=page,
        given_by=interview.person_name or f"{interview.role} (invented)",
        given_by_email=f"{interview.slug}@touchstone.example",
        given_on=today - timedelta(days=100),
        until=today + timedelta(days=interview.days_left),
        scope=TestimonialConsent.Scope.SITE,
        evidence="Invented: there is no paper.",
        now=now(),
    )


HOME = (
    "Two people from your school, one year, about an hour a week. They learn why to assess before what, and leave you "
    "with fewer assessments and a reason for each that stays."
)
FOUR = [
    {"word": word, "question": question, "answer": answer}
    for word, question, answer in (
        ("Purpose", "Why are we doing it?", "Name who will decide what, and by when. If nobody can, it may stop."),
        ("Validity", "What can we say from it?", "A result bears some conclusions and not others. Write down which."),
        ("Reliability", "How sure are we?", "On another day the same pupil gets another mark. Know by how much."),
        ("Value", "Was it worth it?", "Count the hours, and what was done differently because of them."),
    )
]
COHORTS = "Places are sold to schools, for two to six leads. Book first; the order number and the names may follow."
SAID = (
    "Interviews, not applause. Each says what changed and what was hard, from a school that you can compare with "
    "yours. All of these are invented, for this demonstration."
)
PEOPLE = "They answer your leads, hold the six webinars and ring you when a pair goes quiet. All invented here."
ASKED = "If yours is not among them, ask us: a person answers."
READY = "Ten pairs of statements on what the year leans on. Better to find out now, in three minutes, than in February."
FACILITATORS = (
    (
        "Helen Ward (invented)",
        "Facilitates the autumn cohort",
        "Taught Year 4 for eleven years and was a deputy head for six. Schools ask her most often how to tell a "
        "colleague that a test can go.\n\nShe rings each school by week 6, and again whenever a pair has been quiet "
        "for sixteen school days.",
    ),
    (
        "Rashid Karim (invented)",
        "Holds the clinic on tests that departments wrote themselves",
        "Taught physics, then led a mathematics department through two changes of examination board. He likes a mark "
        "scheme that two people read the same way, and has met four.",
    ),
)


def steps():
    return [
        (
            "steps",
            {
                "heading": "From a booking to week 1",
                "steps": [
                    {"when": "You book", "what": "Two to six places are held for your school for 14 days. No card."},
                    {"when": "You order", "what": "A purchase order number, or a yes to the quote, makes them yours."},
                    {"when": "We invoice", "what": "Due in 30 days; over two financial years if you ask."},
                    {
                        "when": "You name people",
                        "what": "At the latest ten school days before week 1. A name can change after that too.",
                    },
                    {"when": "Week 1", "what": "Each lead gets a link. The first lesson takes 25 minutes."},
                ],
            },
        ),
        (
            "prose",
            "What a cancellation costs on which day stands in the [terms of booking](/terms/), and as dates on your "
            "quote. Not sure yet? [Ten pairs of statements](/are-we-ready/) help two people to decide.",
        ),
    ]


def faq():
    return [
        ("asked", {"heading": heading, "questions": [{"question": ask, "answer": answer} for ask, answer in group]})
        for heading, group in QUESTIONS
    ]


QUESTIONS = (
    (
        "Before you book",
        (
            (
                "Why two people, and can we send one?",
                "No, two is the fewest. The eight meetings are for two people who can decide something together, and "
                "one person alone rarely changes what a school does.",
            ),
            (
                "Who should they be?",
                "One who may change policy, such as a head or deputy, and one who teaches most of the week. Neither "
                "needs to like statistics.",
            ),
            (
                "Is it for primary or secondary schools?",
                "Both, and special and all-through schools. Examples come from all of them; special schools have told "
                "us that they still have to translate some.",
            ),
            (
                "How much time does it take?",
                "About fifty minutes of lessons a week until school week 26, eight meetings of 45 to 60 minutes, then "
                "work with your own colleagues. The [programme page](/programme/) adds the hours up.",
            ),
        ),
    ),
    (
        "Money",
        (
            (
                "Do we need a purchase order to book?",
                "Not to book: places are held for 14 days without one. To keep them, send the number or accept the "
                "quote.",
            ),
            (
                "Can the invoice be split over two financial years?",
                "Yes. Say so when you book, and each part is invoiced in its own year.",
            ),
            (
                "What if we have to cancel?",
                "It depends on the day. Your quote prints the dates and what is due on each; the rule stands in the "
                "[terms](/terms/). Sending another colleague instead costs nothing.",
            ),
        ),
    ),
    (
        "During the year",
        (
            (
                "What if one of our leads leaves?",
                "The place passes to a colleague. The school’s notes stay with the school; answers and reflections "
                "stay with the person. Up to the end of module 2 there is a short list for catching up.",
            ),
            (
                "Do you need data about our pupils?",
                "No, and we refuse it. Nothing that you write may name a pupil, and nothing in the year needs it.",
            ),
            (
                "Is there a test at the end?",
                "There is one at the start and one at the end, for you to see what moved. There is no pass mark: "
                "giving it stakes would spoil it, and lesson 1.9 says why.",
            ),
        ),
    ),
)


def pairs():
    names = ("topic", "not_yet", "ready", "advice", "is_needed")
    return [("pair", dict(zip(names, pair, strict=True))) for pair in PAIRS]


PAIRS = (
    (
        "Two people",
        "One keen person would do it and tell the others.",
        "Two people want to do it together, and know when they are both free.",
        "Find the second person before you find the money. Show both the free lesson and ask what they thought.",
        True,
    ),
    (
        "Somebody who may decide",
        "Both could suggest changes; neither could make them.",
        "One of the two may change what the school assesses, or sits where that is decided.",
        "Without it the year produces good advice that nobody has to take. Send a different pair, or give one of these "
        "two the right to stop one thing.",
        True,
    ),
    (
        "Time of the two",
        "They will find the time somehow.",
        "An hour a week is on both timetables, or another duty has been taken away for it.",
        "Somehow lasts until half term. Agree which hour it is, and what happens when it is taken for cover.",
        True,
    ),
    (
        "The head behind it",
        "The head knows about it and has nothing against it.",
        "The head has told staff why, and will ask what was found each half term.",
        "Ask the head for two sentences to the staff and four dates in the diary. That is all it takes, and nothing "
        "replaces it.",
        True,
    ),
    (
        "A question of your own",
        "We should look at assessment again, generally.",
        "We can name something that we collect and cannot say what it decides.",
        "Pick one collection and ask three people what they did differently because of the last one. You will have "
        "your question.",
        False,
    ),
    (
        "What will stop",
        "Nothing can go; whatever we learn comes on top.",
        "We would be willing to stop at least one thing this year, and know who has to agree.",
        "A year that only adds makes workload worse. Name one thing that could go if it turned out to have no use.",
        True,
    ),
    (
        "What else is changing",
        "A new curriculum, tracker or building takes everybody’s attention this year.",
        "For these two people it would be the one large change of the year.",
        "Ask which of the changes could wait a year. If none can, let this one wait.",
        False,
    ),
    (
        "Safe to find something out",
        "The results of a class are used to judge its teacher.",
        "Staff can say that a test told them nothing, and nothing happens to them.",
        "People will not look closely at a number that is used on them. Say in writing which results will not be used "
        "that way while you look.",
        False,
    ),
    (
        "Both still there in July",
        "One of the two may leave or change post before the summer.",
        "As far as anybody can know, both will be here.",
        "A place can be handed over, but the shared language cannot. Think of a third lead from the start.",
        False,
    ),
    (
        "The summer term",
        "The meeting time of the summer term is already given away.",
        "Three hours of staff or department time in the summer term could be kept for it.",
        "In the third term the leads work with their colleagues. Keep three dates now; they are easy to give back.",
        False,
    ),
)
