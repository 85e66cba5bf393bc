"""What a run has been: recorded moments, the lines that branch from them, and looking and going back."""
