from quizzes.kinds import base, choosing


class Single:
    """One best option."""

    name = "single"
    label = "Single choice"

    def problems(self, content):
        return choosing.option_problems(content)

    def faces(self, content):
        return base.faces_of(content)

    def shuffle(self, content, seed):
        return choosing.shuffle(content, seed)

    def read(self, get, getlist, content):
        return choosing.read_choice(get, content)

    def missing(self, content, response):
        return "" if response.get("choice") else "Choose an answer."

    def mark(self, content, response):
        choice = response.get("choice", "")
        right = choice == choosing.best_choice(content)
        return base.Mark(
            score=float(right),
            right=right,
            verdict="That is the best answer." if right else "Not the best answer.",
            parts=tuple(choosing.choice_parts(content, choice, best_word="best answer")),
        )

    def words(self, content, response):
        return choosing.chosen_words(content, [response.get("choice")])

    def best(self, content):
        return {"choice": choosing.best_choice(content)}
