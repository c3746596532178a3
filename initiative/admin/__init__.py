from . import case_study, committee, plan, practice, voice

__all__ = ["case_study", "committee", "plan", "practice", "voice"]
