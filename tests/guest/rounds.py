"""Which scenarios run where. The normal run has ten minutes for its two suites together."""


def short_on(*suites):
    """A scenario that the short round runs on these suites only; on none: the long round alone.

    Without this a scenario is in every round of every suite.
    """
    def mark(scenario):
        scenario.short_on = suites
        return scenario

    return mark


def only_on(*suites):
    """A scenario that runs in every round, but on these suites only."""
    def mark(scenario):
        scenario.only_on = scenario.short_on = suites
        return scenario

    return mark
