from quizzes.kinds import base, choosing

VERDICTS = {
    (True, True): "Your judgement is right, and so is your reason.",
    (True, False): "Your judgement is right; your reason is not the best one.",
    (False, True): "Your judgement is not right; your reason is the best one.",
    (False, False): "Neither your judgement nor your reason is right.",
}


class Reasons:
    """True or false, with reasons: the stem is the statement. Judgement and reason count one half each."""

    name = "reasons"
    label = "True or false, with reasons"

    def problems(self, content):
        problems = choosing.option_problems(content) + base.feedback_problems(content)
        if content["statement_is"] not in (True, False):
            problems.append(base.Problem("“statement-is” must be true or false.", field="statement-is"))
        return problems

    def faces(self, content):
        return base.faces_of(content)

    def shuffle(self, content, seed):
        return choosing.shuffle(content, seed)

    def read(self, get, getlist, content):
        response = choosing.read_choice(get, content)
        if get("judgement") in ("true", "false"):
            response["judgement"] = get("judgement")
        return response

    def missing(self, content, response):
        if not response.get("judgement"):
            return "Say whether the statement is true or false."
        return "" if response.get("choice") else "Choose a reason."

    def mark(self, content, response):
        truth, said = content["statement_is"], response.get("judgement", "")
        choice = response.get("choice", "")
        judged = said == str(truth).lower()
        reasoned = choice == choosing.best_choice(content)
        judgement = base.Part(
            id="judgement",
            text=f"The statement is {str(truth).lower()}.",
            note=f"You said: {said or 'nothing'}",
            feedback=content["right"] if judged else content["wrong"],
            right=judged,
            chosen=judged,
            best=True,
        )
        return base.Mark(
            score=(judged + reasoned) / 2,
            right=judged and reasoned,
            verdict=VERDICTS[judged, reasoned],
            parts=(judgement, *choosing.choice_parts(content, choice, best_word="best reason")),
        )

    def words(self, content, response):
        reason = choosing.chosen_words(content, [response.get("choice")])
        return ": ".join(filter(None, [response.get("judgement", "").capitalize(), reason]))

    def best(self, content):
        return {"judgement": str(content["statement_is"]).lower(), "choice": choosing.best_choice(content)}
