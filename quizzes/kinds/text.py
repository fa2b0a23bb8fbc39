import unicodedata

from quizzes.kinds import base

MOST_CHARACTERS = 200
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "–": "-", "‑": "-"})


def plain(text: str) -> str:
    """A short text without what does not count: case, spaces, full stops, the shape of apostrophes and dashes."""
    text = unicodedata.normalize("NFC", text).translate(APOSTROPHES).casefold()
    return "".join(text.split()).replace(".", "")


class Text:
    """A word or a few, compared with the accepted answers."""

    name = "text"
    label = "Short text"

    def problems(self, content):
        problems = base.entry_problems(content["entries"], fewest=0) + base.feedback_problems(content)
        accepted = [plain(answer) for answer in content["accept"]]
        if not accepted or not all(accepted):
            problems.append(base.Problem("“accept” must name the accepted answers.", field="accept"))
        if len(set(accepted)) < len(accepted):
            problems.append(base.Problem("“accept” names an answer twice.", field="accept"))
        if any(len(answer) > MOST_CHARACTERS for answer in content["accept"]):
            problems.append(base.Problem(f"An answer has at most {MOST_CHARACTERS} characters.", field="accept"))
        problems += [
            base.Problem(f"“{entry['text']}” is accepted: it cannot be wrong.", entry=index)
            for index, entry in enumerate(content["entries"])
            if plain(entry["text"]) in accepted
        ]
        return problems

    def faces(self, content):
        return base.faces_of(content, entries=False)

    def shuffle(self, content, seed):
        return []

    def read(self, get, getlist, content):
        return base.read_typed(get, MOST_CHARACTERS)

    def missing(self, content, response):
        return "" if plain(response.get("text", "")) else "Write your answer."

    def mark(self, content, response):
        text = response.get("text", "")
        right = plain(text) in [plain(answer) for answer in content["accept"]]
        feedback = content["right"] if right else self._feedback(content, text)
        return base.typed_mark(
            text=text, answer=f"The answer is: {content['accept'][0]}", feedback=feedback, right=right
        )

    def words(self, content, response):
        return response.get("text", "")

    def best(self, content):
        return {"text": content["accept"][0]}

    def _feedback(self, content, text):
        for entry in content["entries"]:
            if plain(entry["text"]) == plain(text):
                return entry["feedback"]
        return content["wrong"]
