"""A page of ours as a PDF that a screen reader can read (PDF/UA-1), with our own fonts."""

from functools import cache
from typing import TYPE_CHECKING, Any

from app.templating import STATIC, render_text
from dialogue.errors import PdfNotPossible

if TYPE_CHECKING:
    from types import ModuleType

FONTS = STATIC / "vendor" / "fonts"
VARIANT = "pdf/ua-1"


@cache
def weasyprint() -> "ModuleType":
    """Load the library that lays out pages. Raises PdfNotPossible when Pango is not there.

    It is loaded when it is needed: the web app and the worker start without it.
    """
    try:
        import weasyprint as loaded
    except OSError as missing:
        raise PdfNotPossible from missing
    return loaded  # type: ignore[no-any-return]  # ships no type information


@cache
def own_files() -> Any:  # noqa: ANN401  (an object of the library, which has no types)
    """Make what fetches files for a page: our fonts, and nothing from anywhere else."""
    library = weasyprint()

    class OwnFiles(library.URLFetcher):  # type: ignore[misc, name-defined]  # has no types
        def fetch(self, url: str, headers: object = None) -> object:
            if not url.startswith(f"{FONTS.as_uri()}/"):
                raise ValueError("only our own fonts are used")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("file",), allow_redirects=False)


def pdf_of(template: str, *, language: str, **context: object) -> bytes:
    """Render a template of the folder ``mailing`` to a tagged PDF.

    Raises PdfNotPossible.
    """
    library = weasyprint()
    page = render_text(f"mailing/{template}", language=language, fonts=FONTS.as_uri(), **context)
    made = library.HTML(string=page, url_fetcher=own_files())
    return bytes(made.write_pdf(pdf_variant=VARIANT, optimize_images=False))
