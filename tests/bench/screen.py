"""How soon an edge is seen, and what frames cost."""

from measure import run, values, x_environment
from table import limit_row, note_row


def edges(bench):
    environment = x_environment(bench.servers.start())
    program = bench.path("edge_to_pixels")
    moving = latencies(run([program, bench.scale.edges], env=environment))
    rested = latencies(run([program, bench.scale.rested_edges, bench.scale.rest_s],
                           env=environment))
    bench.figures["edges"] = {"moving_ms": moving, "rested_ms": rested}
    bench.rows += [
        note_row("edge to pixels, p50, after 30 ms", f"{percentile(moving, 0.5):.1f} ms"),
        limit_row("edge to pixels, p99", percentile(moving, 0.99), 16.7, "ms"),
        note_row("  after a rest, p50", f"{percentile(rested, 0.5):.1f} ms"),
        limit_row("  after a rest, the slowest", rested[-1], 16.7, "ms"),
    ]


def latencies(text):
    """`edge_ms` lines, in ascending order."""
    return sorted(float(line.split()[1]) for line in text.splitlines())


def percentile(ascending, share):
    return ascending[min(int(share * len(ascending)), len(ascending) - 1)]


def frames(bench):
    environment = x_environment(bench.servers.start())
    found = values(run([bench.path("frames"), "pace", bench.scale.pace_s], env=environment))
    found.update(values(run([bench.path("frames"), "flat", bench.scale.frames],
                            env=environment)))
    bench.rows += [
        limit_row("walking: frames drawn", found["pace_frames_per_s"], 29, "/s",
                  at_least=True),
        limit_row("walking: CPU", found["pace_cores"], 0.25, "cores"),
        limit_row("walking: frames possible", found["walking_frames_per_s"], 60, "/s",
                  at_least=True),
        note_row("  frame p50, p99", f"{found['walking_p50_ms']:.1f}, "
                 f"{found['walking_p99_ms']:.1f} ms"),
        note_row("all of home anew: possible", f"{found['whole_frames_per_s']:.0f} /s"),
        note_row("  frame p50, p99", f"{found['whole_p50_ms']:.1f}, "
                 f"{found['whole_p99_ms']:.1f} ms"),
    ]
    for name in ("live", "exercise", "prompt"):
        found.update(values(run([bench.path("frames"), name, bench.scale.frames],
                                env=environment)))
        bench.rows += [
            note_row(f"{name}: frames possible", f"{found[f'{name}_frames_per_s']:.0f} /s"),
            limit_row("  frame p99", found[f"{name}_p99_ms"], 16.7, "ms",
                      f"p50 {found[f'{name}_p50_ms']:.1f} ms"),
        ]
    bench.figures["frames"] = found
