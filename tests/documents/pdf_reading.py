"""Reads a PDF back as people do: by its text and its pages."""

import re

import pypdfium2 as pdfium


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without white space (lines and columns wrap anywhere)."""
    document = pdfium.PdfDocument(pdf)
    try:
        return [_text(document, number) for number in range(len(document))]
    finally:
        document.close()


def _text(document: pdfium.PdfDocument, number: int) -> str:
    page = document[number]
    reader = page.get_textpage()
    text = reader.get_text_bounded()
    reader.close()
    page.close()
    return squeezed(text)


def text_of(pdf: bytes) -> str:
    """All text of a PDF without white space."""
    return "".join(pages_of(pdf))


def squeezed(text: str) -> str:
    """`text` without white space and invisible marks."""
    return re.sub(r"[\s\u3000\u200b\ufffe\x02]+", "", text)
