"""Every address of the site. Other apps are named by string only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.views import account, blog, comment, enquiry, health, mail, readiness, sharing, testimonial
from cms.views.page import serve_page
from cms.views.styleguide import styleguide

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login", query_string=True))

urlpatterns = [
    path("", include("courses.urls")),  # first: a lead's pages are the ones asked for most
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", sharing.robots, name="robots"),
    path("sitemap.xml", sharing.sitemap, name="sitemap"),
    path("share/<int:pk>-<slug:key>.png", sharing.share_image, name="share_image"),
    path("contact/", enquiry.contact, name="contact"),
    path("contact/sent/", enquiry.contact_sent, name="contact_sent"),
    path("are-we-ready/", readiness.are_we_ready, name="are_we_ready"),
    path("testimonials/withdraw/<str:token>/", testimonial.withdraw, name="withdraw_testimonial"),
    path("office/enquiries/", enquiry.enquiries, name="enquiries"),
    path("office/enquiries/<int:pk>/", enquiry.enquiry, name="enquiry"),
    path("office/enquiries/<int:pk>/assign/", enquiry.assign, name="assign_enquiry"),
    path("office/enquiries/<int:pk>/close/", enquiry.close, name="close_enquiry"),
    path("demo/mail/", mail.demo_mail, name="demo_mail"),
    path("blog/", blog.index, name="blog"),
    path("blog/<slug:slug>/", blog.post, name="post"),
    path("blog/tagged/<slug:slug>/", blog.tagged, name="posts_tagged"),
    path("blog/by/<slug:slug>/", blog.written_by, name="posts_by"),
    path("blog/in/<int:year>/", blog.posted_in, name="posts_in"),
    path("blog/feed/<str:kind>/", blog.feed, name="feed"),
    path("blog/tagged/<slug:slug>/feed/<str:kind>/", blog.feed, name="feed_tagged"),
    path("comments/<int:pk>/new/", comment.new_comment, name="new_comment"),  # the pk of the post
    path("comments/<int:pk>/reply/", comment.reply_to_comment, name="reply_to_comment"),
    path("comments/<int:pk>/report/", comment.report_comment, name="report_comment"),
    path("comments/<int:pk>/", comment.comment, name="comment"),
    path("comments/mine/<str:token>/", comment.my_comment, name="my_comment"),
    path("comments/mine/<str:token>/edit/", comment.edit_comment, name="edit_comment"),
    path("comments/publish/<str:token>/", comment.publish_comment, name="publish_comment"),
    path("mail/stop/<str:token>/", mail.stop_mail, name="stop_mail"),
    path("mail/stop/<str:token>/now/", mail.stop_mail_now, name="stop_mail_now"),
    # Wagtail's own sign-in page has no limits and no second factor: ours stands before it
    path("admin/login/", to_sign_in),
    path("_util/login/", to_sign_in),
    # Wagtail's own sign-out ends the session on GET: ours asks first
    path("admin/logout/", RedirectView.as_view(pattern_name="account_logout")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("account/", account.account, name="account"),
    path("account/mail/", mail.my_mail, name="my_mail"),
    # Ours stand before allauth's views of the same names
    path("account/login/code/", to_sign_in),
    path("account/login/code/from-mail/", account.code_from_mail, name="code_from_mail"),
    path("account/email/", account.change_email, name="account_email"),
    path("account/password/set/", account.set_password, name="account_set_password"),
    path("account/2fa/", account.second_factor, name="mfa_index"),
    path("account/2fa/totp/activate/", account.activate_totp, name="mfa_activate_totp"),
    path("account/2fa/totp/deactivate/", account.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/2fa/webauthn/add/", account.add_webauthn, name="mfa_add_webauthn"),
    path("account/2fa/webauthn/keys/<int:pk>/remove/", account.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/devices/", include("allauth.usersessions.urls")),
]
urlpatterns += [
    # Renditions of public images; documents are served by Wagtail's view, which asks who may have them
    re_path(
        "^media/images/(?P<path>.*)$", login_not_required(serve), {"document_root": f"{settings.MEDIA_ROOT}/images"}
    ),
    path("styleguide/", styleguide, name="styleguide"),
    re_path(r"^(?P<path>(?:[\w\-]+/)*)$", serve_page, name="wagtail_serve"),  # in place of Wagtail's own
    path("", include(wagtail_urls)),
]
