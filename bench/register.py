"""The national register in its full size: python bench/register.py [--schools 50000] [--database URL]

Makes an invented file with as many columns and bytes as the real one, imports it, imports it again, and again with
changes; then asks 200 varied searches. Prints seconds, milliseconds and memory, for SQLite or the database given,
which is emptied first. The bars: 20 s for the import, 50 ms for the slowest search, 150 MB more memory.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from statistics import median

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.environment import use_venv  # noqa: E402

PADDING = 55  # columns that nobody reads, which bring the file to the real one's size
SEARCHES = 200


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schools", type=int, default=50_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--search", action="store_true", help="only search in what the last run left in --database")
    return parser.parse_args()


def set_up(database: str, folder: str) -> None:
    os.environ["DATABASE_URL"] = database or f"sqlite:///{folder}/register.sqlite3"
    os.environ["MEDIA_ROOT"] = f"{folder}/media"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def write(path: Path, rows, columns) -> None:
    from courses.demonstration_establishments import csv_lines

    with path.open("w", encoding="cp1252", newline="") as file:
        file.writelines(csv_lines(rows, columns, padding=PADDING))


def write_files(folder: Path, schools: int) -> tuple[Path, Path, Path]:
    """In a process of its own, whose memory does not count."""
    from courses.demonstration_establishments import invent
    from courses.giasrow import COLUMNS, LINK_COLUMNS

    paths = (folder / "first.csv", folder / "second.csv", folder / "links.csv")
    if os.fork() == 0:
        register = invent(schools, mark="", syllables=True)
        write(paths[0], register.schools, COLUMNS)
        for row in register.schools[::100]:
            row["name"] = f"The {row['name']}"
        write(paths[1], register.schools[:-50], COLUMNS)
        write(paths[2], register.links, LINK_COLUMNS)
        os._exit(0)
    os.wait()
    return paths


def put(path: Path) -> str:
    from django.utils.timezone import now

    from courses.domain.registerimport import put_register_now

    began, busy = time.perf_counter(), time.process_time()
    with path.open("rb") as file:
        done = put_register_now(file=file, name=path.name, allows_fewer=False, by=None, now=now())
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    said = f"{done.added:,} new, {done.changed:,} changed, {done.unchanged:,} unchanged, {done.vanished:,} gone"
    size = path.stat().st_size / 1e6
    return f"{size:5.0f} MB  {seconds:6.2f} s, {busy:.2f} s of it ours  {said}, links {done.links or 0:,}"


def questions() -> list[str]:
    """Names whole, half typed and turned round, towns, postcodes and numbers; and the words that most schools have."""
    from courses.models import Establishment

    chance = Random(7)
    schools = list(Establishment.objects.order_by("urn").values("urn", "dfe_number", "name", "town", "postcode"))
    asked = ["school", "primary", "primary school", "st", "sc", "the", "of", "school of the", "c of e", "st m", "ac"]
    while len(asked) < SEARCHES:
        one = chance.choice(schools)
        words = one["name"].split()
        asked += [
            one["name"],
            one["name"][: chance.randint(2, 9)],
            " ".join(reversed(words)),
            f"{words[0]} {one['town']}",
            one["town"],
            one["postcode"],
            one["postcode"].split()[0],
            one["postcode"].replace(" ", "").lower(),
            one["urn"],
            one["dfe_number"],
            f"{words[-1][:4]} {one['town'][:3]}",
            f"{words[0]} nowhere",
        ]
    return asked[:SEARCHES]


def search() -> str:
    from courses.queries.establishment import find_establishments

    taken, ours = [], []
    for text in ("warm", *questions()):
        began, busy = time.perf_counter(), time.thread_time()
        find_establishments(text)
        ours.append(1_000 * (time.thread_time() - busy))
        taken.append((1_000 * (time.perf_counter() - began), text))
    taken = sorted(taken[1:])
    slowest = ", ".join(f"{ms:.0f} ms “{text}”" for ms, text in taken[-3:])
    middle, worst = median(ms for ms, _ in taken), taken[-1][0]
    busy = f"{median(ours):.1f} and {max(ours[1:]):.1f}"
    return f"{SEARCHES} searches: median {middle:.1f} ms, worst {worst:.1f}; ours of these {busy} ms ({slowest})"


def measure_imports(folder: Path, schools: int) -> None:
    from courses.models import Establishment, EstablishmentLink, EstablishmentWord, RegisterImport

    for model in (Establishment, EstablishmentLink, EstablishmentWord, RegisterImport):
        model.objects.all().delete()
    first, second, links = write_files(folder, schools)
    before = memory()
    for name, path in [("first", first), ("links", links), ("again", first), ("changed", second)]:
        print(f"{name:8} {put(path)}", flush=True)
    print(f"memory   {memory() - before:,.0f} MB more than before the first import", flush=True)


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as folder:
        set_up(given.database, folder)
        if not given.search:
            measure_imports(Path(folder), given.schools)
        print(search())


if __name__ == "__main__":
    use_venv("bench.register")
    main()
