"""Evaluation: questions with expected answers in, a report with its verdict out."""

from townhall.evaluation.data.dataset import corpus_beside
from townhall.evaluation.reports.report import EvaluationReport, failures
from townhall.evaluation.reports.table import NARROW as TABLE_WIDTH
from townhall.evaluation.reports.table import render_failures, render_table
from townhall.evaluation.run import run_evaluation

__all__ = ["TABLE_WIDTH", "EvaluationReport", "corpus_beside", "failures", "render_failures", "render_table", "run_evaluation"]
