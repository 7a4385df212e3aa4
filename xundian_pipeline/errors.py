"""Errors whose text an officer reads."""


class PipelineError(Exception):
    """A run that cannot go on, told in Chinese, without personal data and without a traceback for the officer.

    `department` is the identifier of the department whose turn it is, None where it is nobody's in particular.
    """

    def __init__(self, message: str, department: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.department = department
