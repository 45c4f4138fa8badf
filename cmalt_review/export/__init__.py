"""Documents out: completed form, transcript, agreed form, statement."""
