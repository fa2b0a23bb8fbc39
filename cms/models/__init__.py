from cms.models.blog import Author, BlogPage, PostPage, PostTag
from cms.models.comment import Comment, CommentReport
from cms.models.enquiry import Enquiry, EnquiryAnswer
from cms.models.facilitator import Facilitator, FacilitatorsPage
from cms.models.faq import FaqPage
from cms.models.home import HomePage
from cms.models.job import FailedTask, JobRun
from cms.models.mail import Mail, MailStop
from cms.models.page import ContentPage
from cms.models.readiness import ReadinessPage
from cms.models.site import Provider
from cms.models.testimonial import Phase, Region, Size, TestimonialConsent, TestimonialPage, TestimonialsPage
from cms.models.user import User

__all__ = [
    "Author",
    "BlogPage",
    "Comment",
    "CommentReport",
    "ContentPage",
    "Enquiry",
    "EnquiryAnswer",
    "Facilitator",
    "FacilitatorsPage",
    "FailedTask",
    "FaqPage",
    "HomePage",
    "JobRun",
    "Mail",
    "MailStop",
    "Phase",
    "PostPage",
    "PostTag",
    "Provider",
    "ReadinessPage",
    "Region",
    "Size",
    "TestimonialConsent",
    "TestimonialPage",
    "TestimonialsPage",
    "User",
]
