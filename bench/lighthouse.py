"""What Lighthouse says of each public page: python bench/lighthouse.py [--keep] [--rounds 5] [PATH ...]

Serves the site as in production and asks Lighthouse 12.8.2 (npx fetches it; Node 20 can run no newer one) with the
phone that it emulates. Beside the pages stands a blank one of the same server: what is missing there, the machine
lacks. A browser trusts localhost without HTTPS as it trusts others with it, so no check fails for that alone.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own

from bench import site  # noqa: E402
from bench.environment import WORK, use_venv  # noqa: E402
from bench.server import in_production  # noqa: E402
from bench.subjects import LESSON, VISITED  # noqa: E402
from bench.weight import chromium  # noqa: E402

LIGHTHOUSE = "lighthouse@12.8.2"
PATHS = [path for path in VISITED.values() if not path.endswith(".xml") and "?" not in path]
PATHS += [LESSON, "/contact/", "/are-we-ready/"]
BLANK = "/static/blank.html"
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
FLAGS = ["--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=PATHS)
    parser.add_argument("--keep", action="store_true", help="serve the site that the last run built")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


def report(url: str) -> dict:
    """One run of Lighthouse. LIGHTHOUSE names a command that is installed already."""
    command = [os.environ["LIGHTHOUSE"]] if "LIGHTHOUSE" in os.environ else ["npx", "--yes", LIGHTHOUSE]
    done = subprocess.run(
        [
            *command,
            url,
            *("--quiet", "--output=json", "--output-path=stdout", f"--only-categories={','.join(LEAST)}"),
            f"--chrome-flags={' '.join(FLAGS)}",
            f"--extra-headers={json.dumps({'X-Forwarded-Proto': 'https'})}",
        ],
        env={**os.environ, "CHROME_PATH": chromium()},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode:
        sys.exit(f"Lighthouse failed at {url}.\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def wanting(result: dict, category: str) -> list[str]:
    """The checks of a category that were not passed."""
    audits = [result["audits"][ref["id"]] for ref in result["categories"][category]["auditRefs"] if ref["weight"]]
    return [audit["id"] for audit in audits if audit["score"] is not None and audit["score"] < 0.9]


def judge(path: str, runs: list[dict], *, counts: bool = True) -> bool:
    scores = {name: round(100 * median(run["categories"][name]["score"] or 0 for run in runs)) for name in LEAST}
    low = [name for name, least in LEAST.items() if scores[name] < least]
    said = " ".join(f"{name} {score:3}" for name, score in scores.items())
    why = "; ".join(f"{name}: {', '.join(wanting(runs[-1], name))}" for name in low)
    verdict = ("ok" if not low else f"NOT OK: {why}") if counts else "the machine itself"
    print(f"{path:40} {said}   {verdict}", flush=True)
    return not low


def main() -> None:
    use_venv("bench.lighthouse")
    options = arguments()
    if not options.keep:
        site.build_site("weight")
    with tempfile.TemporaryDirectory(dir=WORK) as static, in_production(static, database="weight") as server:
        origin = f"http://localhost:{server.port}"
        verdicts = []
        for path in [BLANK, *options.paths]:
            runs = [report(origin + path) for _ in range(options.rounds)]
            good = judge(path, runs, counts=path != BLANK)
            verdicts += [good] if path != BLANK else []
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
