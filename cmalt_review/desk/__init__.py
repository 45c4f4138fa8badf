"""The one service that screens and command line call: every change goes through here."""
