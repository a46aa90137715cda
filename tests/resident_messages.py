"""The messages that a resident can meet, found from the open doors onward.

Run as a script this writes ``app/locales/residents.pot``: what a translator fills in, and what a
language must have before it is offered.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
TEMPLATE_FILE = ROOT / "app" / "locales" / "residents.pot"
OPEN_DOORS = ("app/routes/resident", "app/routes/public")
# Any page can meet these: the page of a refusal, and the attempts that are counted.
EVERYWHERE = ("app/errors.py", "app/i18n.py", "app/access.py", "app/rate_limit.py")
OUR_ROOMS = ("app", "dialogue", "participation")
JINJA = {"trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_later": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# What a named refusal says is translated when it is shown.
SPOKEN_BY_REFUSALS = {"message", "advice"}
TEMPLATE_NAME = re.compile(r"""["']([\w/-]+\.html)["']""")

Key = tuple[str | None, str | tuple[str, ...]]


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def open_modules() -> frozenset[Path]:
    """The files behind the doors for everybody, with every file of ours that those import."""
    waiting = [file for door in OPEN_DOORS for file in (ROOT / door).glob("*.py")]
    waiting += [ROOT / file for file in EVERYWHERE]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += imported_by(file)
    return frozenset(found)


def imported_by(file: Path) -> Iterator[Path]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names)):
                module = (ROOT / name.replace(".", "/")).with_suffix(".py")
                if name.split(".")[0] in OUR_ROOMS and module.is_file():
                    yield module


@cache
def open_templates() -> frozenset[Path]:
    """The pages that those doors show, with every part that a page is made of."""
    doors = [file for file in open_modules() if "routes" in file.parts or file.name == "errors.py"]
    waiting = [name for file in doors for name in TEMPLATE_NAME.findall(file.read_text())]
    found: set[Path] = set()
    while waiting:
        page = TEMPLATES / waiting.pop()
        if page not in found:
            found.add(page)
            waiting += TEMPLATE_NAME.findall(page.read_text())
    return frozenset(page for page in found if page.name != "gallery.html")


def open_refusals() -> set[str]:
    """The names of the refusals that the open modules can raise."""
    named = set()
    for file in open_modules():
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dialogue.err"):
                named |= {each.name for each in node.names}
            elif isinstance(node, ast.Call) and ast.unparse(node.func).startswith("errors."):
                named.add(ast.unparse(node.func).removeprefix("errors."))
    return named | {"Refusal", "NotAllowed"}


def said_by_refusals() -> Iterator[tuple[str, Path]]:
    """What those refusals say, and those that an open module has of its own."""
    named, places = open_refusals(), (ROOT / "dialogue" / "errors").glob("*.py")
    for file in (*places, *open_modules()):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ClassDef) and (node.name in named or file in open_modules()):
                yield from ((said, file) for said in spoken_in(node))


def spoken_in(refusal: ast.ClassDef) -> Iterator[str]:
    """The message and the advice in the body of a class."""
    for line in refusal.body:
        target = line.targets[0] if isinstance(line, ast.Assign) else getattr(line, "target", None)
        value = getattr(line, "value", None)
        named = isinstance(target, ast.Name) and target.id in SPOKEN_BY_REFUSALS
        if named and isinstance(value, ast.Constant):
            yield str(value.value)


def said_by_labels() -> Iterator[tuple[str, Path]]:
    """The words of the reasons why an answer is held back or taken away, which results count."""
    reasons = ROOT / "dialogue" / "moderation.py"
    for node in ast.walk(tree_of(reasons)):
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                yield str(ast.literal_eval(line.value)[1]), reasons


@cache
def resident_messages() -> dict[Key, set[str]]:
    """Every message that a resident can meet, with the files that ask for it."""
    asked: dict[Key, set[str]] = defaultdict(set)
    sources = [("jinja2", page, JINJA) for page in open_templates()]
    sources += [("python", file, {}) for file in open_modules()]
    for method, file, options in sources:
        for _, message, _, context in extract_from_file(
            method, file, keywords=KEYWORDS, options=options
        ):
            asked[context, message].add(str(file.relative_to(ROOT)))
    for said, file in (*said_by_refusals(), *said_by_labels()):
        asked[None, said].add(str(file.relative_to(ROOT)))
    return asked


def as_template() -> Catalog:
    """The messages as a catalogue to fill in, by file."""
    made = Catalog(project="Samenspraak", charset="utf-8", fuzzy=False)
    by_place = sorted(resident_messages().items(), key=lambda each: (min(each[1]), str(each[0])))
    for (context, message), files in by_place:
        made.add(message, context=context, locations=[(file, 0) for file in sorted(files)])
    return made


def write_template() -> None:
    with TEMPLATE_FILE.open("wb") as target:
        write_po(target, as_template(), width=100, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    write_template()
