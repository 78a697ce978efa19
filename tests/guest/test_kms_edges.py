"""How long from an edge to a new picture on KMSDRM; the distribution is printed.

The kernel tells when a picture is handed to the display: virtio-gpu's trace point, by the clock that
the edges are played by. That clock counts instructions: a busy host changes nothing, and a time is that
of a slow processor, which makes one instruction in 16 ns and draws without a graphics processor.
"""

import re

import kiosk
from rounds import short_on

SETTLE_S = 200  # the first minutes of sitting and their changes are over
EDGES = 40
# Long enough that nothing moves any more, and the display has let go of its memory.
REST_S = 13.3
DEBOUNCE_S = 0.030
TRACING = "/sys/kernel/tracing"
START = f"""
    mount -t tracefs nodev {TRACING} 2>/dev/null
    cd {TRACING} && echo mono >trace_clock && echo 8192 >buffer_size_kb &&
    echo 1 >events/virtio_gpu/virtio_gpu_cmd_queue/enable && echo >trace"""
# VIRTIO_GPU_CMD_RESOURCE_FLUSH of the virtio specification: from here on the picture is shown.
FLUSHES = f"grep -i 'type=0x104 ' {TRACING}/trace"


def _latencies_ms(edges_s, flushes_s):
    """From each edge, its debouncing taken off, to the first picture after it."""
    found = []
    for edge_s in edges_s:
        later = [at for at in flushes_s if at > edge_s]
        assert later, f"no picture after the edge at {edge_s:.3f} s"
        assert not [at for at in flushes_s if edge_s - 1 < at <= edge_s], "it had not come to rest"
        found.append(1000 * (later[0] - edge_s - DEBOUNCE_S))
    return sorted(found)


@short_on()
def an_edge_is_followed_by_a_picture(guest):
    guest.write("/run/plain.conf", kiosk.NO_PROMPTS)
    kiosk.start(guest, options="--config /run/plain.conf")
    guest.play([(1, "chair", 1), (SETTLE_S, "chair", 1)])
    guest.check(START)
    report = guest.play([((1 + i) * REST_S, "mat", 1 - i % 2) for i in range(EDGES)]
                        + [((1 + EDGES) * REST_S, "chair", 1)])
    flushes_s = [float(re.search(r" (\d+\.\d+): ", row)[1])
                 for row in guest.check(FLUSHES).splitlines()]
    edges_s = [report["start_mono_ns"] / 1e9 + (1 + i) * REST_S for i in range(EDGES)]
    took_ms = _latencies_ms(edges_s, flushes_s)
    guest.screendump("edges.png")
    print("  edge to picture on KMSDRM, after a rest: "
          + " ".join(f"{ms:.0f}" for ms in took_ms) + " ms")
    assert took_ms[0] >= 0, f"a picture {-took_ms[0]:.0f} ms before the edge was one"
