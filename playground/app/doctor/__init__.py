"""The doctor in the window: examinations now and then, the chip, and the card of findings."""
