"""Checks: is the gradient right? Numbers ask the loss itself, and know nothing of back-propagation."""
