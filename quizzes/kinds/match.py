from quizzes.kinds import base, placing


class Match(placing.IntoPlaces):
    """Pairs: each entry on the left has its own partner on the right."""

    name = "match"
    label = "Matching"

    def problems(self, content):
        problems = base.entry_problems(content["entries"], fewest=2)
        partners = {place["id"]: place["text"] for place in content["places"]}
        seen = set()
        for index, entry in enumerate(content["entries"]):
            partner = partners.get(entry["place"], "")
            if not partner:
                problems.append(base.Problem(f"The entry “{entry['text']}” has no partner.", entry=index))
            elif entry["place"] in seen:
                problems.append(base.Problem(f"The partner “{partner}” stands twice.", entry=index))
            seen.add(entry["place"])
        return problems

    def missing(self, content, response):
        if still := placing.open_entries(content, response):
            return f"Choose a partner for {base.quoted(still)}."
        if twice := placing.crowded(content, response, content["places"]):
            return f"{base.quoted([twice[0]])} is chosen more than once: for {base.quoted(twice[1])}."
        return ""
