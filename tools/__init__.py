"""What makes committed files of the kit anew; no part of the package."""
