"""Builders of what visitors read: interviews with their consent, questions, enquiries."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from cms.models import (
    Enquiry,
    FaqPage,
    Phase,
    ReadinessPage,
    Region,
    Size,
    TestimonialConsent,
    TestimonialPage,
    TestimonialsPage,
)
from tests.builders import build_site

NOW = datetime(2026, 11, 5, 10, 14, tzinfo=UTC)  # a Thursday
TODAY = date(2026, 11, 5)
YESTERDAY = TODAY - timedelta(days=1)
_number = count(1)


def build_page(model, *, parent=None, slug, **fields):
    parent = parent or build_site()
    existing = model.objects.child_of(parent).filter(slug=slug).first()
    if existing:
        return existing
    parent.refresh_from_db()
    page = parent.add_child(instance=model(slug=slug, **{"title": slug.capitalize(), **fields}))
    page.save_revision(clean=False).publish()
    return page


def build_testimonials_page() -> TestimonialsPage:
    return build_page(TestimonialsPage, slug="testimonials")


def build_testimonial(*, consent=True, until=date(2027, 11, 5), **fields) -> TestimonialPage:
    """An interview of a small primary school in London, with a consent until a year from today."""
    number = next(_number)
    defaults = {
        "title": f"Interview {number}",
        "quote": f"quote-{number}",
        "role": "Deputy head",
        "phase": Phase.PRIMARY,
        "size": Size.SMALL,
        "region": Region.LONDON,
        "took_part": "Autumn cohort, 2025",
        "said_on": date(2026, 7, 1),
        "changed": "Two tests went.",
        "hard": "Saying so.",
    }
    slug = fields.pop("slug", f"interview-{number}")
    page = build_page(TestimonialPage, parent=build_testimonials_page(), slug=slug, **defaults | fields)
    if consent:
        build_consent(page, until=until)
    return page


def build_consent(testimonial, *, until=date(2027, 11, 5), **fields) -> TestimonialConsent:
    return TestimonialConsent.objects.create(
        testimonial=testimonial,
        **{
            "given_by": "Ada Example",
            "given_by_email": "ada@example.org",
            "given_on": date(2025, 11, 5),
            "until": until,
            "evidence": "Form 1",
            "recorded_at": NOW,
            **fields,
        },
    )


def build_faq(**fields) -> FaqPage:
    group = {"heading": "Money", "questions": [{"question": "Who pays?", "answer": "The **school**."}]}
    return build_page(FaqPage, slug="questions", body=[("asked", group)], **fields)


def build_readiness_page(*, pairs=2) -> ReadinessPage:
    body = [
        (
            "pair",
            {
                "topic": f"Topic {number}",
                "not_yet": f"not-yet-{number}",
                "ready": f"ready-{number}",
                "advice": f"advice-{number}",
                "is_needed": number == 1,
            },
        )
        for number in range(1, pairs + 1)
    ]
    return build_page(ReadinessPage, slug="are-we-ready", title="Are we ready?", pairs=body)


def build_enquiry(*, asked_at=NOW, **fields) -> Enquiry:
    return Enquiry.objects.create(
        asked_at=asked_at,
        **{"name": "Ben Asker", "email": "ben@example.org", "topic": "quote", "text": "What does it cost?", **fields},
    )
