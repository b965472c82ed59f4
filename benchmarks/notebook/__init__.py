"""How long a key press at a slider takes until the new picture is on the screen, in JupyterLab in a headless browser.

Needs JupyterLab, playwright and Chromium, which no extra of cyclesim brings:

    pip install jupyterlab playwright
    python -m benchmarks.notebook --chromium /usr/bin/chromium
"""
