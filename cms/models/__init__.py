from cms.models.blog import Author, BlogPage, PostPage, PostTag
from cms.models.comment import Comment, CommentReport
from cms.models.home import HomePage
from cms.models.job import FailedTask, JobRun
from cms.models.mail import Mail, MailStop
from cms.models.page import ContentPage
from cms.models.site import Provider
from cms.models.user import User

__all__ = [
    "Author",
    "BlogPage",
    "Comment",
    "CommentReport",
    "ContentPage",
    "FailedTask",
    "HomePage",
    "JobRun",
    "Mail",
    "MailStop",
    "PostPage",
    "PostTag",
    "Provider",
    "User",
]
