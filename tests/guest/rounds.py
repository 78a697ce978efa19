"""Which scenarios the short round runs. It has ten minutes for both suites together."""


def short_on(*suites):
    """A scenario that the short round runs on these suites only; on none: the long round alone.

    Without this a scenario is in every round of every suite.
    """
    def mark(scenario):
        scenario.short_on = suites
        return scenario

    return mark
