"""What a public page says of itself in the words of schema.org: here, since templates may ask any app."""

from django import template
from django.conf import settings
from django.utils import timezone

from cms import linkeddata
from cms.domain.pagecache import pages_version
from cms.markdown import render_author_markdown
from cms.models import Provider
from cms.queries.sharing import picture_path, shared_text
from cms.queries.site import public_places, who_runs_this
from cms.templatetags.once import kept
from cms.views.pagecache import public_parameters_of
from courses.models import ProgrammePage
from courses.queries.programme import programme_outline
from courses.templatetags.shopwindow import cohorts_of

register = template.Library()

PAGES_WITH_TRAIL = 3  # from this depth: below the home page


@register.simple_tag(takes_context=True)
def linked_data(context) -> linkeddata.LinkedData:
    """Nothing for somebody signed in, in a preview, and on a page that is not for everybody."""
    request, page = context.get("request"), context.get("page")
    user = getattr(request, "user", None)
    is_private = request is None or (user and user.is_authenticated) or getattr(request, "is_preview", False)
    if is_private or not hasattr(page, "_meta") or public_parameters_of(request, page) is None:
        return linkeddata.LinkedData(())
    nodes = kept(page, "nodes", lambda: (*NODES.get(page._meta.label, no_nodes)(page), *trail(page)), page.pk)
    return linkeddata.LinkedData(nodes)


def no_nodes(page) -> list[linkeddata.Node]:
    return []


def provider_of(page) -> Provider:
    return kept(page, "provider", who_runs_this)


def address_of(page) -> str:
    """As visitors have it; the record of the site may name another host."""
    return f"{settings.SITE_URL}/{page.url_path.split('/', 2)[2]}"


def trail(page) -> list[linkeddata.Node]:
    if page.depth < PAGES_WITH_TRAIL:
        return []
    here = address_of(page)
    places = kept(page, "places", public_places) if page.depth > PAGES_WITH_TRAIL else ()
    above = [(place.title, settings.SITE_URL + place.path) for place in places]
    steps = [("Touchstone", f"{settings.SITE_URL}/")]
    steps += [(title, address) for title, address in above if here.startswith(address)]
    steps += [(page.title, here)]
    return [linkeddata.breadcrumbs(steps)]


def home_nodes(page) -> list[linkeddata.Node]:
    provider = provider_of(page)
    return [
        linkeddata.organization(
            site_url=settings.SITE_URL,
            name=provider.name,
            legal_name=provider.legal_name,
            email=provider.contact_email,
            telephone=provider.telephone,
        ),
        linkeddata.website(site_url=settings.SITE_URL, name=provider.name),
    ]


def course_nodes(page) -> list[linkeddata.Node]:
    """On the programme and on the page of cohorts: the one course, and each cohort that visitors may book."""
    programme = page if isinstance(page, ProgrammePage) else ProgrammePage.objects.live().first()
    return [course_of(programme, provider_of(page), cohorts_of(page))] if programme else []


def course_of(programme: ProgrammePage, provider: Provider, cohorts) -> linkeddata.Node:
    url = address_of(programme)
    lessons = programme_outline(programme.pk, as_of=pages_version()).lessons
    hours = round(sum(lesson.minutes for lesson in lessons) / 60)  # of lessons; meetings differ from school to school
    instances = [
        linkeddata.course_instance(
            name=cohort.name,
            starts_on=cohort.starts_on,
            ends_on=cohort.ends_on,
            hours=hours,
            price_pence=cohort.price_pence,
            places_left=cohort.places_left,
            may_book=cohort.may_book,
            books_until=cohort.books_until,
            url=url,
        )
        for cohort in cohorts
    ]
    return linkeddata.course(
        site_url=settings.SITE_URL,
        url=url,
        name=programme.title,
        description=shared_text(programme).description,
        provider=provider.name,
        instances=instances,
        offers=[instance["offers"] for instance in instances],
    )


def question_nodes(page) -> list[linkeddata.Node]:
    questions = [(question, str(render_author_markdown(answer))) for question, answer in page.questions]
    return [linkeddata.faq_page(url=address_of(page), questions=questions)] if questions else []


def post_nodes(page) -> list[linkeddata.Node]:
    authors = [(author.name, f"{settings.SITE_URL}/blog/by/{author.slug}/") for author in page.authors.all()]
    return [
        linkeddata.blog_posting(
            site_url=settings.SITE_URL,
            url=address_of(page),
            title=page.title,
            description=shared_text(page).description,
            published=page.first_published_at or page.posted_on,
            changed=page.last_published_at,
            authors=authors,
            image=settings.SITE_URL + picture_path(page),
        )
    ]


def review_nodes(page) -> list[linkeddata.Node]:
    """A person agreed to this site, or also to what is shared from it: a search engine shows it elsewhere."""
    may_be_shared = page.consents.current(timezone.localdate()).filter(scope="sharing").exists()
    programme = ProgrammePage.objects.live().first() if may_be_shared else None
    if programme is None or not page.quote:
        return []
    return [
        linkeddata.review(
            course_url=address_of(programme),
            course_name=programme.title,
            author=page.who,
            text=page.quote,
            said_on=page.said_on,
        )
    ]


NODES = {
    "cms.HomePage": home_nodes,
    "courses.ProgrammePage": course_nodes,
    "courses.CohortsPage": course_nodes,
    "cms.FaqPage": question_nodes,
    "cms.PostPage": post_nodes,
    "cms.TestimonialPage": review_nodes,
}
