"""Looking before a session: is the content whole, are the notebooks undamaged, is the computer fit."""
