from courses.models.booking import BookedPlace, Booking, BookingDraft
from courses.models.calendar import Calendar, ClosedDay, Term
from courses.models.cohort import Cohort
from courses.models.cohortspage import CohortsPage
from courses.models.diagnostic import Form, FormOrder, Occasion, Sitting
from courses.models.enrolment import Enrolment
from courses.models.establishment import Establishment, EstablishmentLink, EstablishmentWord, RegisterImport
from courses.models.five import FiveMail
from courses.models.handover import Grace, HandOver
from courses.models.help import HelpRequest
from courses.models.invoice import Invoice, InvoiceLine, NumberSeries
from courses.models.meeting import (
    CalendarFeed,
    EarlierNote,
    Meeting,
    MeetingAction,
    MeetingNote,
    MeetingPrompt,
    MeetingSlot,
    SchoolMeeting,
)
from courses.models.order import Order, OrderedBooking, Quote
from courses.models.payment import Payment, Reminder
from courses.models.programme import LessonPage, ModulePage, ProgrammePage
from courses.models.progress import LessonProgress, Reflection
from courses.models.school import School, SchoolUrn
from courses.models.waiting import WaitingGroup

__all__ = [
    "BookedPlace",
    "Booking",
    "BookingDraft",
    "Calendar",
    "CalendarFeed",
    "ClosedDay",
    "Cohort",
    "CohortsPage",
    "EarlierNote",
    "Enrolment",
    "Establishment",
    "EstablishmentLink",
    "EstablishmentWord",
    "FiveMail",
    "Form",
    "FormOrder",
    "Grace",
    "HandOver",
    "HelpRequest",
    "Invoice",
    "InvoiceLine",
    "LessonPage",
    "LessonProgress",
    "Meeting",
    "MeetingAction",
    "MeetingNote",
    "MeetingPrompt",
    "MeetingSlot",
    "ModulePage",
    "NumberSeries",
    "Occasion",
    "Order",
    "OrderedBooking",
    "Payment",
    "ProgrammePage",
    "Quote",
    "Reflection",
    "RegisterImport",
    "Reminder",
    "School",
    "SchoolMeeting",
    "SchoolUrn",
    "Sitting",
    "Term",
    "WaitingGroup",
]
