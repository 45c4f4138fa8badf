"""Feedback: phrase frames, checker, spelling."""
