"""What reading a document may raise."""


class DocumentError(ValueError):
    """A document that cannot be read; the text says what is wrong and where inside the document."""
