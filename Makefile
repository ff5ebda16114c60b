# `make help` dit tout. Rien n’est installé hors de .venv et du dossier de données (OBSERVATORY_DATA).
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help install run test drill lint format bench relevance guides

# Python 3.11 ou plus récent ; PYTHON=/usr/bin/python3 en choisit un autre.
PYTHON ?= python3
SEARCH ?= elasticsearch
ARGS ?=
BIN := .venv/bin

help: ## Montre cette aide
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20
	@echo "  Variables : PORT=8000  SEARCH=elasticsearch|postgresql  OBSERVATORY_DATA=dossier  PYTHON=python3"

run: $(BIN)/.run ## Installe et lance tout le site sur http://127.0.0.1:8000/ (Ctrl-C arrête tout)
	@exec $(BIN)/python -m observatory.run --search $(SEARCH)

test: $(BIN)/.dev ## Lance tous les tests, avec de vrais PostgreSQL, Elasticsearch et navigateur
	@$(BIN)/python manage.py catalogue compile
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

drill: $(BIN)/.dev ## Répète vingt fois la parution d’un cahier coupée par kill -9 de la file et de PostgreSQL (TRIES=20), une lettre à 5 000 adresses (READERS=5000), et un cahier mené du brouillon à la parution dans le navigateur
	@$(BIN)/python manage.py catalogue compile
	@TRIES=$${TRIES:-20} READERS=$${READERS:-5000} $(BIN)/python -m pytest -s tests/faults/test_publications.py tests/faults/test_newsletter.py \
		tests/browser/cahier_from_draft_to_publication.py $(ARGS)

lint: $(BIN)/.dev ## Vérifie style, types, gabarits, sens des imports, migrations et traductions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/djhtml --check --tabwidth 2 templates 2>&1 | grep -v '^0 ' ; exit $${PIPESTATUS[0]}
	@$(BIN)/lint-imports
	@$(BIN)/mypy $(filter-out search/% oai/%,$(wildcard */domain.py */domain */queries.py */queries)) search oai
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py catalogue check

format: $(BIN)/.dev ## Met le code et les gabarits en forme
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djhtml --tabwidth 2 templates || test $$? = 1

bench: $(BIN)/.dev ## Mesure publication, recherche et bureau à grande échelle, poids et vitesse des pages (BENCH_IMPORT=1000, BENCH_SIZE=100000, BENCH_DESK=5000, BENCH_FAULTS=10000 fiches ; ARGS=desk)
	@$(BIN)/python manage.py catalogue compile
	@$(BIN)/python -m tests.bench $(ARGS)

relevance: $(BIN)/.dev ## Mesure la recherche sur les requêtes jugées, à côté de celle de Wagtail (ARGS=--help)
	@$(BIN)/python manage.py catalogue compile
	@$(BIN)/python -m tests.relevance $(ARGS)

guides: $(BIN)/.dev ## Refait les images des guides (docs/images/guides/) sur les contenus de démonstration (ARGS=lire-fiche : celle-là seulement)
	@$(BIN)/python manage.py catalogue compile
	@$(BIN)/python -m tests.guides $(ARGS)

install: $(BIN)/.dev ## Installe les dépendances de développement dans .venv

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "✗ « $(PYTHON) » est introuvable : installez Python 3.11 ou plus récent (ou donnez PYTHON=…)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "✗ $(PYTHON) est trop ancien : il faut Python 3.11 ou plus récent (ou donnez PYTHON=…)."; exit 1; }
	@echo "• Environnement Python (.venv)…"
	@$(PYTHON) -m venv .venv || { echo "✗ L’environnement n’a pas pu être créé : installez le paquet « python3-venv », vérifiez la place sur le disque."; rm -rf .venv; exit 1; }

$(BIN)/.run: requirements.txt | $(BIN)/python
	@echo "• Dépendances (quelques minutes la première fois)…"
	@$(BIN)/python -m observatory.dependencies requirements.txt && touch $@

$(BIN)/.dev: requirements.txt requirements-dev.txt | $(BIN)/python
	@echo "• Dépendances de développement (quelques minutes la première fois)…"
	@$(BIN)/python -m observatory.dependencies requirements-dev.txt && touch $(BIN)/.run $@
