package org.leastaction.onnx.cut;

import java.util.List;
import org.leastaction.onnx.graph.SingleEntryRegion;

/** The regions of a network in order, from its input to its output. */
public record RegionChain(List<SingleEntryRegion> regions) {

    public RegionChain {
        regions = List.copyOf(regions);
    }

    /** The position of a tensor: 0 for the network's input, i + 1 for the end of region i; −1 for other tensors. */
    public int position(String tensor) {
        for (int i = 0; i < regions.size(); i++) {
            if (regions.get(i).end().equals(tensor)) {
                return i + 1;
            }
        }
        return !regions.isEmpty() && regions.get(0).start().equals(tensor) ? 0 : -1;
    }

    /**
     * Whether a tensor determines a later one: no skip connection that bypasses the first ends before the second.
     *
     * @param to a tensor; if it is not the end of a region, it is in the last one
     */
    public boolean determines(String from, String to) {
        int first = position(from);
        int last = position(to) < 0 ? regions.size() : position(to);
        return regions.subList(first, Math.max(first, last)).stream()
                .flatMap(region -> region.skips().stream())
                .noneMatch(skip -> position(skip) < first);
    }
}
