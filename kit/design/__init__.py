"""One design for notebooks, pages, the screen, reports, the guide and paper: colours, type, shapes and drawings."""
