"""Which pairs of scripts to show: random and balanced, never chosen to be close.

Pairs chosen to be close make the separation reliability look high even when every decision is a coin toss (Bramley
2015): with random pairs it stays near 0, as it should.
"""

import random

LEAST = 10  # judgements of each script; 16 to 20 are advised
TRIES = 100


def random_pairs(scripts: int, each: int, seed: int) -> list[tuple[int, int]]:
    """Pairs such that every script is shown `each` times; scripts x each odd: one script is shown once more.

    Rounds of a tournament (Kirkman 1850) under a random naming: no pair comes twice before scripts - 1 rounds are
    used up, for an odd number of scripts hardly ever. Order and sides are random; the same seed gives the same pairs.
    Connected from each = 2 on, unless 100 draws in a row are not. ValueError for fewer than 2 scripts or each < 1.
    """
    if scripts < 2 or each < 1:
        raise ValueError("Needs at least 2 scripts, shown at least once.")
    draw = random.Random(seed)  # noqa: S311 - a design, not a secret
    for _ in range(TRIES):
        pairs = _draw(scripts, each, draw)
        if is_connected(scripts, pairs):
            break
    return pairs


def is_connected(scripts: int, pairs: list[tuple[int, int]]) -> bool:
    """Whether a path of pairs leads from every script to every other."""
    neighbours: dict[int, set[int]] = {script: set() for script in range(scripts)}
    for one, two in pairs:
        neighbours[one].add(two)
        neighbours[two].add(one)
    seen, todo = {0}, [0]
    while todo:
        new = neighbours[todo.pop()] - seen
        seen |= new
        todo += new
    return len(seen) == scripts


def _draw(scripts: int, each: int, draw: random.Random) -> list[tuple[int, int]]:
    names = draw.sample(range(scripts), scripts)
    rounds = _tournament(scripts)
    order: list[list[tuple[int, int]]] = []
    while len(order) < each:
        order += draw.sample(rounds, min(len(rounds), each - len(order)))
    pairs = [(names[one], names[two]) for fixtures in order for one, two in fixtures]
    pairs += _left_over(scripts, each, pairs, draw)
    pairs = [pair if draw.random() < 0.5 else pair[::-1] for pair in pairs]
    draw.shuffle(pairs)
    return pairs


def _tournament(scripts: int) -> list[list[tuple[int, int]]]:
    """Rounds in which everybody meets everybody once; with an odd number one sits out each round."""
    places = scripts + scripts % 2
    rounds = []
    for turn in range(places - 1):
        ring = [(turn + step) % (places - 1) for step in range(places - 1)]
        fixtures = [(ring[0], places - 1)] + [(ring[i], ring[-i]) for i in range(1, places // 2)]
        rounds.append([pair for pair in fixtures if max(pair) < scripts])
    return rounds


def _left_over(scripts: int, each: int, pairs: list[tuple[int, int]], draw: random.Random) -> list[tuple[int, int]]:
    """Scripts that sat out are paired, those that did most often first, and a last one with anybody else."""
    left = [each] * scripts
    for pair in pairs:
        for script in pair:
            left[script] -= 1
    extra = []
    while max(left) > 0:
        one, two = sorted(range(scripts), key=lambda script: (-left[script], draw.random()))[:2]
        left[one], left[two] = left[one] - 1, max(0, left[two] - 1)
        extra.append((one, two))
    return extra
