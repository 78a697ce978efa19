#include "ctl/findings_out.h"

#include <stdio.h>

static void print_finding(void *self, const struct finding *finding)
{
    static const char *const marks[] = {
        [FINDING_GOOD] = "ok",
        [FINDING_NOTE] = "note",
        [FINDING_PROBLEM] = "PROBLEM",
        [FINDING_INPUT] = "PROBLEM",
    };
    struct findings_out *out = self;

    out->problems += finding->weight == FINDING_PROBLEM;
    out->mistakes += finding->weight == FINDING_INPUT;
    (void)printf("%-8s %-8s %s\n", marks[finding->weight], finding->subject, finding->text);
    if (finding->fix[0])
        (void)printf("%-8s %-8s fix: %s\n", "", "", finding->fix);
}

struct finding_sink findings_out_sink(struct findings_out *out)
{
    return (struct finding_sink){out, print_finding};
}

int findings_out_end(const struct findings_out *out)
{
    if (out->problems + out->mistakes > 0)
        (void)printf("\n%d to mend\n", out->problems + out->mistakes);
    else
        (void)printf("\nall is well\n");
    return out->mistakes > 0 ? EXIT_INPUT : out->problems > 0 ? EXIT_PROBLEM : EXIT_DONE;
}
