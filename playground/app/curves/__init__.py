"""The curves card. Its view imports pyqtgraph, which takes a while: that waits until the window has been shown."""
