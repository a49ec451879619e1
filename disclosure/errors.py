"""Every error that the project raises on purpose, with a message for the user.

    MingzhangError
    ├── AmountError            a number or a unit that cannot be used as asked
    ├── SourceError            a file that cannot be read
    │   ├── NotPdfError        the bytes are no PDF, or a damaged one
    │   ├── EncryptedError     a password is needed
    │   ├── EmptyDocumentError no pages, or an empty file
    │   └── TooLargeError      more pages or bytes than the reader takes
    ├── StoreError             the index folder cannot be used
    ├── AmbiguousNameError     a name that several documents bear; carries what tells them apart
    ├── UnknownNameError       no such document, page, cell or term; carries near names
    ├── QuestionError          a question that cannot be asked: empty, far too long
    ├── PromptError            a prompt file and its variables do not agree
    ├── TermsError             a file of data/terms is missing or broken
    └── ModelError             the language model did not answer usefully

`str(error)` is one line in Chinese that can be shown as it is: what was found, where, and what to do.
What a document holds that cannot be read is not an error but a `Finding`.
"""

from __future__ import annotations

from collections.abc import Sequence


class MingzhangError(Exception):
    """Base of the tree; front ends catch this one and show its line."""


class AmountError(MingzhangError, ValueError):
    """A number that is not exact, or unlike units put together."""


class SourceError(MingzhangError):
    """A file that cannot be read."""


class NotPdfError(SourceError):
    """The bytes are no PDF, or a damaged one."""


class EncryptedError(SourceError):
    """The PDF asks for a password."""


class EmptyDocumentError(SourceError):
    """The file is empty or has no pages."""


class TooLargeError(SourceError):
    """More pages or bytes than the reader takes."""


class StoreError(MingzhangError):
    """The index folder cannot be opened, written or rebuilt."""


class UnknownNameError(MingzhangError, LookupError):
    """No such document, page, cell or term.

    `near` holds known names that resemble the one asked for, best first; it may be empty.
    """

    def __init__(self, message: str, near: Sequence[str] = ()) -> None:
        """Append the near names to the message, as click does."""
        self.near = tuple(near)
        super().__init__(message + (f"（是否指：{'、'.join(self.near)}）" if self.near else ""))


class AmbiguousNameError(MingzhangError, LookupError):
    """A name that several documents bear where only one can be meant; `choices` tell them apart."""

    def __init__(self, message: str, choices: Sequence[str]) -> None:
        """Append the choices to the message."""
        self.choices = tuple(choices)
        super().__init__(f"{message}：{'；'.join(self.choices)}")


class QuestionError(MingzhangError, ValueError):
    """A question that cannot be asked."""


class PromptError(MingzhangError):
    """A prompt file and the variables given to it do not agree."""


class TermsError(MingzhangError):
    """A file of data/terms is missing or broken."""


class ModelError(MingzhangError):
    """The language model did not answer, or not usefully."""
