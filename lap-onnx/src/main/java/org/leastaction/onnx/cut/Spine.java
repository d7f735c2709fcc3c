package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.onnx.graph.Bead;

/** The beads of a network in order, from its input to its output, and which tensors determine which. */
public record Spine(List<Bead> beads) {

    public Spine {
        beads = List.copyOf(beads);
    }

    /** The place of a tensor: 0 for the network's input, i + 1 for the end of bead i; −1 for a tensor that is no end. */
    public int position(String tensor) {
        for (int i = 0; i < beads.size(); i++) {
            if (beads.get(i).end().equals(tensor)) {
                return i + 1;
            }
        }
        return !beads.isEmpty() && beads.get(0).start().equals(tensor) ? 0 : -1;
    }

    /**
     * Whether a tensor determines a later one: no skip connection that leads past the first ends before the second.
     *
     * @param to a tensor; one that is no bead's end lies in the last bead
     */
    public boolean determines(String from, String to) {
        int first = position(from);
        int last = position(to) < 0 ? beads.size() : position(to);
        return beads.subList(first, Math.max(first, last)).stream()
                .flatMap(bead -> bead.skips().stream())
                .noneMatch(skip -> position(skip) < first);
    }
}
