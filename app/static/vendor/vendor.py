"""Make this folder again from the packages it came from; for maintainers, never at run time.

Needs npm and pyftsubset (``pip install fonttools brotli``) on the path. ``python vendor.py`` writes
the files, ``python vendor.py --check`` makes them aside and fails when they differ.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
OWN_STYLES = tuple(HERE.parent / f"{name}.css" for name in ("theme", "samenspraak", "dialogue"))
TOKENS = "@nl-design-system-unstable/voorbeeld-design-tokens"
NOTO = "@fontsource-variable/noto-sans"
NOTO_ARABIC = "@fontsource-variable/noto-sans-arabic"
ICONS = "@tabler/icons"

# Exact versions: the `unstable` scope keeps no promises, so a frozen copy is the promise.
PACKAGES = {
    "@nl-design-system-candidate/button-css": "1.1.0",
    "@nl-design-system-candidate/heading-css": "1.1.3",
    "@nl-design-system-candidate/link-css": "2.0.3",
    "@nl-design-system-candidate/paragraph-css": "2.1.3",
    "@nl-design-system-candidate/skip-link-css": "1.0.5",
    TOKENS: "7.4.1",
    "@utrecht/component-library-css": "9.0.4",
    ICONS: "3.51.0",
    NOTO: "5.3.0",
    NOTO_ARABIC: "5.3.0",
    "htmx.org": "4.0.1",
    "idb": "7.1.1",
    "workbox-background-sync": "7.4.1",
    "workbox-core": "7.4.1",
}
TOOLS = {"esbuild": "0.28.2"}
CANDIDATES = ("button", "heading", "link", "paragraph", "skip-link")
UTRECHT = (
    "alert",
    "custom-checkbox",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-label",
    "radio-button",
    "select",
    "table",
    "textarea",
    "textbox",
)
ICON_NAMES = [
    "alert-circle",
    "alert-triangle",
    "arrow-left",
    "arrow-right",
    "arrows-split",
    "building-community",
    "calendar",
    "cards",
    "chart-bar",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-check",
    "clock",
    "download",
    "eye",
    "eye-off",
    "file-text",
    "flag",
    "git-merge",
    "hand-stop",
    "heart-handshake",
    "home",
    "inbox",
    "info-circle",
    "key",
    "language",
    "lock",
    "lock-open",
    "logout",
    "mail",
    "message-circle",
    "messages",
    "minus",
    "pencil",
    "plus",
    "printer",
    "qrcode",
    "scale",
    "search",
    "send",
    "settings",
    "thumb-down",
    "thumb-up",
    "trash",
    "user",
    "user-plus",
    "users",
    "world",
    "x",
]
LATIN_EXTENDED = "U+0100-017F,U+0218-021B"
ARABIC = "U+0600-06FF,U+200C-200F"
FONTS = (  # file, package, subset in the package, characters kept (none: all of them)
    ("noto-sans-latin", NOTO, "latin", None),
    ("noto-sans-latin-extended", NOTO, "latin-ext", LATIN_EXTENDED),
    ("noto-sans-cyrillic", NOTO, "cyrillic", None),
    ("noto-sans-arabic", NOTO_ARABIC, "arabic", ARABIC),
)
LICENCE_FILES = {
    "EUPL-1.2": (TOKENS, "LICENSE.md"),
    "OFL-1.1": (NOTO, "LICENSE"),
    "OFL-1.1-arabic": (NOTO_ARABIC, "LICENSE"),
    "MIT": (ICONS, "LICENSE"),
    "0BSD": ("htmx.org", "LICENSE"),
    "ISC": ("idb", "LICENSE"),
    "MIT-workbox": ("workbox-background-sync", "LICENSE"),
}


def install(folder: Path) -> Path:
    """Fetch the packages, without running any of their scripts; returns node_modules."""
    wanted = {"private": True, "dependencies": PACKAGES | TOOLS}
    (folder / "package.json").write_text(json.dumps(wanted))
    run("npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", cwd=folder)
    return folder / "node_modules"


def run(*command: str, cwd: Path | None = None) -> None:
    """Run a maintainers' tool and stop when it fails."""
    subprocess.run(command, cwd=cwd, check=True)  # noqa: S603  # fixed commands of this file


def write_components(modules: Path, out: Path) -> None:
    """Join the stylesheets of the components with the design tokens that they can reach."""
    sheets = [modules / f"@utrecht/{name}-css/dist/index.css" for name in UTRECHT]
    sheets += [
        modules / f"@nl-design-system-candidate/{name}-css/dist/{name}.css" for name in CANDIDATES
    ]
    rules = without_early_blame("\n".join(sheet.read_text() for sheet in sheets))
    tokens = reachable_tokens(modules, rules + "".join(s.read_text() for s in OWN_STYLES))
    declared = "\n".join(f"  {name}: {value};" for name, value in sorted(tokens.items()))
    joined = out / "components.source.css"
    joined.write_text(f":root {{\n{declared}\n}}\n{rules}\n")
    shrink = ("--minify", "--legal-comments=none", "--log-level=warning")
    notice = "/* NL Design System community, Gemeente Utrecht: EUPL-1.2, cut by vendor.py */"
    target = f"--outfile={out / 'components.css'}"
    run(str(modules / ".bin/esbuild"), str(joined), *shrink, f"--banner:css={notice}", target)
    joined.unlink()


def without_early_blame(css: str) -> str:
    """Drop the selectors that colour an unfilled required field red before anybody sent it."""
    return re.sub(r"[^{},/]*:(?:user-)?invalid,\s*", "", css)


def reachable_tokens(modules: Path, styles: str) -> dict[str, str]:
    """Keep only the design tokens that some rule asks for, directly or through another token."""
    theme = (modules / TOKENS / "dist/theme.css").read_text()
    theme = re.sub(r"/\*.*?\*/", "", theme, flags=re.DOTALL)
    known = dict(re.findall(r"(--[\w-]+):\s*([^;]+);", theme))
    waiting = asked_tokens(styles)
    kept: dict[str, str] = {}
    while waiting:
        name = waiting.pop()
        if name in known and name not in kept:
            kept[name] = known[name]
            waiting |= asked_tokens(known[name])
    return kept


def asked_tokens(css: str) -> set[str]:
    """Return the custom properties that a piece of CSS reads."""
    return set(re.findall(r"var\(\s*(--[\w-]+)", css))


def write_fonts(modules: Path, out: Path) -> None:
    """Write one variable font per script, each loaded only when its characters occur."""
    (out / "fonts").mkdir()
    faces = [write_font(modules, out / "fonts", *font) for font in FONTS]
    (out / "fonts.css").write_text("\n".join(faces))


def write_font(
    modules: Path, folder: Path, file: str, package: str, subset: str, kept: str | None
) -> str:
    """Copy or cut one font; returns the rule that loads it."""
    stem = f"{package.rpartition('/')[2]}-{subset}-wght-normal"
    source = modules / package / "files" / f"{stem}.woff2"
    target = folder / f"{file}.woff2"
    characters = kept or unicode_range((modules / package / "index.css").read_text(), stem)
    if kept is None:
        target.write_bytes(source.read_bytes())
    else:
        cut = ("--flavor=woff2", "--layout-features=*", "--no-recalc-timestamp")
        run("pyftsubset", str(source), f"--unicodes={kept}", f"--output-file={target}", *cut)
    return (
        "@font-face {\n  font-family: 'Noto Sans';\n  font-style: normal;\n"
        "  font-weight: 100 900;\n  font-display: swap;\n"
        f"  src: url('fonts/{file}.woff2') format('woff2');\n  unicode-range: {characters};\n}}\n"
    )


def unicode_range(css: str, stem: str) -> str:
    """Find the characters that a font of the package is meant for."""
    found = re.search(rf"/\* {re.escape(stem)} \*/.*?unicode-range:\s*([^;]+);", css, re.DOTALL)
    if found is None:
        raise SystemExit(f"{stem} names no unicode-range in index.css")
    return found[1]


def write_icons(modules: Path, out: Path) -> None:
    """Gather the icons into one file of symbols."""
    symbols = [symbol(modules / ICONS / "icons/outline" / f"{name}.svg") for name in ICON_NAMES]
    body = "\n".join(symbols)
    (out / "icons.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">\n<!-- Tabler Icons, MIT -->\n{body}\n</svg>\n'
    )


def symbol(file: Path) -> str:
    """Turn one icon's file into a symbol that takes the colour of the text around it."""
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline)\b[^>]*/>", file.read_text())
    drawn = "".join(shape for shape in shapes if 'stroke="none"' not in shape)
    line = 'fill="none" stroke="currentColor" stroke-width="2"'
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{file.stem}" viewBox="0 0 24 24" {line} {ends}>{drawn}</symbol>'


def write_htmx(modules: Path, out: Path) -> None:
    """Copy htmx as it was published."""
    (out / "htmx.min.js").write_bytes((modules / "htmx.org/dist/htmx.min.js").read_bytes())


def write_queue(modules: Path, out: Path) -> None:
    """Bundle the queue of the service worker into one file that ``importScripts`` can read."""
    run(
        str(modules / ".bin/esbuild"),
        str(modules / "workbox-background-sync/index.js"),
        "--bundle",
        "--minify",
        "--format=iife",
        "--global-name=backgroundSync",
        '--define:process.env.NODE_ENV="production"',
        f"--outfile={out / 'workbox-background-sync.js'}",
    )


def write_licences(modules: Path, out: Path) -> None:
    """Copy the licence texts that go with the files."""
    (out / "licences").mkdir()
    for licence, (package, name) in LICENCE_FILES.items():
        text = (modules / package / name).read_text()
        (out / "licences" / f"{licence}.txt").write_text(text)


def write_manifest(modules: Path, out: Path) -> None:
    """List what is here: packages with version and licence, files with their hash."""
    names = [*PACKAGES, *(f"@utrecht/{name}-css" for name in UTRECHT)]
    packages = [package_facts(modules / name / "package.json") for name in sorted(names)]
    files = {str(f.relative_to(out)): sha384(f) for f in sorted(out.rglob("*")) if f.is_file()}
    facts = {"packages": packages, "files": files}
    (out / "MANIFEST.json").write_text(json.dumps(facts, indent=2) + "\n")


def package_facts(file: Path) -> dict[str, str]:
    """Read the name, version and licence of an installed package."""
    facts = json.loads(file.read_text())
    licence = {"BSD-0-Clause": "0BSD"}.get(facts["license"], facts["license"])
    return {"name": facts["name"], "version": facts["version"], "licence": licence}


def sha384(file: Path) -> str:
    """Return the hash of a file in the notation of Subresource Integrity."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


STEPS: tuple[Callable[[Path, Path], None], ...] = (
    write_components,
    write_fonts,
    write_icons,
    write_htmx,
    write_queue,
    write_licences,
    write_manifest,
)


def main(check: bool) -> None:
    """Make all files aside, then put them here or compare them with what is here."""
    with tempfile.TemporaryDirectory() as folder:
        modules, out = install(Path(folder)), Path(folder) / "out"
        out.mkdir()
        for step in STEPS:
            step(modules, out)
        made = {f.relative_to(out): f.read_bytes() for f in out.rglob("*") if f.is_file()}
    if check:
        differing = [str(f) for f, data in made.items() if not same(HERE / f, data)]
        raise SystemExit(f"differs: {', '.join(differing)}" if differing else 0)
    for file, data in made.items():
        (HERE / file).parent.mkdir(exist_ok=True)
        (HERE / file).write_bytes(data)


def same(file: Path, data: bytes) -> bool:
    """Tell whether a file exists with exactly this content."""
    return file.is_file() and file.read_bytes() == data


if __name__ == "__main__":
    main(check="--check" in sys.argv[1:])
