package org.leastaction.bench.compare;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.leastaction.bench.analysis.InputUnits;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.LabelledPoints;

/**
 * A model of a comparison: one network, or several that differ in their seeds only.
 *
 * @param name     a short name, different from those of the other models
 * @param networks at least one, in order of their seeds
 */
public record ComparedModel(String name, List<ComparedNetwork> networks) {

    /** @throws IllegalArgumentException without a network */
    public ComparedModel {
        networks = List.copyOf(networks);
        if (networks.isEmpty()) {
            throw new IllegalArgumentException("the model " + name + " has no network");
        }
    }

    /** Whether it is one network. */
    public boolean isSingle() {
        return networks.size() == 1;
    }

    /** The ids of its networks in one line. */
    public String inWords() {
        return networks.stream().map(ComparedNetwork::id).collect(Collectors.joining(", "));
    }

    /**
     * A network, which is opened only while it is measured.
     *
     * @param id     of its record, or made of its file's name
     * @param seed   of its training; empty if it is unknown
     * @param shape  its sizes
     * @param points the samples as the network takes them, normalised as in its training
     * @param units  from these inputs to the units of the data
     * @param opener opens the network
     */
    public record ComparedNetwork(String id, OptionalLong seed, FlowShape shape, LabelledPoints points,
            InputUnits units, Opener opener) {}

    /** Opens a network; the caller closes it. */
    @FunctionalInterface
    public interface Opener {
        FlowModel open() throws IOException;
    }
}
