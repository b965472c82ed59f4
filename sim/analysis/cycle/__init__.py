"""Why the cycle turns as it does: its gain, the steps that carry it, what separates two policies."""
