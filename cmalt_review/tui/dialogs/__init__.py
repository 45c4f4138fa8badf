"""Dialogs: each a class with a typed result, imported when it is opened."""
