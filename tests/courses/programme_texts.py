"""A programme of two modules and four lessons as file texts: each lesson shows one way of being asked something."""

PROGRAMME = """\
---
title: A small year
slug: programme
intention: Ask fewer questions, and better ones.
modules: why | how
---

Every assessment began as somebody’s question.
"""

WHY = """\
---
title: Why assess?
slug: why
pillar: purpose
question: What is this for?
intention: Name the decision behind each assessment.
---
"""

HOW = """\
---
title: How sure?
slug: how
pillar: reliability
question: Would we get the same again?
intention: Say how sure a result is.
---
"""

ASKING = """\
---
title: Why ask first?
slug: asking
intention: Put the question before the test.
opening: a buying decision
minutes: 25
sample: yes
---

## A purchase

The head compares two gooseberry tests.

::: key-idea
Settle the decision first.
:::

::: question t1
kind: single
pillar: purpose
difficulty: 1
stem: What comes first?

( ) The price
    WRONGFEEDBACK a price serves no decision.
(*) The decision
    KEYFEEDBACK everything else follows.
( ) The format
    WRONGFEEDBACK a format serves a decision.
:::

::: question t2
kind: text
pillar: purpose
accept: purpose | the purpose
right: KEYFEEDBACK that is the word.
wrong: WRONGFEEDBACK it is the first pillar.
stem: Which pillar asks what a result is for?
:::

::: reflection
Which of your assessments would nobody miss?
:::
"""

READING = """\
---
title: What is only to be read?
slug: reading
intention: Read a page that asks nothing.
minutes: 20
---

This page about rhubarb asks for a tick and no more.
"""

WRITING = """\
---
title: What is to be written?
slug: writing
intention: Write twice, answer once.
minutes: 30
---

::: reflection
label: Before you read on

What do you expect?
:::

::: question t3
kind: single
pillar: reliability
revisits: asking
stem: Which one repeats?

(*) The steady one
    KEYFEEDBACK it gives the same again.
( ) The lucky one
    WRONGFEEDBACK luck does not repeat.
:::

::: reflection
What did you find?
:::
"""

COMING = """\
---
title: What is still to come?
slug: coming
intention: Look forward.
minutes: 25
---
"""

FILES = {
    "programme.md": PROGRAMME,
    "why/module.md": WHY,
    "why/01-asking.md": ASKING,
    "why/02-reading.md": READING,
    "how/module.md": HOW,
    "how/01-writing.md": WRITING,
    "how/02-coming.md": COMING,
}
