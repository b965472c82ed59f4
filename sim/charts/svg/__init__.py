"""Small pictures as SVG strings, without matplotlib: for notebooks and pages."""
