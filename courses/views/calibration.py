from django.shortcuts import render

from courses import access
from courses.queries.calibration import calibration_page


def calibration(request):
    lead = access.get_lead_or_404(request.user)
    return render(request, "courses/calibration/calibration.html", {"page": calibration_page(lead)})
