"""Files that were made in the background, handed out."""

from fastapi.responses import Response

from app.i18n import TIME_ZONE
from dialogue.models import Document

MEDIA_TYPES = {
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
}


def as_download(document: Document, content: bytes, name: str) -> Response:
    """Give the content of a document to keep, under a name with the day on which it was made."""
    day = (document.finished_at or document.asked_at).astimezone(TIME_ZONE).date()
    file = f"{name}-{day.isoformat()}.{document.form}"
    return Response(
        content,
        media_type=MEDIA_TYPES.get(document.form, "application/octet-stream"),
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )
