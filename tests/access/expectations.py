"""What each role may expect of each address of ours, by GET and by POST. `tests/test_access.py` walks this table.

A line names the method, the address and, where one address has several cases, the case after a slash. Then one cell
for each role:

    200, 404 ...  the status
    in            sent to the sign-in page
    go            sent to another page of the site
    +             after the status: the database changes. Without it nothing may have changed.
    =             alone on a POST line: exactly what GET answers

The last cell is for the team before the second factor is given, where it is required: `2f` sends them to set it up,
`=` answers as if it had been given.
"""

from dataclasses import dataclass

from cms.queries.mail import stop_token
from cms.queries.sharing import shared_text
from cms.queries.testimonial import withdraw_token
from tests.access import blog
from tests.access.booking import booking_arguments, booking_data
from tests.access.five import KEY
from tests.access.meeting import meeting_arguments, meeting_data
from tests.access.money import money_arguments, money_data
from tests.access.office import office_arguments, office_data
from tests.access.roles import ASKED, BLOCKS, OPEN, ROLES, TYPED, World
from tests.courses.register.files import ONE, as_file

TABLE = """
                              visitor nobody left lead second other facil else editor office super  unfactored
GET  healthz                    200    200   200  200   200   200   200   200   200    200    200      =
POST healthz                    =
GET  readyz                     200    200   200  200   200   200   200   200   200    200    200      =
POST readyz                     =
GET  demo_mail                  200    200   200  200   200   200   200   200   200    200    200      =
POST demo_mail                  =
GET  admin/login/               in     in    in   in    in    in    in    in    in     in     in       2f
POST admin/login/               in     in    in   in    in    in    in    in    in     in     in       2f
GET  admin/logout/              in     go    go   go    go    go    go    go    go     go     go       2f
POST admin/logout/              in     go    go   go    go    go    go    go    go     go     go       2f
GET  _util/login/               in     in    in   in    in    in    in    in    in     in     in       =
POST _util/login/               in     in    in   in    in    in    in    in    in     in     in       =
GET  account/login/code/        in     in    in   in    in    in    in    in    in     in     in       =
POST account/login/code/        in     in    in   in    in    in    in    in    in     in     in       =
GET  account                    in     200   200  200   200   200   200   200   200    200    200      =
POST account                    =
GET  my_mail                    in     200   200  200   200   200   200   200   200    200    200      =
POST my_mail                    =
GET  code_from_mail             200    go    go   go    go    go    go    go    go     go     go       =
POST code_from_mail             405    405   405  405   405   405   405   405   405    405    405      =
GET  account_email              in     403   403  403   403   403   403   403   403    403    403      =
POST account_email              in     403   403  403   403   403   403   403   403    403    403      =
GET  account_set_password       in     403   403  403   403   403   403   403   403    403    403      =
POST account_set_password       in     403   403  403   403   403   403   403   403    403    403      =
GET  mfa_index                  in     200   200  200   200   200   200   200   200    200    200      =
POST mfa_index                  =
GET  mfa_activate_totp          in     403   403  403   403   403   403   403   403    403    403      =
POST mfa_activate_totp          in     403   403  403   403   403   403   403   403    403    403      =
GET  mfa_deactivate_totp        in     404   404  404   404   404   404   404   404    404    404      =
POST mfa_deactivate_totp        in     404   404  404   404   404   404   404   404    404    404      =
GET  mfa_add_webauthn           in     403   403  403   403   403   403   403   403    403    403      =
POST mfa_add_webauthn           in     403   403  403   403   403   403   403   403    403    403      =
GET  mfa_remove_webauthn        in     404   404  404   404   404   404   404   404    404    404      =
POST mfa_remove_webauthn        in     404   404  404   404   404   404   404   404    404    404      =

GET  start                      in     200   200  go    go    go    go    go    go     go     go       =
POST start                      =
GET  learn                      in     404   404  200   200   200   404   404   404    404    404      =
POST learn                      =
GET  lessons                    in     404   404  200   200   200   404   404   404    404    404      =
POST lessons                    =
GET  lesson_search              in     404   404  200   200   200   404   404   404    404    404      =
POST lesson_search              =
GET  my_answers                 in     404   200  200   200   200   404   404   404    404    404      =
POST my_answers                 =
GET  practice                   in     404   404  200   200   200   200   200   200    200    200      =
POST practice                   =
GET  practise_pillar            in     404   404  go    go    go    go    go    go     go     go       =
POST practise_pillar            =
GET  practise                   in     404   404  200   200   200   200   200   200    200    200      =
POST practise                   in     404   404  200   200+  200+  200   200   200    200    200      =
GET  practise/unknown           in     404   404  404   404   404   404   404   404    404    404      =
POST practise/unknown           =
GET  calibration                in     404   404  200   200   200   404   404   404    404    404      =
POST calibration                =
GET  term_dates                 in     404   404  200   200   200   404   404   404    404    404      =
POST term_dates                 =
GET  ask_help                   in     404   404  200   200   200   404   404   404    404    404      =
POST ask_help                   in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  add_closed_day             in     405   405  405   405   405   405   405   405    405    405      =
POST add_closed_day             in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  remove_closed_day          in     405   405  405   405   405   405   405   405    405    405      =
POST remove_closed_day          in     404   404  go+   go+   404   404   404   404    404    404      =

GET  meetings                   in     404   404  200   200   200   404   404   404    404    404      =
POST meetings                   =
GET  meeting_notes              in     404   404  200   200   200   404   404   404    404    404      =
POST meeting_notes              =
GET  meeting                    in     404   404  200   200   200   404   404   404    404    404      =
POST meeting                    =
GET  meeting/none               in     404   404  404   404   404   404   404   404    404    404      =
POST meeting/none               =
GET  meeting_note               in     405   405  405   405   405   405   405   405    405    405      =
POST meeting_note               in     404   404  go+   go+   go+   404   404   404    404    404      =
POST meeting_note/none          in     404   404  404   404   404   404   404   404    404    404      =
GET  add_action                 in     405   405  405   405   405   405   405   405    405    405      =
POST add_action                 in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  remove_action              in     405   405  405   405   405   405   405   405    405    405      =
POST remove_action              in     404   404  go+   go+   404   404   404   404    404    404      =
GET  settle_action              in     405   405  405   405   405   405   405   405    405    405      =
POST settle_action              in     404   404  go+   go+   404   404   404   404    404    404      =
GET  complete_meeting           in     405   405  405   405   405   405   405   405    405    405      =
POST complete_meeting           in     404   404  go+   go+   422   404   404   404    404    404      =
GET  reopen_meeting             in     405   405  405   405   405   405   405   405    405    405      =
POST reopen_meeting             in     404   404  go    go    404   404   404   404    404    404      =
GET  share_meeting              in     405   405  405   405   405   405   405   405    405    405      =
POST share_meeting              in     404   404  go+   go+   404   404   404   404    404    404      =
GET  meeting_slot               in     404   404  200   200   200   404   404   404    404    404      =
POST meeting_slot               in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  renew_feed                 in     405   405  405   405   405   405   405   405    405    405      =
POST renew_feed                 in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  calendar_feed              200    200   200  200   200   200   200   200   200    200    200      =
POST calendar_feed              =
GET  calendar_feed/unknown      404    404   404  404   404   404   404   404   404    404    404      =
POST calendar_feed/unknown      =
GET  shared_notes               in     404   404  404   404   404   200   404   404    404    404      2f
POST shared_notes               =

GET  check                      in     404   404  200   200   200   404   404   404    404    404      =
POST check                      =
GET  check/none                 in     404   404  404   404   404   404   404   404    404    404      =
POST check/none                 =
GET  check_answer               in     405   405  405   405   405   405   405   405    405    405      =
POST check_answer               in     404   404  go+   go+   go+   404   404   404    404    404      =
POST check_answer/foreign       in     404   404  404   404   404   404   404   404    404    404      =
GET  check_score                in     404   404  200   200   200   404   404   404    404    404      =
POST check_score                =
GET  tests                      in     404   404  200   200   200   404   404   404    404    404      =
POST tests                      =
GET  start_test                 in     405   405  405   405   405   405   405   405    405    405      =
POST start_test                 in     404   404  go    go+   go+   404   404   404    404    404      =
POST start_test/unknown         in     404   404  404   404   404   404   404   404    404    404      =
GET  test_paper                 in     404   404  200   404   404   404   404   404    404    404      =
POST test_paper                 =
GET  test_answer                in     405   405  405   405   405   405   405   405    405    405      =
POST test_answer                in     404   404  go+   404   404   404   404   404    404    404      =
POST test_answer/foreign        in     404   404  404   404   404   404   404   404    404    404      =
GET  hand_in_test               in     404   404  200   404   404   404   404   404    404    404      =
POST hand_in_test               in     404   404  go+   404   404   404   404   404    404    404      =
GET  test_review                in     404   404  404   404   404   404   404   404    404    404      =
POST test_review                =

GET  five                       in     404   404  200   200   200   404   404   404    404    404      =
POST five                       =
GET  begin_five                 in     405   405  405   405   405   405   405   405    405    405      =
POST begin_five                 in     404   404  go    go+   go    404   404   404    404    404      =
GET  answer_five                in     405   405  405   405   405   405   405   405    405    405      =
POST answer_five                in     404   404  go+   404   404   404   404   404    404    404      =
GET  five_mail                  in     405   405  405   405   405   405   405   405    405    405      =
POST five_mail                  in     404   404  go+   go+   go+   404   404   404    404    404      =
GET  five_by_link               200    200   200  200   200   200   200   200   200    200    200      =
POST five_by_link               =
GET  five_by_link/unknown       404    404   404  404   404   404   404   404   404    404    404      =
POST five_by_link/unknown       =
GET  answer_five_by_link        405    405   405  405   405   405   405   405   405    405    405      =
POST answer_five_by_link        go+    go+   go+  go+   go+   go+   go+   go+   go+    go+    go+      =
GET  answer_five_by_link/unknown  405  405   405  405   405   405   405   405   405    405    405      =
POST answer_five_by_link/unknown  404  404   404  404   404   404   404   404   404    404    404      =
POST answer_five_by_link/place  404    404   404  404   404   404   404   404   404    404    404      =
GET  stop_mail                  200    200   200  200   200   200   200   200   200    200    200      =
POST stop_mail                  200+   200+  200+ 200+  200+  200+  200+  200+  200+   200+   200+     =
GET  stop_mail/forged           404    404   404  404   404   404   404   404   404    404    404      =
POST stop_mail/forged           =
GET  stop_mail_now              go     go    go   go    go    go    go    go    go     go     go       =
POST stop_mail_now              200+   200+  200+ 200+  200+  200+  200+  200+  200+   200+   200+     =
POST stop_mail_now/forged       404    404   404  404   404   404   404   404   404    404    404      =

GET  lesson                     404    404   404  200   200   200   200   200   200    200    200      =
POST lesson                     =
GET  lesson/sample              200    200   200  200   200   200   200   200   200    200    200      =
POST lesson/sample              =
GET  lesson/draft               404    404   404  404   404   404   404   404   404    404    404      =
POST lesson/draft               =
GET  lesson/withdrawn           404    404   404  404   404   404   404   404   404    404    404      =
POST lesson/withdrawn           =
GET  answer                     405    405   405  405   405   405   405   405   405    405    405      =
POST answer                     404    404   404  go+   go+   go+   200   200   200    200    200      =
GET  answer/sample              405    405   405  405   405   405   405   405   405    405    405      =
POST answer/sample              in     200   200  go+   go+   go+   200   200   200    200    200      =
POST answer/draft               404    404   404  404   404   404   404   404   404    404    404      =
POST answer/withdrawn           404    404   404  404   404   404   404   404   404    404    404      =
POST answer/foreign             404    404   404  404   404   404   404   404   404    404    404      =
GET  reflect                    in     405   405  405   405   405   405   405   405    405    405      =
POST reflect                    in     404   404  go+   go+   go+   404   404   404    404    404      =
POST reflect/unasked            in     404   404  404   404   404   404   404   404    404    404      =
GET  tick_lesson                in     405   405  405   405   405   405   405   405    405    405      =
POST tick_lesson                in     404   404  go+   go+   go+   404   404   404    404    404      =
POST tick_lesson/draft          in     404   404  404   404   404   404   404   404    404    404      =
GET  lesson_parts               in     404   404  200   200   200   404   404   404    404    404      =
POST lesson_parts               =

GET  facilitate                 in     404   404  404   404   404   200   200   404    404    404      2f
POST facilitate                 =
GET  invite_lead                in     404   404  404   404   404   200   404   404    404    404      2f
POST invite_lead                in     404   404  404   404   404   go+   404   404    404    404      2f
GET  invite_lead/far            in     404   404  404   404   404   404   200   404    404    404      2f
POST invite_lead/far            in     404   404  404   404   404   404   go+   404    404    404      2f
GET  cohort_tests               in     404   404  404   404   404   200   404   404    404    404      2f
POST cohort_tests               =
GET  cohort_tests/far           in     404   404  404   404   404   404   200   404    404    404      2f
POST cohort_tests/far           =
GET  cohort_tests_csv           in     404   404  404   404   404   200   404   404    404    404      2f
POST cohort_tests_csv           =
GET  cohort_tests_csv/far       in     404   404  404   404   404   404   200   404    404    404      2f
POST cohort_tests_csv/far       =
GET  analysis                   in     404   404  404   404   404   200   200   200    404    200      2f
POST analysis                   =
GET  analysed_quiz              in     404   404  404   404   404   200   200   200    404    200      2f
POST analysed_quiz              =
GET  analysed_quiz/unbegun      in     404   404  404   404   404   404   404   200    404    200      2f
POST analysed_quiz/unbegun      =
GET  analysed_quiz/unknown      in     404   404  404   404   404   404   404   404    404    404      2f
POST analysed_quiz/unknown      =
GET  analysed_item              in     404   404  404   404   404   200   200   200    404    200      2f
POST analysed_item              =
GET  analysed_item/foreign      in     404   404  404   404   404   404   404   404    404    404      2f
POST analysed_item/foreign      =
GET  analysis_table             in     404   404  404   404   404   200   200   200    404    200      2f
POST analysis_table             =
GET  analysis_table/unknown     in     404   404  404   404   404   404   404   404    404    404      2f
POST analysis_table/unknown     =
GET  analysis_workbook          in     404   404  404   404   404   200   200   200    404    200      2f
POST analysis_workbook          =
GET  facilitate_lead            in     404   404  404   404   404   200   404   404    404    404      2f
POST facilitate_lead            =
GET  facilitate_lead/far        in     404   404  404   404   404   404   200   404    404    404      2f
POST facilitate_lead/far        =
GET  excuse_lesson              in     405   405  405   405   405   405   405   405    405    405      2f
POST excuse_lesson              in     404   404  404   404   404   go+   404   404    404    404      2f
POST excuse_lesson/withdraw     in     404   404  404   404   404   go+   404   404    404    404      2f
POST excuse_lesson/far          in     404   404  404   404   404   404   go+   404    404    404      2f
GET  help_request               in     404   404  404   404   404   200   404   404    404    404      2f
POST help_request               in     404   404  404   404   404   go+   404   404    404    404      2f
GET  help_request/far           in     404   404  404   404   404   404   200   404    404    404      2f
POST help_request/far           in     404   404  404   404   404   404   go+   404    404    404      2f

GET  run_failed_task_again      in      404   404  404   404   404   404   404   405    405    405      2f
POST run_failed_task_again      in      404   404  404   404   404   404   404   404    go+    go+      2f
GET  settle_failed_task         in      404   404  404   404   404   404   404   405    405    405      2f
POST settle_failed_task         in      404   404  404   404   404   404   404   404    go+    go+      2f
GET  ^media/images/(?P<path>.*)$  404  404   404  404   404   404   404   404   404    404    404      =
POST ^media/images/(?P<path>.*)$  =
GET  styleguide                 in     404   404  404   404   404   404   404   200    200    200      2f
POST styleguide                 =

GET  site_search                200    200   200  200   200   200   200   200   200    200    200      =
POST site_search                =
GET  are_we_ready               200    200   200  200   200   200   200   200   200    200    200      =
POST are_we_ready               200    200   200  200   200   200   200   200   200    200    200      =
GET  withdraw_testimonial       200    200   200  200   200   200   200   200   200    200    200      =
POST withdraw_testimonial       go+    go+   go+  go+   go+   go+   go+   go+   go+    go+    go+      =
GET  withdraw_testimonial/forged  404  404   404  404   404   404   404   404   404    404    404      =
POST withdraw_testimonial/forged  404  404   404  404   404   404   404   404   404    404    404      =
GET  contact                    200    200   200  200   200   200   200   200   200    200    200      =
POST contact                    go+    go+   go+  go+   go+   go+   go+   go+   go+    go+    go+      =
GET  contact_sent               200    200   200  200   200   200   200   200   200    200    200      =
POST contact_sent               =
GET  enquiries                  in     404   404  404   404   404   404   404   404    200    200      2f
POST enquiries                  =
GET  enquiry                    in     404   404  404   404   404   404   404   404    200    200      2f
POST enquiry                    in     404   404  404   404   404   404   404   404    go+    go+      2f
GET  assign_enquiry             in     405   405  405   405   405   405   405   405    405    405      2f
POST assign_enquiry             in     404   404  404   404   404   404   404   404    go+    go+      2f
GET  close_enquiry              in     405   405  405   405   405   405   405   405    405    405      2f
POST close_enquiry              in     404   404  404   404   404   404   404   404    go+    go+      2f

GET  robots                     200    200    200  200  200    200   200   200   200    200    200      =
POST robots                     405    405    405  405  405    405   405   405   405    405    405      =
GET  sitemap                    200    200    200  200  200    200   200   200   200    200    200      =
POST sitemap                    405    405    405  405  405    405   405   405   405    405    405      =
GET  share_image                200    200    200  200  200    200   200   200   200    200    200      =
POST share_image                405    405    405  405  405    405   405   405   405    405    405      =
GET  share_image/old            404    404    404  404  404    404   404   404   404    404    404      =
POST share_image/old            405    405    405  405  405    405   405   405   405    405    405      =
GET  register                   in     404   404  404   404   404   404   404   404    200    200      2f
POST register                   in     404   404  404   404   404   404   404   404    go+    go+      2f
GET  register_import            in     404   404  404   404   404   404   404   404    200    200      2f
POST register_import            =
GET  stop_register_import       in     405   405  405   405   405   405   405   405    405    405      2f
POST stop_register_import       in     404   404  404   404   404   404   404   404    go     go       2f
GET  school_search              200    200   200  200   200   200   200   200   200    200    200      =
POST school_search              405    405   405  405   405   405   405   405   405    405    405      =

GET  book                       200   200   200   200   200   200   200   200   200   200   200   =
POST book                       =
GET  book/forged                404   404   404   404   404   404   404   404   404   404   404   =
POST book/forged                =
GET  start_booking              405   405   405   405   405   405   405   405   405   405   405   =
POST start_booking              go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  start_booking/forged       405   405   405   405   405   405   405   405   405   405   405   =
POST start_booking/forged       404   404   404   404   404   404   404   404   404   404   404   =
GET  draft                      go    go    go    go    go    go    go    go    go    go    go    =
POST draft                      =
GET  draft/forged               404   404   404   404   404   404   404   404   404   404   404   =
POST draft/forged               =
GET  mail_draft                 405   405   405   405   405   405   405   405   405   405   405   =
POST mail_draft                 go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  mail_draft/forged          405   405   405   405   405   405   405   405   405   405   405   =
POST mail_draft/forged          404   404   404   404   404   404   404   404   404   404   404   =
GET  turn_draft                 405   405   405   405   405   405   405   405   405   405   405   =
POST turn_draft                 go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  turn_draft/forged          405   405   405   405   405   405   405   405   405   405   405   =
POST turn_draft/forged          404   404   404   404   404   404   404   404   404   404   404   =
GET  send_draft                 405   405   405   405   405   405   405   405   405   405   405   =
POST send_draft                 go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  send_draft/forged          405   405   405   405   405   405   405   405   405   405   405   =
POST send_draft/forged          404   404   404   404   404   404   404   404   404   404   404   =
GET  draft_step                 200   200   200   200   200   200   200   200   200   200   200   =
POST draft_step                 go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  draft_step/forged          404   404   404   404   404   404   404   404   404   404   404   =
POST draft_step/forged          404   404   404   404   404   404   404   404   404   404   404   =
GET  find_booking               200   200   200   200   200   200   200   200   200   200   200   =
POST find_booking               200+  200+  200+  200+  200+  200+  200+  200+  200+  200+  200+  =
GET  booking                    200   200   200   200   200   200   200   200   200   200   200   =
POST booking                    =
GET  booking/forged             404   404   404   404   404   404   404   404   404   404   404   =
POST booking/forged             =
GET  booking/foreign            404   404   404   404   404   404   404   404   404   404   404   =
POST booking/foreign            =
GET  booking_names              200   200   200   200   200   200   200   200   200   200   200   =
POST booking_names              go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  booking_names/forged       404   404   404   404   404   404   404   404   404   404   404   =
POST booking_names/forged       404   404   404   404   404   404   404   404   404   404   404   =
GET  booking_places             200   200   200   200   200   200   200   200   200   200   200   =
POST booking_places             go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  booking_places/forged      404   404   404   404   404   404   404   404   404   404   404   =
POST booking_places/forged      404   404   404   404   404   404   404   404   404   404   404   =
GET  cancel_booking             200   200   200   200   200   200   200   200   200   200   200   =
POST cancel_booking             go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  cancel_booking/forged      404   404   404   404   404   404   404   404   404   404   404   =
POST cancel_booking/forged      404   404   404   404   404   404   404   404   404   404   404   =
GET  waiting                    200   200   200   200   200   200   200   200   200   200   200   =
POST waiting                    =
GET  waiting/forged             404   404   404   404   404   404   404   404   404   404   404   =
POST waiting/forged             =
GET  waiting/foreign            404   404   404   404   404   404   404   404   404   404   404   =
POST waiting/foreign            =
GET  accept_offer               405   405   405   405   405   405   405   405   405   405   405   =
POST accept_offer               go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  accept_offer/forged        405   405   405   405   405   405   405   405   405   405   405   =
POST accept_offer/forged        404   404   404   404   404   404   404   404   404   404   404   =
GET  decline_offer              405   405   405   405   405   405   405   405   405   405   405   =
POST decline_offer              go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  decline_offer/forged       405   405   405   405   405   405   405   405   405   405   405   =
POST decline_offer/forged       404   404   404   404   404   404   404   404   404   404   404   =
GET  leave_list                 405   405   405   405   405   405   405   405   405   405   405   =
POST leave_list                 go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  leave_list/forged          405   405   405   405   405   405   405   405   405   405   405   =
POST leave_list/forged          404   404   404   404   404   404   404   404   404   404   404   =

GET  blog                       200   200   200   200   200   200   200   200   200   200   200   =
POST blog                       =
GET  post                       200   200   200   200   200   200   200   200   200   200   200   =
POST post                       =
GET  posts_tagged                200     200     200     200     200     200     200     200     200     200     200   =
POST posts_tagged                =
GET  posts_by                    200     200     200     200     200     200     200     200     200     200     200   =
POST posts_by                    =
GET  posts_in                    200     200     200     200     200     200     200     200     200     200     200   =
POST posts_in                    =
GET  feed                        200     200     200     200     200     200     200     200     200     200     200   =
POST feed                        =
GET  feed_tagged                 200     200     200     200     200     200     200     200     200     200     200   =
POST feed_tagged                 =
GET  feed/unknown                404     404     404     404     404     404     404     404     404     404     404   =
POST feed/unknown                =
GET  new_comment                 200     200     200     200     200     200     200     200     200     200     200   =
POST new_comment                 go+     go+     go+     go+     go+     go+     go+     go+     go+     go+     go+   =
GET  new_comment/draft           404     404     404     404     404     404     404     404     404     404     404   =
POST new_comment/draft           =
GET  reply_to_comment            200     200     200     200     200     200     200     200     200     200     200   =
POST reply_to_comment            go+     go+     go+     go+     go+     go+     go+     go+     go+     go+     go+   =
GET  reply_to_comment/waiting    404     404     404     404     404     404     404     404     404     404     404   =
POST reply_to_comment/waiting    =
GET  report_comment              200     200     200     200     200     200     200     200     200     200     200   =
POST report_comment              go+     go+     go+     go+     go+     go+     go+     go+     go+     go+     go+   =
GET  report_comment/waiting      404     404     404     404     404     404     404     404     404     404     404   =
POST report_comment/waiting      =
GET  comment                     go      go      go      go      go      go      go      go      go      go      go    =
POST comment                     =
GET  comment/waiting             404     404     404     404     404     404     404     404     404     404     404   =
POST comment/waiting             =
GET  my_comment                  200     200     200     200     200     200     200     200     200     200     200   =
POST my_comment                  =
GET  my_comment/forged           404     404     404     404     404     404     404     404     404     404     404   =
POST my_comment/forged           =
GET  edit_comment                200     200     200     200     200     200     200     200     200     200     200   =
POST edit_comment                go+     go+     go+     go+     go+     go+     go+     go+     go+     go+     go+   =
GET  edit_comment/forged         404     404     404     404     404     404     404     404     404     404     404   =
POST edit_comment/forged         =
GET  publish_comment             200     200     200     200     200     200     200     200     200     200     200   =
POST publish_comment             go+     go+     go+     go+     go+     go+     go+     go+     go+     go+     go+   =
GET  publish_comment/forged      404     404     404     404     404     404     404     404     404     404     404   =
POST publish_comment/forged      =
GET  settle_comment    in    404    404    404    404    404    404    404    405    405    405   2f
POST settle_comment    in    404    404    404    404    404    404    404    go+    404    go+   2f
GET  record                     in     404    200    200    200    200    404    404    404    404    404    =
POST record                     =
GET  hand_over                  in     404    404    200    200    200    404    404    404    404    404    =
POST hand_over                  in     404    404    go+    go+    422    404    404    404    404    404    =
GET  take_back_hand_over        in     405    405    405    405    405    405    405    405    405    405    =
POST take_back_hand_over        in     404    404    go+    go+    404    404    404    404    404    404    =
POST take_back_hand_over/far    in     404    404    404    404    404    404    404    404    404    404    =
GET  hand_over_by_link          200    200    200    200    200    200    200    200    200    200    200    =
POST hand_over_by_link          go+    go+    go+    go+    go+    go+    go+    go+    go+    go+    go+    =
GET  hand_over_by_link/forged   404    404    404    404    404    404    404    404    404    404    404    =
POST hand_over_by_link/forged   404    404    404    404    404    404    404    404    404    404    404    =
GET  facilitate_hand_over       in     404    404    404    404    404    200    404    404    404    404    2f
POST facilitate_hand_over       in     404    404    404    404    404    go+    404    404    404    404    2f
POST facilitate_hand_over/leave in     404    404    404    404    404    go+    404    404    404    404    2f
GET  facilitate_hand_over/far   in     404    404    404    404    404    404    200    404    404    404    2f
POST facilitate_hand_over/far   in     404    404    404    404    404    404    go+    404    404    404    2f
GET  hand_overs                 in     404    404    404    404    404    200    200    404    404    404    2f
POST hand_overs                 =
GET  decide_hand_over           in     405    405    405    405    405    405    405    405    405    405    2f
POST decide_hand_over           in     404    404    404    404    404    go+    404    404    404    404    2f
POST decide_hand_over/refuse    in     404    404    404    404    404    go+    404    404    404    404    2f
POST decide_hand_over/far       in     404    404    404    404    404    404    go+    404    404    404    2f
GET  decide_grace               in     405    405    405    405    405    405    405    405    405    405    2f
POST decide_grace               in     404    404    404    404    404    go+    404    404    404    404    2f
GET  facilitate_bookings        in     404    404    404    404    404    200    200    404    404    404    2f
POST facilitate_bookings        =
GET  office                     in     404    404    404    404    404    404    404    404    200    200    2f
POST office                     =
GET  office_bookings            in     404    404    404    404    404    404    404    404    200    200    2f
POST office_bookings            =
GET  office_bookings_csv        in     404    404    404    404    404    404    404    404    200    200    2f
POST office_bookings_csv        =
GET  office_bookings_xlsx       in     404    404    404    404    404    404    404    404    200    200    2f
POST office_bookings_xlsx       =
GET  office_telephone           in     404    404    404    404    404    404    404    404    200    200    2f
POST office_telephone           in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  quote_enquiry              in     404    404    404    404    404    404    404    404    200    200    2f
POST quote_enquiry              in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  office_booking             in     404    404    404    404    404    404    404    404    200    200    2f
POST office_booking             =
GET  office_booking_act         in     405    405    405    405    405    405    405    405    405    405    2f
POST office_booking_act         in     404    404    404    404    404    404    404    404    go+    go+    2f
POST office_booking_act/cancel  in     404    404    404    404    404    404    404    404    go+    go+    2f
POST office_booking_act/unknown in     404    404    404    404    404    404    404    404    404    404    2f
GET  office_hand_over           in     404    404    404    404    404    404    404    404    200    200    2f
POST office_hand_over           in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  office_cohorts             in     404    404    404    404    404    404    404    404    200    200    2f
POST office_cohorts             =
GET  office_cohort              in     404    404    404    404    404    404    404    404    200    200    2f
POST office_cohort              =
GET  office_cohort_places       in     405    405    405    405    405    405    405    405    405    405    2f
POST office_cohort_places       in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  decide_cohort              in     405    405    405    405    405    405    405    405    405    405    2f
POST decide_cohort              in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  take_off_list              in     405    405    405    405    405    405    405    405    405    405    2f
POST take_off_list              in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  office_schools             in     404    404    404    404    404    404    404    404    200    200    2f
POST office_schools             =
GET  merge_schools              in     404    404    404    404    404    404    404    404    go     go     2f
POST merge_schools              in     404    404    404    404    404    404    404    404    go+    go+    2f
GET  money_order                200   200   200   200   200   200   200   200   200   200   200   =
POST money_order                =
GET  money_order/forged         404   404   404   404   404   404   404   404   404   404   404   =
POST money_order/forged         =
GET  money_quote                200   200   200   200   200   200   200   200   200   200   200   =
POST money_quote                =
GET  money_quote/forged         404   404   404   404   404   404   404   404   404   404   404   =
POST money_quote/forged         =
GET  money_quote_pdf            200   200   200   200   200   200   200   200   200   200   200   =
POST money_quote_pdf            =
GET  money_quote_pdf/forged     404   404   404   404   404   404   404   404   404   404   404   =
POST money_quote_pdf/forged     =
GET  money_statement            200   200   200   200   200   200   200   200   200   200   200   =
POST money_statement            =
GET  money_statement/forged     404   404   404   404   404   404   404   404   404   404   404   =
POST money_statement/forged     =
GET  money_statement_pdf        200   200   200   200   200   200   200   200   200   200   200   =
POST money_statement_pdf        =
GET  money_statement_pdf/forged 404   404   404   404   404   404   404   404   404   404   404   =
POST money_statement_pdf/forged =
GET  money_confirmation         200   200   200   200   200   200   200   200   200   200   200   =
POST money_confirmation         =
GET  money_confirmation/forged  404   404   404   404   404   404   404   404   404   404   404   =
POST money_confirmation/forged  =
GET  money_confirmation_pdf     200   200   200   200   200   200   200   200   200   200   200   =
POST money_confirmation_pdf     =
GET  money_confirmation_pdf/forged 404   404   404   404   404   404   404   404   404   404   404   =
POST money_confirmation_pdf/forged =
GET  money_document             200   200   200   200   200   200   200   200   200   200   200   =
POST money_document             =
GET  money_document/forged      404   404   404   404   404   404   404   404   404   404   404   =
POST money_document/forged      =
GET  money_document_pdf         200   200   200   200   200   200   200   200   200   200   200   =
POST money_document_pdf         =
GET  money_document_pdf/forged  404   404   404   404   404   404   404   404   404   404   404   =
POST money_document_pdf/forged  =
GET  money_order/foreign        404   404   404   404   404   404   404   404   404   404   404   =
POST money_order/foreign        =
GET  money_confirmation/unordered 404   404   404   404   404   404   404   404   404   404   404   =
POST money_confirmation/unordered =
GET  money_document/foreign     404   404   404   404   404   404   404   404   404   404   404   =
POST money_document/foreign     =
GET  money_document_pdf/foreign 404   404   404   404   404   404   404   404   404   404   404   =
POST money_document_pdf/foreign =
GET  renew_quote                405   405   405   405   405   405   405   405   405   405   405   =
POST renew_quote                go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  renew_quote/forged         405   405   405   405   405   405   405   405   405   405   405   =
POST renew_quote/forged         404   404   404   404   404   404   404   404   404   404   404   =
GET  accept_quote               200   200   200   200   200   200   200   200   200   200   200   =
POST accept_quote               go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  accept_quote/forged        404   404   404   404   404   404   404   404   404   404   404   =
POST accept_quote/forged        404   404   404   404   404   404   404   404   404   404   404   =
GET  change_order               200   200   200   200   200   200   200   200   200   200   200   =
POST change_order               go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   go+   =
GET  change_order/forged        404   404   404   404   404   404   404   404   404   404   404   =
POST change_order/forged        404   404   404   404   404   404   404   404   404   404   404   =
GET  office_money               in    404   404   404   404   404   404   404   404   200   200   2f
POST office_money               =
GET  office_money_xlsx          in    404   404   404   404   404   404   404   404   200   200   2f
POST office_money_xlsx          =
GET  office_money_csv           in    404   404   404   404   404   404   404   404   200   200   2f
POST office_money_csv           =
GET  office_order               in    404   404   404   404   404   404   404   404   200   200   2f
POST office_order               =
GET  office_quote_pdf           in    404   404   404   404   404   404   404   404   200   200   2f
POST office_quote_pdf           =
GET  office_statement_pdf       in    404   404   404   404   404   404   404   404   200   200   2f
POST office_statement_pdf       =
GET  office_document            in    404   404   404   404   404   404   404   404   200   200   2f
POST office_document            =
GET  office_document_pdf        in    404   404   404   404   404   404   404   404   200   200   2f
POST office_document_pdf        =
GET  office_money_csv/unknown   in    404   404   404   404   404   404   404   404   404   404   2f
POST office_money_csv/unknown   =
GET  office_document/foreign    in    404   404   404   404   404   404   404   404   404   404   2f
POST office_document/foreign    =
GET  office_together            in    404   404   404   404   404   404   404   404   200   200   2f
POST office_together            in    404   404   404   404   404   404   404   404   422   422   2f
GET  office_order_act           in    405   405   405   405   405   405   405   405   405   405   2f
POST office_order_act           in    404   404   404   404   404   404   404   404   go+   go+   2f
GET  office_order_act/unknown   in    405   405   405   405   405   405   405   405   405   405   2f
POST office_order_act/unknown   in    404   404   404   404   404   404   404   404   404   404   2f
"""


@dataclass(frozen=True)
class Line:
    method: str
    name: str
    case: str
    cells: dict[str, str]  # by role, and "unfactored"

    @property
    def key(self) -> str:
        return f"{self.name}/{self.case}" if self.case else self.name

    def __str__(self) -> str:
        return f"{self.method} {self.key}"

    def expected(self, role: str, *, unfactored: bool = False) -> str:
        return "2f" if unfactored and self.cells["unfactored"] == "2f" else self.cells[role]


def read_table(text: str = TABLE) -> list[Line]:
    lines: list[Line] = []
    for row in filter(None, (row.split() for row in text.splitlines()[2:])):
        method, address, *cells = row
        name, _, case = (address, "", "") if address.endswith(("/", "$")) else address.partition("/")
        if cells == ["="]:
            cells = list(lines[-1].cells.values())
        if len(cells) != len(ROLES) + 1:
            raise ValueError(f"This line of the table needs {len(ROLES) + 1} cells: {' '.join(row)}")
        lines.append(Line(method, name, case, dict(zip((*ROLES, "unfactored"), cells, strict=True))))
    return lines


def arguments_of(world: World) -> dict[str, dict]:
    """What stands in the addresses, by name/case."""
    lesson = {"module": "why", "slug": "written"}
    sample, draft, withdrawn, plain = (lesson | {"slug": slug} for slug in ("sample", "draft", "withdrawn", "plain"))
    five, stop = {"key": KEY}, {"token": stop_token(world.people["lead"].pk, "five a week")}
    analysed = {"quiz": "written"}
    withdraw = {"token": withdraw_token(world.things.testimonial.pk)}
    home = world.things.site.root_page.specific
    near, far = {"pk": world.enrolments["lead"].pk}, {"pk": world.enrolments["far"].pk}
    return {
        "mfa_remove_webauthn": {"pk": 1},
        "^media/images/(?P<path>.*)$": {"path": "none.png"},
        "remove_closed_day": {"pk": world.closed["Ourselves"].pk},
        "lesson": lesson,
        "lesson/sample": sample,
        "lesson/draft": draft,
        "lesson/withdrawn": withdrawn,
        "answer": lesson | {"key": OPEN},
        "answer/sample": sample | {"key": "sample"},
        "answer/draft": draft | {"key": OPEN},
        "answer/withdrawn": withdrawn | {"key": OPEN},
        "answer/foreign": lesson | {"key": "sample"},
        "answer_five": {"position": 1},
        "five_by_link": five,
        "five_by_link/unknown": five | {"key": "unknown"},
        "answer_five_by_link": five | {"position": 1},
        "answer_five_by_link/unknown": {"key": "unknown", "position": 1},
        "answer_five_by_link/place": five | {"position": 2},
        "stop_mail": stop,
        "stop_mail/forged": {"token": stop["token"] + "x"},
        "stop_mail_now": stop,
        "stop_mail_now/forged": {"token": stop["token"] + "x"},
        "reflect": lesson | {"block": BLOCKS["reflection"]},
        "reflect/unasked": lesson | {"block": BLOCKS["sample"]},
        "tick_lesson": plain,
        "tick_lesson/draft": draft,
        "lesson_parts": lesson,
        "practise_pillar": {"pillar": "purpose"},
        "practise": {"pillar": "purpose", "key": ASKED},
        "practise/unknown": {"pillar": "purpose", "key": TYPED},
        "check": {"module": "why"},
        "check/none": {"module": "how"},
        "check_answer": {"module": "why", "key": "check"},
        "check_answer/foreign": {"module": "why", "key": OPEN},
        "check_score": {"module": "why"},
        "start_test": {"test": "pre-test"},
        "start_test/unknown": {"test": "mid-test"},
        "test_paper": {"test": "pre-test"},
        "test_answer": {"test": "pre-test", "key": "form-a"},
        "test_answer/foreign": {"test": "pre-test", "key": "form-b"},
        "hand_in_test": {"test": "pre-test"},
        "test_review": {"test": "pre-test"},
        "invite_lead": {"pk": world.things.cohort.pk},
        "invite_lead/far": {"pk": world.things.far_cohort.pk},
        "cohort_tests": {"pk": world.things.cohort.pk},
        "cohort_tests/far": {"pk": world.things.far_cohort.pk},
        "cohort_tests_csv": {"pk": world.things.cohort.pk},
        "cohort_tests_csv/far": {"pk": world.things.far_cohort.pk},
        "analysed_quiz": analysed,
        "analysed_quiz/unbegun": {"quiz": "form-b"},
        "analysed_quiz/unknown": {"quiz": "scenarios"},
        "analysed_item": analysed | {"key": OPEN},
        "analysed_item/foreign": analysed | {"key": "sample"},
        "analysis_table": analysed | {"table": "options"},
        "analysis_table/unknown": analysed | {"table": "people"},
        "analysis_workbook": analysed,
        "facilitate_lead": near,
        "facilitate_lead/far": far,
        "excuse_lesson": near,
        "excuse_lesson/withdraw": near,
        "excuse_lesson/far": far,
        "help_request": {"pk": world.helps["lead"].pk},
        "help_request/far": {"pk": world.helps["far"].pk},
        "run_failed_task_again": {"pk": world.things.task.pk},
        "settle_failed_task": {"pk": world.things.task.pk},
        # Pages for visitors
        "withdraw_testimonial": withdraw,
        "withdraw_testimonial/forged": {"token": withdraw["token"] + "x"},
        "enquiry": {"pk": world.things.enquiry.pk},
        "assign_enquiry": {"pk": world.things.enquiry.pk},
        "close_enquiry": {"pk": world.things.enquiry.pk},
        "quote_enquiry": {"pk": world.things.enquiry.pk},
        # sharing
        "share_image": {"pk": home.pk, "key": shared_text(home).key},
        "share_image/old": {"pk": home.pk, "key": "of-earlier-words"},
        **booking_arguments(world),
        **meeting_arguments(world),
        # blog and comments
        **blog.arguments(world),
        # The register of schools
        "register_import": {"pk": world.things.register_import.pk},
        "stop_register_import": {"pk": world.things.register_import.pk},
        **office_arguments(world),
        **money_arguments(world),
    }


def data_of(world: World) -> dict[str, dict]:
    """What is posted, by name/case: always what would succeed for somebody who may."""
    answer = {"seq": "9", "do": "check", "order": ""}
    open_answer = answer | {"version": world.questions[OPEN].current_id, "judgement": "false", "choice": "b"}
    sample_answer = answer | {"version": world.questions["sample"].current_id, "choice": "a", "confidence": "2"}
    sure = answer | {"choice": "a", "confidence": "2"}
    on_paper = {"seq": "9", "do": "save", "order": ""}
    excuse = {"lesson": world.lessons["plain"].pk, "reason": "Ill."}
    person = {"first_name": "New", "last_name": "Lead", "email": "new@new.example", "school_name": "New School"}
    return {
        "ask_help": {"text": "Please help."},
        "add_closed_day": {"day": "24/11/2026", "reason": "INSET"},
        "answer": open_answer,
        "answer_five": open_answer | {"confidence": "2"},
        "answer_five_by_link": open_answer | {"confidence": "2"},
        "answer_five_by_link/unknown": open_answer | {"confidence": "2"},
        "answer_five_by_link/place": open_answer | {"confidence": "2"},
        "answer/sample": sample_answer,
        "answer/draft": open_answer,
        "answer/withdrawn": open_answer,
        "answer/foreign": sample_answer,
        "practise": answer | {"version": world.questions[ASKED].current_id, "choice": "b"},
        "practise/unknown": answer | {"version": world.questions[TYPED].current_id, "choice": "b"},
        "reflect": {"text": "Thought.", "seq": "9"},
        "reflect/unasked": {"text": "Thought.", "seq": "9"},
        "check_answer": sure | {"version": world.questions["check"].current_id},
        "check_answer/foreign": sure | {"version": world.questions[OPEN].current_id},
        "test_answer": on_paper | {"version": world.questions["form-a"].current_id, "choice": "a"},
        "test_answer/foreign": on_paper | {"version": world.questions["form-b"].current_id, "choice": "a"},
        "invite_lead": person,
        "invite_lead/far": person,
        "excuse_lesson": excuse,
        "excuse_lesson/withdraw": excuse | {"lesson": world.lessons["sample"].pk, "do": "withdraw"},
        "excuse_lesson/far": excuse,
        "help_request": {"text": "A reply."},
        "help_request/far": {"text": "A reply."},
        # Pages for visitors
        "are_we_ready": {"pair1": "ready", "pair2": "ready"},
        "contact": {"name": "New Asker", "email": "new@new.example", "topic": "quote", "text": "How much?"},
        "enquiry": {"text": "An answer."},
        "assign_enquiry": {"to": world.people["office"].pk},
        **booking_data(world),
        **meeting_data(),
        # blog and comments
        **blog.data(),
        # The register of schools
        "register": {"file": as_file([ONE])},
        **office_data(world),
        **money_data(world),
    }
