"""The blog of the demonstration: posts from courses/posts, invented authors, and comments in every state."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from django.utils.timezone import make_aware

from cms.domain.comment import Commenter, show, write_comment
from cms.domain.moderation import settle_comment
from cms.models import Author, BlogPage, Comment, HomePage, PostPage, User
from courses.lessonfile import FileBlock, PageFile, read_page

POSTS = Path(__file__).resolve().parent / "posts"
INTRODUCTION = "Short pieces on asking why before what, by people who would rather stop an assessment than add one."
NAMESPACE = UUID("3f0f7c1e-6f0f-4b53-9d5e-6a0f5a3c7b10")
SHOWN, WAITING, HIDDEN = Comment.State.SHOWN, Comment.State.WAITING, Comment.State.HIDDEN

AUTHORS = (
    (
        "maud-ellery",
        "Maud Ellery",
        "Facilitator of the programme",
        "Invented for this demonstration. Taught juniors for eighteen years and still has the first markbook.",
    ),
    (
        "ravi-thorne",
        "Ravi Thorne",
        "Assessment lead, secondary school",
        "Invented for this demonstration. Teaches mathematics, and counts hours for pleasure.",
    ),
)
# The file of the post, its authors, its tags, how many days before today it was posted: the last has closed
LAID = (
    ("01-the-child-beside-the-line.md", ("maud-ellery",), ("Reliability", "Decisions"), 4),
    ("02-what-seven-hundred-and-twenty-hours-bought.md", ("ravi-thorne",), ("Value", "Workload"), 18),
    ("03-one-two-three-six.md", ("maud-ellery", "ravi-thorne"), ("Progress", "Reliability"), 39),
    ("04-ten-hours-of-green-ink.md", ("ravi-thorne",), ("Feedback", "Workload"), 74),
)
# Post, who, role, text, hours after the post, state, the place (in this list) of the comment replied to
COMMENTS = (
    (
        *(0, "Ines Barrow", "Assessment lead, primary school"),
        "We put a small *n* beside everybody within five marks of the line. The booster list did not get shorter, but "
        "two children on it changed, after their old teacher had looked at it.",
        *(9, SHOWN, None),
    ),
    (
        *(0, "Colin Asher", "Headteacher, junior school"),
        "Who decides how wide “close” is? If it is us, we shall be asked why four and not six.",
        *(11, SHOWN, 0),
    ),
    (
        *(0, "Maud Ellery", "Facilitator of the programme"),
        "The test’s own standard error, where the manual gives one. Then the answer is in print, and it is the same "
        "next year.",
        *(13, SHOWN, 0),
    ),
    (
        *(0, "Petra Lund", "Deputy head, secondary school"),
        "From the other side of the hill: we would rather have your sentence beside the figure than the figure to one "
        "more decimal place.",
        *(30, SHOWN, None),
    ),
    (
        *(0, "Dev Marsh", "Assessment lead, primary school"),
        "Ours goes up with both columns still. I should like to see a sheet that is done the other way.",
        *(37, WAITING, None),
    ),
    (
        *(1, "Helen Osgood", "Business manager, academy trust"),
        "Your 0.57 is a salary I sign for. May I borrow the envelope?",
        *(6, SHOWN, None),
    ),
    (
        *(1, "Ravi Thorne", "Assessment lead, secondary school"),
        "Please do, and bring back your minutes for a class. Ours were thirty-one by the clock, an hour by the sighs.",
        *(8, SHOWN, 5),
    ),
    (
        *(1, "Joel Finch", "Head of department, secondary school"),
        "We left out December last year. Nobody asked for it until the week in which it would have been due.",
        *(34, SHOWN, None),
    ),
    (
        *(1, "Somebody Cross", "Teacher"),
        "Anybody who collects data has never taught a bottom set. That is all there is to say about them.",
        *(36, HIDDEN, None),
    ),
    (
        *(2, "Tess Okafor", "Assessment lead, infant school"),
        "I reported the 17, in a manner of speaking. There was a good reason each time: the child who *could*, on a "
        "Tuesday, with me beside her.\n\nWhat I had not seen is that the reasons all point the same way.",
        *(14, SHOWN, None),
    ),
    (
        *(2, "Ines Barrow", "Assessment lead, primary school"),
        "And ours all point the other way, in September. Thank you for writing that down.",
        *(26, SHOWN, 9),
    ),
    (
        *(3, "Martin Hay", "Head of English, secondary school"),
        "The six comments took me a quarter of an hour and most of my good opinion of comment four.",
        *(10, SHOWN, None),
    ),
)


def lay_blog(*, today: date) -> None:
    """Lays what is missing; what is there stays as it is."""
    blog = BlogPage.objects.first()
    if blog is None:
        home = HomePage.objects.get()
        page = BlogPage(title="Blog", slug="blog", introduction=INTRODUCTION, show_in_menus=True)
        blog = home.add_child(instance=page)
        blog.save_revision(clean=False).publish()
    for slug, name, role, text in AUTHORS:
        Author.objects.get_or_create(slug=slug, defaults={"name": name, "role": role, "text": text})
    posts = [lay_post(blog, *laid, today=today) for laid in LAID]
    lay_comments(posts)


def lay_post(blog: BlogPage, name: str, authors, tags, days: int, *, today: date) -> PostPage:
    file = read_page((POSTS / name).read_text(encoding="utf-8"), "lesson")
    found = PostPage.objects.filter(slug=file.slug).first()
    if found:
        return found
    day = today - timedelta(days=days)
    blog.refresh_from_db()
    post = blog.add_child(instance=PostPage(title=file.front["title"], slug=file.slug, posted_on=day, live=False))
    post.introduction, post.body = file.front["intention"], stream(file)
    post.first_published_at = make_aware(datetime.combine(day, time(7)))
    post.authors.set(Author.objects.filter(slug__in=authors))
    post.tags.add(*tags)
    post.save_revision(clean=False).publish()
    post.refresh_from_db()
    return post


def stream(file: PageFile) -> list[tuple[str, str | dict]]:
    return [(block.kind, value_of(block)) for block in file.blocks]


def value_of(block: FileBlock) -> str | dict:
    if block.kind == "worked_example":
        return {"phase": "all"} | {name: value for name, value in block.fields.items() if value}
    return block.fields or block.text


def lay_comments(posts: list[PostPage]) -> None:
    laid: list[Comment] = []
    for place, (number, name, role, text, hours, state, under) in enumerate(COMMENTS):
        key = uuid5(NAMESPACE, str(place))
        found = Comment.objects.filter(key=key).first()
        if found is None:
            post = posts[number]
            author = Commenter(name=name, role=role, email=address_of(name), is_proven=True)
            written = write_comment(
                post=post,
                under=laid[under] if under is not None else None,
                author=author,
                text=text,
                wants_replies=False,
                key=key,
                now=post.first_published_at + timedelta(hours=hours),
            )
            found = settle(written, state)
        laid.append(found)


def settle(comment: Comment, state: Comment.State) -> Comment:
    editor = User.objects.get(email="editor@touchstone.example")
    if state == SHOWN and comment.state != SHOWN:
        show(comment, now=comment.created_at)
    if state == HIDDEN:
        reason = "It judges people and not the piece. The author was not asked to mend it."
        return settle_comment(comment=comment, to=state, reason=reason, by=editor, now=comment.created_at)
    return comment


def address_of(name: str) -> str:
    return name.lower().replace(" ", ".") + "@blog.touchstone.example"
