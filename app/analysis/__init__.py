"""From the answers of an ask round to draft themes: as they arrive, and all at once at its end."""

from app.analysis.arrivals import Reception
from app.analysis.foreground import AnalysisFailed, analyse_now, run_analysis, take_in_all
from app.analysis.participants import Measuring
from app.analysis.steps import Analysis
from app.analysis.vectors import Shared

__all__ = [
    "Analysis",
    "AnalysisFailed",
    "Measuring",
    "Reception",
    "Shared",
    "analyse_now",
    "run_analysis",
    "take_in_all",
]
