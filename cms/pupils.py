"""No pupil is named here: text that holds what is shaped like a unique pupil number is recognised."""

import re

UNIQUE_PUPIL_NUMBER = re.compile(r"\b[A-Z]\d{11}[0-9A-Z]\b", re.IGNORECASE)
REFUSAL = "This looks like it holds a unique pupil number. Take it out, then send it again."


def holds_pupil_number(text: str) -> bool:
    return UNIQUE_PUPIL_NUMBER.search(text) is not None
