"""The one error of content: where it is, and how to mend it."""


class ContentError(ValueError):
    """One problem in content, for an editor; never holds a person's words.

    Its text is ``content/strings/en.yml:12: what is wrong and how to mend it``, without a line or file where there is none.
    """

    def __init__(self, problem: str, *, file: str | None = None, line: int | None = None) -> None:
        self.problem, self.file, self.line = problem, file, line
        where = ":".join(str(part) for part in (file, line) if part is not None)
        super().__init__(f"{where}: {problem}" if where else problem)
