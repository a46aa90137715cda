"""From the answers of an ask round to draft themes: the steps, and all of them in one call."""

from app.analysis.foreground import AnalysisFailed, analyse_now, run_analysis
from app.analysis.steps import Analysis

__all__ = ["Analysis", "AnalysisFailed", "analyse_now", "run_analysis"]
