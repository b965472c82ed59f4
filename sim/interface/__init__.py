"""The Python interface: what `import sim` offers, told the way notebooks show things."""
