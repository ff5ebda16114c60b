"""The table of roles as a page of the documentation: `python -m tests.practices.roles.render`."""

from pathlib import Path

from .table import ROLES, STATES, allowed, labels

PAGE = Path(__file__).parents[3] / "docs/developers/roles.md"


def rendered() -> str:
    lines = [
        "# Qui peut faire quoi, dans quel état",
        "",
        "Une fiche des Hauts-de-France. Ce qui n’est pas coché est refusé ; un essai par case (`tests/practices/roles`) le vérifie par le",
        "web. Cette page est écrite par `python -m tests.practices.roles.render` d’après `tests/practices/roles/table.py`.",
    ]
    for state, label in STATES.items():
        may = allowed(state)
        lines += ["", f"## {label[0].upper()}{label[1:]}", "", "| | " + " | ".join(ROLES.values()) + " |", "|---" * (len(ROLES) + 1) + "|"]
        for act, said in labels().items():
            if may[act]:
                lines.append(f"| {said} | " + " | ".join("●" if role in may[act] else "" for role in ROLES) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
