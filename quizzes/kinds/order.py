from quizzes.kinds import base, placing


class Order:
    """Entries to be put in order: each gets the number of its place."""

    name = "order"
    label = "Ordering"

    def problems(self, content):
        problems = base.entry_problems(content["entries"], fewest=3)
        for index, entry in enumerate(content["entries"]):
            if entry["place"] != str(index + 1):
                problems.append(base.Problem(f"This entry must have the number {index + 1}.", entry=index))
        return problems

    def faces(self, content):
        return base.faces_of(content, places=self._places(content))

    def shuffle(self, content, seed):
        return base.shuffled(base.known_ids(content["entries"]), seed)

    def read(self, get, getlist, content):
        return placing.read_places(get, content, self._places(content))

    def missing(self, content, response):
        if still := placing.open_entries(content, response):
            return f"Choose a place for {base.quoted(still)}."
        if twice := placing.crowded(content, response, self._places(content)):
            return f"Place {twice[0]} is given more than once: to {base.quoted(twice[1])}."
        return ""

    def mark(self, content, response):
        return placing.mark(content, response, self._places(content))

    def words(self, content, response):
        return placing.placed_words(content, response, self._places(content))

    def best(self, content):
        return placing.best(content)

    def _places(self, content):
        return [{"id": str(place), "text": str(place)} for place in range(1, len(content["entries"]) + 1)]
