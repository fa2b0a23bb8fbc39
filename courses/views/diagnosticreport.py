"""The two tests of a cohort as its facilitators see them: never one lead's score."""

from django.core.paginator import Paginator
from django.shortcuts import render

from cms.export import Sheet
from cms.views.download import csv_download
from courses import access
from courses.queries.diagnosticreport import HEAD, cohort_tests, item_rows
from courses.queries.diagnosticscore import MEASURED_FROM

LEADS_A_PAGE = 60


def report(request, pk):
    cohort = access.get_facilitated_cohort_or_404(request.user, pk)
    tests = cohort_tests(cohort)
    page = Paginator(tests.leads, LEADS_A_PAGE).get_page(request.GET.get("page"))
    context = {"cohort": cohort, "tests": tests, "page": page, "measured_from": MEASURED_FROM}
    return render(request, "courses/diagnostic/report.html", context)


def items_csv(request, pk):
    cohort = access.get_facilitated_cohort_or_404(request.user, pk)
    rows = item_rows(cohort_tests(cohort).forms)
    return csv_download(Sheet("Questions", HEAD, rows), name=f"{cohort.name} questions of the tests")
