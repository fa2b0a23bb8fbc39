from quizzes.kinds import base, placing


class Group(placing.IntoPlaces):
    """Statements to be sorted into named groups; a group may hold several."""

    name = "group"
    label = "Sorting into groups"

    def problems(self, content):
        problems = base.entry_problems(content["entries"], fewest=2)
        names = [place["text"] for place in content["places"]]
        if len(names) < 2:
            problems.append(base.Problem("“groups” must name at least two groups.", field="groups"))
        if len({name.casefold() for name in names}) < len(names):
            problems.append(base.Problem("A group is named twice.", field="groups"))
        known = base.known_ids(content["places"])
        problems += [
            base.Problem(f"The entry “{entry['text']}” is sorted into a group that does not exist.", entry=index)
            for index, entry in enumerate(content["entries"])
            if entry["place"] not in known
        ]
        return problems

    def missing(self, content, response):
        still = placing.open_entries(content, response)
        return f"Choose a group for {base.quoted(still)}." if still else ""
