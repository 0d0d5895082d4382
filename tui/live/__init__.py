"""What is true now: plain Python that knows neither Textual nor HTTP."""
