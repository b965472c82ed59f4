"""Forecasts of a firm's next months, and how good such forecasts were."""
