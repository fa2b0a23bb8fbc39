from django.conf import settings


def site(request):
    """What every page may say: whether this is the demonstration."""
    return {"demo": settings.DEMO}
