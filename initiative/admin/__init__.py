from . import case_study, committee, plan, practice

__all__ = ["case_study", "committee", "plan", "practice"]
