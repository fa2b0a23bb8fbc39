from django.http import Http404
from django.shortcuts import render

from cms.views.download import csv_download, xlsx_download
from courses import access
from courses.queries.analysis import quiz_lines
from quizzes.queries import analysistable
from quizzes.queries.analysis import answers_in, blanks_in, sample_of
from quizzes.queries.itemcharts import distribution_chart, wright_map
from quizzes.queries.itemreport import quiz_report
from quizzes.queries.optionreport import option_report


def quizzes(request):
    found = access.get_analysed_quizzes_or_404(request.user)
    return render(request, "courses/analysis/quizzes.html", {"lines": quiz_lines(found)})


def quiz(request, quiz):
    found, pool = access.get_analysed_quiz_or_404(request.user, quiz, cohort=request.GET.get("cohort", ""))
    with_index = request.GET.get("index") == "1"
    report = quiz_report(sample_of(found.pk, users=pool.users), index=with_index)
    context = {
        "quiz": found,
        "pool": pool,
        "report": report,
        "with_index": with_index,
        "blanks": blanks_in(found.pk, pool.users) if found.mode == found.Mode.TEST else 0,
        "map": wright_map(report),
        "distribution": distribution_chart(report),
    }
    return render(request, "courses/analysis/quiz.html", context)


def item(request, quiz, key):
    found, pool = access.get_analysed_quiz_or_404(request.user, quiz, cohort=request.GET.get("cohort", ""))
    question, wording, series = access.get_analysed_question_or_404(found, key, series=request.GET.get("series", ""))
    sample = sample_of(found.pk, users=pool.users, series={question: series})
    place = next(place for place, one in enumerate(sample.asked) if one.question_id == question)
    report = quiz_report(sample)
    context = {
        "quiz": found,
        "pool": pool,
        "report": report,
        "line": report.lines[place],
        "options": option_report(sample, place, answers_in(sample, [place])[place], wording),
        "content": wording.content(series),
        "series": series,
        "all_series": wording.series,
    }
    return render(request, "courses/analysis/item.html", context)


def table(request, quiz, table):
    """One table as CSV."""
    found, pool = access.get_analysed_quiz_or_404(request.user, quiz, cohort=request.GET.get("cohort", ""))
    sample = sample_of(found.pk, users=pool.users)
    if table == "questions":
        sheet = analysistable.item_sheet(quiz_report(sample, index=True))
    elif table == "options":
        sheet = analysistable.option_sheet(sample)
    elif table == "how-sure":
        sheet = analysistable.sure_sheet(sample)
    else:
        raise Http404("There is no such table.")
    return csv_download(sheet, name=f"{found.key} {table}")


def workbook(request, quiz):
    found, pool = access.get_analysed_quiz_or_404(request.user, quiz, cohort=request.GET.get("cohort", ""))
    report = quiz_report(sample_of(found.pk, users=pool.users), index=True)
    return xlsx_download(analysistable.all_sheets(report), name=f"{found.key} analysis")
