"""What a first view costs the reader: python bench/weight.py [--keep] [--email LEAD] [PATH ...]

Serves the site as in production (hashed and compressed static files, HTTPS as a proxy would announce it) and opens
each path in Chromium with an empty cache: bytes on the wire, requests to other hosts, layout shift.
"""

import argparse
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # instead of bench/, whose site.py hides Python's own

from bench import site  # noqa: E402
from bench.environment import WORK, python, use_venv  # noqa: E402
from bench.server import in_production, production_values  # noqa: E402
from bench.subjects import LEAD, LESSON  # noqa: E402

PATHS = ["/", "/account/login/", "/learn/", LESSON]
SIGNED_IN = ("/learn/", "/start/", "/facilitate/")
# kB: the total as transferred, without images; style and script as compressed, without the headers of each answer
MOST = {"total": 60, "Stylesheet": 14, "Script": 20}
LAYOUT_SHIFT = """
window.layoutShift = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=PATHS)
    parser.add_argument("--email", default=LEAD)
    parser.add_argument("--keep", action="store_true", help="serve the site that the last run built")
    return parser.parse_args()


def chromium() -> str:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit("Chromium is not installed.")


def first_view(browser, origin: str, path: str, cookie: str) -> dict:
    """Kilobytes by type of resource, other hosts asked, layout shift."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, extra_http_headers={"X-Forwarded-Proto": "https"}
    )
    if path.startswith(SIGNED_IN):
        name, _, key = cookie.partition("=")
        context.add_cookies([{"name": name, "value": key, "url": origin.replace("http:", "https:"), "secure": True}])
    page = context.new_page()
    page.add_init_script(LAYOUT_SHIFT)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    types: dict[str, str] = {}
    hosts: set[str] = set()
    weights: Counter = Counter()
    bodies: Counter = Counter()

    def on_response(event):
        types[event["requestId"]] = event["type"]
        bodies[event["type"]] += int(event["response"]["headers"].get("Content-Length", 0))
        hosts.add(urlsplit(event["response"]["url"]).netloc)

    def on_finished(event):
        weights[types.get(event["requestId"], "Other")] += event["encodedDataLength"]

    devtools.on("Network.responseReceived", on_response)
    devtools.on("Network.loadingFinished", on_finished)
    reply = page.goto(origin + path, wait_until="networkidle")
    page.wait_for_timeout(500)
    result = {
        "status": reply.status if reply else 0,
        "ends_at": urlsplit(page.url).path,
        "kilobytes": {name: size / 1000 for name, size in weights.items()},
        "bodies": {name: size / 1000 for name, size in bodies.items()},
        "other_hosts": sorted(hosts - {urlsplit(origin).netloc, ""}),
        "shift": page.evaluate("window.layoutShift"),
    }
    context.close()
    return result


def judge(path: str, result: dict) -> bool:
    weights, bodies = result["kilobytes"], result["bodies"]
    total = sum(size for name, size in weights.items() if name != "Image")
    found = {"total": total, "Stylesheet": bodies.get("Stylesheet", 0), "Script": bodies.get("Script", 0)}
    wrong = [f"{name} over {MOST[name]} kB" for name, size in found.items() if size > MOST[name]]
    wrong += [f"asks {host}" for host in result["other_hosts"]]
    if result["shift"] > 0.001:
        wrong.append("the layout shifts")
    if result["status"] != 200 or result["ends_at"] != path:
        wrong.append(f"answers {result['status']} at {result['ends_at']}")
    print(
        f"{path:40} {total:6.1f} kB (CSS {found['Stylesheet']:5.1f}, JS {found['Script']:5.1f}, "
        f"fonts {weights.get('Font', 0):4.1f}, page {weights.get('Document', 0):5.1f}, "
        f"images {weights.get('Image', 0):5.1f}), other hosts {len(result['other_hosts'])}, "
        f"shift {result['shift']:.4f}   {'ok' if not wrong else 'NOT OK: ' + ', '.join(wrong)}"
    )
    return not wrong


def main() -> None:
    use_venv("bench.weight")
    options = arguments()
    from playwright.sync_api import sync_playwright

    if not options.keep:
        site.build_site("weight")
    with tempfile.TemporaryDirectory(dir=WORK) as static:
        values = production_values(static, database="weight")
        cookie = python("-m", "bench.sign_in", options.email, **values).strip()
        with in_production(static, database="weight") as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            origin = f"http://localhost:{server.port}"
            verdicts = [judge(path, first_view(browser, origin, path, cookie)) for path in options.paths]
            browser.close()
    print(f"{sum(verdicts)} passed, {len(verdicts) - sum(verdicts)} failed")
    sys.exit(0 if all(verdicts) else 1)


if __name__ == "__main__":
    main()
