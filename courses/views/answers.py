from django.shortcuts import render

from courses import access
from courses.queries import answers


def my_answers(request):
    lead = access.get_record_or_404(request.user)
    return render(request, "courses/answers/my_answers.html", {"lead": lead, "entries": answers.my_answers(lead)})
