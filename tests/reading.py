"""Pages as they are read: blanks as one."""

from tests.promises import answers


def text_of(response):
    """With its marks, and without what is drawn anew for each answer."""
    text = answers.text_of(response).replace("\N{NARROW NO-BREAK SPACE}", " ")
    return " ".join(text.split())
