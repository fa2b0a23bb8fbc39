"""Dates as an iCalendar feed (RFC 5545): Europe/London with its rules of summer time, and ids that never change.

A calendar program matches an event by its UID and takes a change when SEQUENCE has grown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Touchstone//Assessment Lead Programme//EN"
FETCHED_EVERY = timedelta(hours=12)


@dataclass(frozen=True)
class Appointment:
    uid: str  # unique in the world and the same for ever
    title: str
    starts_at: datetime  # in the zone in which it is kept
    minutes: int
    changes: int
    changed_at: datetime
    place: str = ""
    about: str = ""
    link: str = ""


def feed_of(appointments: Iterable[Appointment], *, name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"VALUE": "DURATION"})
    for appointment in appointments:
        calendar.add_component(event_of(appointment))
    calendar.add_missing_timezones()
    return calendar.to_ical()


def event_of(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.changes)
    event.add("dtstamp", appointment.changed_at)
    event.add("summary", appointment.title)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.starts_at + timedelta(minutes=appointment.minutes))
    for name, value in (("location", appointment.place), ("description", appointment.about), ("url", appointment.link)):
        if value:
            event.add(name, value)
    return event
