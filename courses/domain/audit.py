"""Who did what when, in Wagtail's log: the history of a booking, of a school that waits, of a cohort, of an order, and
of a school's meeting."""

from datetime import datetime

from wagtail.log_actions import log

ACTIONS = {  # named for the log in courses/wagtail_hooks.py
    "booking.hold": ("Hold places", "Places were held"),
    "booking.order": ("Order places", "The places were ordered"),
    "booking.confirm": ("Confirm booking", "The booking was confirmed"),
    "booking.name": ("Name a place", "A place was named"),
    "booking.add": ("Add places", "Places were added"),
    "booking.give_back": ("Give back places", "Places were given back"),
    "booking.cancel": ("Cancel booking", "The booking was cancelled"),
    "booking.withdraw": ("Withdraw school", "The school withdrew"),
    "booking.expire": ("Expire", "The places were not ordered in time"),
    "booking.remind_hold": ("Remind of the hold", "The booker was reminded that held places end"),
    "booking.remind_names": ("Remind of names", "The booker was reminded that names are due"),
    "waiting.join": ("Join the waiting list", "The school joined the waiting list"),
    "waiting.offer": ("Offer places", "Places were offered"),
    "waiting.skip": ("Skip", "Freed places went to a smaller group"),
    "waiting.accept": ("Accept places", "The offer was accepted"),
    "waiting.decline": ("Decline places", "The offer was declined"),
    "waiting.lapse": ("Lapse", "The offer was not answered in time"),
    "waiting.leave": ("Leave the waiting list", "The school left the waiting list"),
    "waiting.close": ("Close the waiting list", "The waiting list closed"),
    "waiting.remind": ("Remind of the offer", "The booker was reminded of the offer"),
    "hand_over.ask": ("Ask to hand over", "A hand-over of a place was asked for"),
    "hand_over.agree": ("Agree to a hand-over", "The hand-over was agreed to"),
    "hand_over.refuse": ("Refuse a hand-over", "The hand-over was refused"),
    "hand_over.take_back": ("Take back a hand-over", "The hand-over was taken back"),
    "hand_over.done": ("Hand over", "The place was handed over"),
    "place.leave": ("Leave a place", "A lead left and nobody took over"),
    "grace.begin": ("Begin days of grace", "The school has one lead left"),
    "grace.warn": ("Warn of the end of grace", "The school and its facilitators were reminded"),
    "grace.decide": ("Decide", "It was decided how the school goes on"),
    "booking.extend": ("Extend the hold", "The places are held for longer"),
    "booking.move": ("Move booking", "The booking was moved to another cohort"),
    "booking.remark": ("Note", "The office made a note"),
    "booking.resend": ("Send the link again", "The booker was sent the link again"),
    "school.merge": ("Merge schools", "Two entries of the same school were merged"),
    "meeting.complete": ("Complete a meeting", "The meeting was completed"),
    "meeting.reopen": ("Reopen a meeting", "The meeting was reopened"),
    "meeting.share": ("Share notes", "The notes were shared with the facilitators"),
    "meeting.unshare": ("Stop sharing notes", "The notes are no longer shared"),
    "cohort.runs": ("Decide that it runs", "It was decided that the cohort runs"),
    "cohort.does_not_run": ("Decide that it does not run", "It was decided that the cohort does not run"),
    "cohort.change_places": ("Change places", "The number of places was changed"),
    "order.quote": ("Quote", "A quote was made"),
    "order.join": ("Join orders", "Bookings were joined to one order"),
    "order.accept": ("Accept the quote", "The quote was accepted"),
    "order.change": ("Change details", "The purchase order number or the address was changed"),
    "order.confirm": ("Confirm order", "The order was confirmed"),
    "order.invoice": ("Invoice", "An invoice was issued"),
    "order.credit": ("Credit", "A credit note was issued"),
    "order.payment": ("Record a payment", "A payment was recorded"),
    "order.refund": ("Record a refund", "A refund was recorded"),
    "order.remind": ("Remind", "A reminder of an overdue invoice was sent"),
}


def note(instance, action: str, *, by=None, now: datetime, **data) -> None:
    """`by` None is the booker with their link, or the clock."""
    log(instance=instance, action=f"courses.{action}", user=by, timestamp=now, data=data)
