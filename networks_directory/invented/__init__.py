"""Invented networks, to try the directory out; never in production."""
