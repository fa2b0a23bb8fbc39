"""The geometry of the site's charts, as plain Python: numbers in, frozen places out; the SVG is drawn by templates.

Across, a place is a per cent of the width, so that a chart fills a phone or a page while its text keeps its size.
Down, a place is a pixel. Nothing is drawn by colour alone, and every chart carries the table of its numbers.
One module a kind; templates: templates/components/chart/<kind>.html.
"""

from cms.charts.figure import KINDS, draw_rows
from cms.charts.frame import CHARACTER, MARGIN, NARROW, Chart
from cms.charts.histogram import HistogramChart, histogram
from cms.charts.intervals import IntervalsChart, intervals
from cms.charts.line import LineChart, line
from cms.charts.multiples import MultiplesChart, multiples
from cms.charts.numbers import ChartError, nice_ticks, number_text
from cms.charts.pace import HalfTerm, PaceLine, Week, pace_line
from cms.charts.strip import StripChart, strip
from cms.charts.wright import WrightChart, wright

__all__ = [
    "CHARACTER",
    "KINDS",
    "MARGIN",
    "NARROW",
    "Chart",
    "ChartError",
    "HalfTerm",
    "HistogramChart",
    "IntervalsChart",
    "LineChart",
    "MultiplesChart",
    "PaceLine",
    "StripChart",
    "Week",
    "WrightChart",
    "draw_rows",
    "histogram",
    "intervals",
    "line",
    "multiples",
    "nice_ticks",
    "number_text",
    "pace_line",
    "strip",
    "wright",
]
