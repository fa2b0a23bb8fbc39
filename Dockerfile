# The image of Touchstone: one image for the web, the task worker, the clock and the migration (compose.yaml).

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/server.txt /tmp/server.txt
RUN python -m venv /venv && /venv/bin/pip install --require-hashes -r /tmp/server.txt

FROM python:3.11-slim-bookworm AS site
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --create-home --uid 1000 touchstone
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
# Values that the settings insist on and that collectstatic does not use; the running site gets its own
RUN PRODUCTION=1 SECRET_KEY=used-while-the-image-is-built-and-never-again-after-that \
    ALLOWED_HOSTS=localhost SITE_URL=https://localhost EMAIL_URL=smtp://localhost DATABASE_URL=sqlite:////tmp/build.sqlite3 \
    python manage.py collectstatic --noinput \
    && mkdir -p var/media && chown -R 1000:1000 var
USER 1000:1000
ENV PRODUCTION=1
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/healthz', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"]
# WEB_CONCURRENCY says how many workers. No control socket: nothing may be written to the home directory
CMD ["gunicorn", "cms.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
