"""Packages for concurrent work."""
