"""Six invented interviews for the demonstration: different schools, one critical, one whose consent has ended."""

from dataclasses import dataclass

from cms.models import Phase, Region, Size


@dataclass(frozen=True)
class Interview:
    slug: str
    title: str
    quote: str
    role: str
    phase: str
    size: str
    region: str
    changed: str
    hard: str
    exchanges: tuple[tuple[str, str], ...]
    person_name: str = ""
    school_name: str = ""
    interest: str = ""
    wording: str = "as given"
    days_left: int = 500  # of the consent, counted from the day the demonstration is laid; -1 ended yesterday


INTERVIEWS = (
    Interview(
        slug="why-before-what",
        title="A junior school that asked who reads the spreadsheet (invented)",
        quote="We had a name for every column of the spreadsheet, and a reason for three of them.",
        person_name="Marian Doyle (invented)",
        role="Headteacher",
        school_name="Ashcombe Junior School (invented)",
        phase=Phase.PRIMARY,
        size=Size.MIDDLE,
        region=Region.SOUTH_WEST,
        changed=(
            "We collect reading and mathematics twice a year instead of six times. The four sheets that went had no "
            "reader; we asked for a fortnight and nobody came forward."
        ),
        hard=(
            "Telling two colleagues that a test they had written and were proud of could not carry what we hung on it. "
            "I put that off for a whole half term, and it did not get easier by waiting."
        ),
        exchanges=(
            (
                "Why did you come?",
                "Advice after levels had left us with levels under another name: nine steps a year, each with a "
                "colour. I wanted to know why we were doing it before I was told, again, what to do.",
            ),
            (
                "What did you do in the first half term?",
                "We wrote the register. Forty-one things. My deputy and I did it separately and compared: eleven of "
                "hers were not on my list, and I am the head.",
            ),
            (
                "What would you say to a school that is thinking about it?",
                "Send the person who can stop things. If that is you, then go yourself.",
            ),
        ),
    ),
    Interview(
        slug="a-language-for-two",
        title="A large secondary school, five lessons behind in March (invented)",
        quote="We stopped arguing about marks and began to argue about what they were for, which is a better argument.",
        role="Assistant head, assessment",
        phase=Phase.SECONDARY,
        size=Size.VERY_LARGE,
        region=Region.WEST_MIDLANDS,
        changed=(
            "Four departments now write a table of topics before they write a test. End-of-year examinations went from "
            "three papers to two, and the third paper’s hour is spent on going through the second."
        ),
        hard=(
            "The middle of the spring term. Module 3 asks for arithmetic that one of us had last done at sixteen, and "
            "mocks fell in the same weeks. We were five lessons behind and needed a call to be told that this was not "
            "the end of the world."
        ),
        wording="shortened",
        exchanges=(
            (
                "What surprised you?",
                "How sure I had been. The questions ask how certain you are before they show you the answer. I was "
                "very certain, and wrong, about reliability, for about six weeks.",
            ),
            (
                "Did pupils notice anything?",
                "Fewer tests in December. I would not claim more than that after one year: we have not measured it, "
                "and now I know what it would take.",
            ),
        ),
    ),
    Interview(
        slug="not-for-every-year",
        title="A school of ninety, and the wrong year for it (invented)",
        quote="It was the right course in the wrong year. We finished it, and I would not start it like that again.",
        role="Deputy head",
        phase=Phase.PRIMARY,
        size=Size.SMALL,
        region=Region.NORTH_EAST,
        changed=(
            "We dropped our own reading test in Years 3 to 5. Much else that we planned is still a plan, and says so "
            "on the page that hangs in the staff room."
        ),
        hard=(
            "We are a school of ninety. One of our two leads was off from January to Easter and the other carried the "
            "meetings alone, which is not what they are made for. Two lessons a week is honest as an average and wrong "
            "in the week of a residential. The portfolio asks for more writing than a small school has evenings."
        ),
        exchanges=(
            (
                "What should we change?",
                "Say on the first page that a small school needs cover for the meetings, in money. And let two small "
                "schools do the meetings together.",
            ),
            (
                "Would you recommend it?",
                "To a school with two people who will both be there. Ask yourselves that first; the ten pairs of "
                "statements are a fair way to do it.",
            ),
        ),
    ),
    Interview(
        slug="across-the-phases",
        title="One roof, two staff rooms, one figure (invented)",
        quote="Year 6 and Year 7 had been reading the same number in two ways for years, under one roof.",
        role="Assessment lead",
        school_name="Kestrel Road School (invented)",
        phase=Phase.ALL_THROUGH,
        size=Size.LARGE,
        region=Region.LONDON,
        changed=(
            "One sheet goes up from Year 6 to Year 7, with a sentence beside each figure that says what it cannot "
            "tell. The baseline test in September is gone: it decided nothing that the sheet did not."
        ),
        hard=(
            "Agreeing, across two staff rooms, that neither had been doing it wrong. It took three meetings instead of "
            "one, and we moved the plan by two weeks."
        ),
        interest="Her sister worked as a facilitator for the provider in the year after this interview.",
        exchanges=(
            (
                "How did the two of you work?",
                "One from each phase. We met on Tuesdays at half past three, at one screen, and did not let anybody "
                "book the room.",
            ),
            (
                "What did you keep that you thought would go?",
                "The half-termly spelling check. It takes eight minutes and somebody teaches differently because of "
                "it. That turned out to be the whole test of a test.",
            ),
        ),
    ),
    Interview(
        slug="when-a-score-is-two-pupils",
        title="A special school that stopped writing percentages (invented)",
        quote="With groups of six, a percentage is a person. We have stopped writing percentages.",
        role="Head of school",
        phase=Phase.SPECIAL,
        size=Size.SMALL,
        region=Region.YORKSHIRE,
        changed=(
            "Reports to governors are counts and sentences now. Teachers record what a pupil did, with a date, and "
            "nobody turns it into a number afterwards."
        ),
        hard=(
            "Many examples are of classes of twenty-eight. We had to translate as we went, and some of module 3 does "
            "not translate. The facilitator helped; a lesson for schools like ours would help more."
        ),
        wording="edited",
        exchanges=(
            (
                "What did governors say?",
                "One missed the graph. Then she asked what the graph had ever decided, and the others went quiet.",
            ),
        ),
    ),
    Interview(
        slug="a-year-of-questions",
        title="A director of studies with one question (invented)",
        quote="I ask one question now, what will we do differently, and people have learned to wait for it.",
        role="Director of studies",
        phase=Phase.SECONDARY,
        size=Size.LARGE,
        region=Region.SOUTH_EAST,
        changed="Reports went from five a year to three.",
        hard="Parents had liked five, and some still ask.",
        days_left=-1,
        exchanges=(("What stayed with you?", "That a test is an instrument, and ours had no maker’s name on it."),),
    ),
)
