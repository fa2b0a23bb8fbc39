"""Testimonials that may be shown today. Whatever shows one asks here."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing

from cms.models import HomePage, Phase, Region, Size, TestimonialConsent, TestimonialPage

SIGNER = signing.Signer(salt="cms.withdraw-testimonial")
FILTERS = {"phase": ("Phase", Phase), "size": ("Size", Size), "region": ("Region", Region)}
REMINDED_BEFORE = timedelta(days=30)


def shown_testimonials(*, today: date):
    """Published, with a "what was hard" and a current consent; the newest first."""
    return TestimonialPage.objects.shown(today=today).order_by("-said_on", "-pk")


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    any: int  # how many there are when nothing of this kind is chosen
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Found:
    testimonials: list[TestimonialPage]
    total: int
    facets: tuple[Facet, ...]
    is_filtered: bool


def chosen_of(wanted: dict[str, str]) -> dict[str, str]:
    return {name: wanted[name] for name, (_, kinds) in FILTERS.items() if wanted.get(name) in kinds.values}


def interviews_like(wanted: dict[str, str], *, today: date) -> Found:
    """Those of schools like the one described, and how many each other choice would leave: one query.

    What is no choice of ours is taken as no choice.
    """
    everyone = list(shown_testimonials(today=today))
    chosen = chosen_of(wanted)
    return Found(
        testimonials=fitting(everyone, chosen),
        total=len(everyone),
        facets=tuple(facet(name, everyone, chosen) for name in FILTERS),
        is_filtered=bool(chosen),
    )


def fitting(testimonials, chosen: dict[str, str]) -> list[TestimonialPage]:
    return [one for one in testimonials if all(getattr(one, name) == value for name, value in chosen.items())]


def facet(name: str, everyone: list[TestimonialPage], chosen: dict[str, str]) -> Facet:
    """Counts within what the other choices leave; a kind that no testimonial has is not offered."""
    label, kinds = FILTERS[name]
    others = fitting(everyone, {other: value for other, value in chosen.items() if other != name})
    counts = Counter(getattr(one, name) for one in others)
    offered = {getattr(one, name) for one in everyone}
    choices = tuple(
        Choice(value, str(words), counts[value], chosen.get(name) == value)
        for value, words in kinds.choices
        if value in offered
    )
    return Facet(name, label, len(others), choices)


def testimonial_line(home: HomePage, *, today: date) -> TestimonialPage | None:
    """The one on the home page: the chosen one while it may be shown, else the newest."""
    shown = shown_testimonials(today=today)
    return shown.filter(pk=home.testimonial_id).first() or shown.first() if home.testimonial_id else shown.first()


def withdraw_token(testimonial_id: int) -> str:
    return SIGNER.sign_object(testimonial_id)


def testimonial_of_token(token: str) -> TestimonialPage | None:
    try:
        pk = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return TestimonialPage.objects.filter(pk=pk).first()


def has_consent_to_withdraw(testimonial: TestimonialPage) -> bool:
    return testimonial.consents.filter(withdrawn_at__isnull=True).exists()


def consents_near_their_end(*, today: date):
    """Current consents that nobody was reminded of: the page goes when they end, unless another one lasts longer."""
    near = TestimonialConsent.objects.current(today).filter(until__lte=today + REMINDED_BEFORE, reminded_at=None)
    return near.select_related("testimonial")


def consents_just_ended(*, today: date):
    """A clock that stood still for some days has these still before it."""
    return TestimonialConsent.objects.filter(withdrawn_at=None, until__lt=today, until__gte=today - timedelta(days=7))
