"""What Wagtail's and allauth's own addresses may give to whom, judged by namespace (decision 19)."""

from tests.access.addresses import Address, addresses
from tests.access.roles import World


def brought(prefix: str) -> list[Address]:
    return [address for address in addresses() if not address.is_ours and address.route.startswith(prefix)]


def records(world: World) -> dict[str, int]:
    """For each namespace the record that a bare `pk` in its addresses means."""
    things, people = world.things, world.people
    return {
        "wagtailusers_users": people["lead"].pk,
        "wagtailusers_groups": people["office"].groups.get().pk,
        "wagtailsites": things.site.pk,
        "wagtailsettings": things.site.pk,
        "wagtailadmin_collections": things.document.collection_id,
        "wagtailsnippets_quizzes_quiz": things.quiz.pk,
        "wagtailsnippetchoosers_quizzes_quiz": things.quiz.pk,
        "wagtailsnippets_courses_calendar": things.calendar.pk,
        "wagtailsnippetchoosers_courses_calendar": things.calendar.pk,
        "wagtaildocs_chooser": things.document.pk,
        "wagtailadmin_api:documents": things.document.pk,
        "wagtailadmin_api:pages": world.lessons["written"].pk,
        "wagtailimages_chooser": things.image.pk,
        "wagtailadmin_api:images": things.image.pk,
        "wagtailadmin_workflows": things.workflow.pk,
        "question": world.questions["reasons"].pk,
        "cohort": things.far_cohort.pk,
        "school": world.enrolments["far"].school_id,
        "enrolment": world.enrolments["far"].pk,
        "mail_log": things.mail.pk,
        "failed_tasks": things.task.pk,
        "job_runs": things.job.pk,
        "testimonial_consents": things.consent.pk,
        "wagtailsnippets_cms_facilitator": things.shown_facilitator.pk,
        "wagtailsnippetchoosers_cms_facilitator": things.shown_facilitator.pk,
        "comments": things.waiting.pk,
        "wagtailsnippets_cms_author": things.author.pk,
        "wagtailsnippetchoosers_cms_author": things.author.pk,
    }


def arguments(address: Address, world: World, page) -> dict[str, object]:
    """What stands in a Wagtail address: records of ours, and this page."""
    things = world.things
    is_setting = address.namespace == "wagtailsettings"
    return {
        "pk": page.pk if address.namespace == "wagtailadmin_pages" else records(world).get(address.namespace, 1),
        "page_id": page.pk,
        "parent_page_id": things.module.pk,
        "page_to_move_id": page.pk,
        "destination_id": things.module.pk,
        "page_pk": page.pk,
        "workflow_pk": things.workflow.pk,
        "workflow_state_id": 1,
        "task_state_id": 1,
        "task_id": things.workflow.tasks[0].pk,
        "action_name": "approve",
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "app_label": "wagtailcore" if "bulk" in address.route or "tasks" in address.route else "courses",
        "model_name": {True: "provider"}.get(is_setting) or model_name(address),
        "app_name": "cms",
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "action": "delete",
        "object_id": page.pk,
        "session_id": 1,
        "collection_id": things.document.collection_id,
        "restriction_id": 1,
        "page_view_restriction_id": 1,
        "document_id": things.document.pk,
        "doc_id": things.document.pk,
        "uploaded_file_id": 1,
        "image_id": things.image.pk,
        "filter_spec": "width-10",
        "redirect_id": things.redirect.pk,
        "uidb64": "MQ",
        "token": "set-password",
        "uidb36": "1",
        "key": "set-password",
    }


def model_name(address: Address) -> str:
    if "bulk" in address.route:
        return "page"
    return "groupapprovaltask" if "tasks" in address.route else "lessonpage"


# Under /admin/: route -> the roles beside superusers that may be shown something there. The first that fits counts.
EDITOR, OFFICE, BOTH, NOBODY = ("editor",), ("office",), ("editor", "office"), ()
ADMIN = {
    # Whoever edits these could raise their own rights or change the site for everybody
    "admin/users/": NOBODY,
    "admin/groups/": NOBODY,
    "admin/sites/": NOBODY,
    "admin/settings/": NOBODY,
    "admin/collections/": NOBODY,
    "admin/redirects/": NOBODY,
    # Wagtail shows these to everybody with admin access. They name pages and tasks, and hold no text of them
    "admin/workflows/task_chooser/": BOTH,
    "admin/pages/create/": BOTH,
    "admin/pages/<int:page_to_move_id>/move/<int:destination_id>/confirm/": BOTH,
    "admin/pages/workflow/confirm_cancellation/": BOTH,
    "admin/choose-": BOTH,
    "admin/snippets/choose/": BOTH,
    "admin/documents/chooser/": BOTH,
    "admin/images/chooser/": BOTH,
    "admin/embeds/chooser/": BOTH,
    "admin/tag-autocomplete/": BOTH,
    "admin/api/main/": BOTH,
    "admin/reports/site-history/": BOTH,
    # Writing and publishing
    "admin/workflows/": NOBODY,
    "admin/pages/": EDITOR,
    "admin/bulk/": EDITOR,
    "admin/reports/": EDITOR,
    "admin/documents/": EDITOR,
    "admin/images/": EDITOR,
    "admin/snippets/quizzes/": EDITOR,
    "admin/snippets/cms/author/": EDITOR,
    "admin/comments/": EDITOR,
    "admin/question/": EDITOR,
    "admin/snippets/cms/facilitator/": EDITOR,
    "admin/testimonial_consents/": BOTH,
    "admin/editing-sessions/": EDITOR,
    "admin/block-preview/": EDITOR,
    # The provider's office
    "admin/snippets/courses/": OFFICE,
    "admin/cohort/": OFFICE,
    "admin/school/": OFFICE,
    "admin/enrolment/": OFFICE,
    "admin/mail_log/": OFFICE,
    "admin/failed_tasks/": OFFICE,
    "admin/job_runs/": OFFICE,
    # The way in, and what every page of the admin needs
    "admin/snippets/": BOTH,
    "admin/account/": BOTH,
    "admin/dismissibles/": BOTH,
    "admin/logout/": BOTH,
    "admin/login/": NOBODY,
    "admin/password_reset/": NOBODY,
    "admin/test404/": BOTH,
    "admin/^.*/$": BOTH,
}
HOME = "admin/"
FOR_EVERYBODY = ("admin/sprite/", "admin/jsi18n/")  # icons and words of the interface
ALWAYS_FAILS = "admin/failwhale/"  # Wagtail's page for trying out error reports


def may_be_shown(address: Address) -> tuple[str, ...] | None:
    """None when no line of `ADMIN` says anything about this address."""
    if address.route == HOME:
        return BOTH
    return next((roles for route, roles in ADMIN.items() if address.route.startswith(route)), None)


def admin_addresses() -> list[Address]:
    routes = (*FOR_EVERYBODY, ALWAYS_FAILS)
    return [address for address in brought("admin/") if address.route not in routes]


# What the team must reach: nobody is locked out of their own work
MUST_OPEN = {
    "editor": [
        "wagtailadmin_home",
        "wagtailadmin_explore",
        "wagtailadmin_pages:add",
        "wagtailadmin_pages:edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:history",
        "wagtailadmin_pages:revisions_compare",
        "wagtailadmin_pages:search",
        "wagtailsnippets_quizzes_quiz:list",
        "wagtailsnippets_quizzes_quiz:edit",
        "question:index",
        "question:edit",
        "question:inspect",
        "comments:index",
        "comments:inspect",
        "wagtailsnippets_cms_author:edit",
        "wagtaildocs:index",
        "wagtailimages:index",
        "wagtailsnippets_cms_facilitator:edit",
        "testimonial_consents:index",
    ],
    "office": [
        "wagtailadmin_home",
        "cohort:edit",
        "school:edit",
        "enrolment:inspect",
        "wagtailsnippets_courses_calendar:edit",
        "mail_log:inspect",
        "failed_tasks:inspect",
        "job_runs:index",
        "testimonial_consents:inspect",
    ],
    "superuser": ["wagtailusers_users:edit", "wagtailusers_groups:edit", "wagtailsites:edit", "wagtailadmin_home"],
}

# Tables that no form under /admin/ may change for these roles, whatever is posted to it
RIGHTS = {
    "cms.User",
    "cms.User_groups",
    "cms.User_user_permissions",
    "auth.Group",
    "auth.Group_permissions",
    "wagtailcore.GroupPagePermission",
    "wagtailcore.GroupCollectionPermission",
    "wagtailcore.Site",
    "wagtailcore.Workflow",
    "cms.Provider",
}
WORK = {
    "courses.Enrolment",
    "courses.HelpRequest",
    "courses.LessonProgress",
    "courses.Reflection",
    "quizzes.Answer",
    "quizzes.Attempt",
    "quizzes.QuestionVersion",
    "cms.Comment",
    "cms.CommentReport",
    "cms.Mail",
    "cms.JobRun",
    "cms.Enquiry",
    "cms.EnquiryAnswer",
}
UNTOUCHABLE = {
    "editor": RIGHTS | WORK | {"courses.School", "courses.Cohort", "courses.Calendar", "cms.FailedTask"},
    "office": RIGHTS | WORK | {"wagtailcore.Page", "courses.LessonPage", "quizzes.Quiz", "quizzes.Question"},
}

# allauth: what a visitor may open. Everything else sends them to the sign-in page or says 404
ALLAUTH_OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says that sign-up is closed
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_request_login_code",
    "mfa_authenticate",
    "mfa_login_webauthn",
}
