"""A PDF that is laid out after the transaction of its request has ended."""

from collections.abc import Callable, Iterator

from fastapi.responses import StreamingResponse

from app.printing.pdf import weasyprint


def pdf_answer(make: Callable[[], bytes], name: str) -> StreamingResponse:
    """Answer with a PDF under a name; nobody's writing waits while its pages are laid out.

    Raises PdfNotPossible before anything is sent.
    """
    weasyprint()

    def content() -> Iterator[bytes]:
        yield make()

    return StreamingResponse(
        content(),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
