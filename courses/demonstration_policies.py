"""The policies of the demonstration. They describe what this software does; the provider in them is invented."""

from courses.terms import DEFAULT_BANDS

INVENTED = "*The provider and its addresses are invented: this is a demonstration.*"


def cancellation_rule() -> str:
    """The bands as printed rule, from the terms that every new cohort begins with."""
    bands = sorted(DEFAULT_BANDS, reverse=True)
    lines = [f"- More than {bands[0][0]} days before week 1 begins: nothing is due."]
    for (days, percent), following in zip(bands, [*bands[1:], None], strict=True):
        until = f"{days} to {following[0] + 1} days before" if following else f"{days} days before, or fewer"
        lines.append(f"- {until}: {percent} % of the price is due.")
    return "\n".join(lines)


def policies() -> tuple[tuple[str, str, str, str], ...]:
    """Slug, title, introduction and body of each."""
    return (
        ("accessibility", "Accessibility", "Everybody should be able to use this site.", ACCESSIBILITY),
        ("privacy", "Privacy", "What we keep, why, who sees it and for how long.", PRIVACY),
        ("cookies", "Cookies", "Three, and none of them follows you.", COOKIES),
        (
            "terms",
            "Terms of booking",
            "What a school and we promise each other.",
            TERMS.format(rule=cancellation_rule()),
        ),
    )


ACCESSIBILITY = f"""We want everybody to be able to use this site: by keyboard, with a screen reader, at 400 % \
zoom, with scripts switched off, in dark or high-contrast colours.

## How far we are

The site aims at level AA of the Web Content Accessibility Guidelines 2.2. Every kind of page is checked by machine \
with axe before a change goes live, and by hand with a keyboard. No outside audit has been made.

## What we know is not good enough

Charts are described in words and as tables, but a screen reader reads a long table slowly. Documents that authors \
upload are not checked by machine.

## If something is in your way

[Tell us](/contact/?about=site), or write to [programme@touchstone.example](mailto:programme@touchstone.example), \
and say what you were trying to do. We answer, and if the page cannot be mended soon we give you what stands on it \
in another way.

{INVENTED}"""

PRIVACY = f"""## If you only read

Nothing is kept about you. There are no counters, no advertisements and nothing from other sites in these pages. \
The readiness check is worked out and shown, and not stored.

## If you ask us something

Your name, address, role and school if you gave them, what you asked and what we answered. The office reads it, to \
answer you. It is removed 24 months after you wrote.

## If you book for a school

The school, the people who are to take part, who booked, who pays, and the papers: quote, purchase order, invoice. \
The office sees it; facilitators see the names of their own leads. We keep invoices and what belongs to them for \
six years, as the tax authority asks. What you typed and did not send is forgotten after 30 days.

## If you comment on the blog

What you wrote, the name and role you gave, and your address, which is never shown and is removed 24 months after \
your last comment. Somebody reads each first comment before it appears. Comments stay with the post until you ask us \
to take yours away. Where this site has a spam filter of another company set up, the form says so: a first comment is \
then sent to it, with the address of your computer.

## If we may show your words

Your permission, who gave it, for what and until when. You can withdraw it on any day by the link we sent you: the \
page goes at once. That you had given it stays on record, because the advertising code asks for proof.

## If you are a lead

Your name, work e-mail address and school; your answers and reflections; which lessons you finished and when; the \
mails we sent you and why, for 24 months. Reflections, answers and scores are yours alone. Your facilitator sees \
which lessons you finished, whether you handed in the two tests, and the questions you send them. Colleagues of \
your school see how many lessons each of you has finished.

## What we never keep

Pupils’ names, codes or results. Boxes in which you write say so, and refuse what looks like a unique pupil number.

## What you can ask

What we hold about you, to have it put right, and to have it removed where no law makes us keep it. [Write to \
us](/contact/), or complain to the Information Commissioner’s Office.

{INVENTED}"""

COOKIES = """## Four small files

- **sessionid** keeps you signed in, for 14 days. Visitors who do not sign in do not get it.
- **csrftoken** guards forms against forgery. It comes with the first page that holds a form.
- **commenter** remembers for 30 days that an address is yours, if you ask for it when you publish a comment.
- **messages** carries one sentence, such as “Your question is on its way”, to the next page, and is then gone.

In production the first two begin with **__Host-**, which ties them to this site alone.

## In your browser

If you are a lead, answers that are not yet saved wait in your browser and are removed when you sign out.

None of these needs your consent, because the site cannot do what you ask of it without them. There are no others."""

TERMS = """## What you buy

A place for one lead for one year, in the cohort that you choose. A school sends two to six. Prices are without \
VAT; the quote says what VAT is added.

## From a booking to a place

1. A booking holds the places for 14 days, without an order and without payment.
2. A purchase order number, or your acceptance of the quote, makes the places yours.
3. We send an invoice. It is due in 30 days. You may have it split over two financial years.

## Whether a cohort runs

Each cohort says how many schools it needs and by which day. If they are not there, your \
booking ends at no cost, what you have paid comes back, and we tell you when the next cohort begins.

## If you cancel

{rule}

Your quote and your booking print these as dates, so that nobody has to count. Another colleague in the place of \
the one you named costs nothing, at any time before the start, and twice in the year after it.

## If we cancel

You get back everything that you paid. We do not pay for cover or travel that you had arranged.

*Terms, provider and amounts are invented: this is a demonstration. They are not legal advice.*"""
