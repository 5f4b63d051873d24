"""How a published result is shown: as a figure, as a table and as a sentence, all made from its ranges alone."""
