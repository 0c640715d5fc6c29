"""Evaluation: questions with expected answers in, a report with its verdict out."""

from townhall.evaluation.dataset import corpus_beside
from townhall.evaluation.report import EvaluationReport, failures
from townhall.evaluation.run import run_evaluation
from townhall.evaluation.table import NARROW as TABLE_WIDTH
from townhall.evaluation.table import render_failures, render_table

__all__ = ["TABLE_WIDTH", "EvaluationReport", "corpus_beside", "failures", "render_failures", "render_table", "run_evaluation"]
