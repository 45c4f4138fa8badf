"""cmalt-review: the desk at which assessors of CMALT portfolios work through their queue."""

__version__ = "0.1.0"
