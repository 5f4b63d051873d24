"""The kit's own JupyterLab: how it is started, and what it serves."""
