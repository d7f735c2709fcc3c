package org.leastaction.bench.compare;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.leastaction.bench.analysis.FlowAnalysis;
import org.leastaction.bench.analysis.StudiedFlow.SampleSizes;
import org.leastaction.bench.compare.ComparedModel.ComparedNetwork;
import org.leastaction.flow.FlowShape;
import org.leastaction.points.LabelledPoints;

/**
 * The numbers of samples of a comparison. Where the states of all do not fit into memory, what needs states is measured
 * on a random part, the same one of all networks; costs and accuracy are those of all samples.
 *
 * @param all     number of samples of each network
 * @param kept    number of those whose states the analysis of every network keeps
 * @param similar number of those whose states are compared: no more than are kept, and as their Gram matrices allow
 */
public record StateSamples(int all, int kept, int similar) {

    private static final int FEWEST_COMPARED = 16;

    /** @throws IllegalArgumentException unless similar ≤ kept ≤ all */
    public StateSamples {
        if (similar > kept || kept > all) {
            throw new IllegalArgumentException("of " + all + " samples " + kept + " cannot be kept and " + similar
                    + " compared");
        }
    }

    /** @param similaritySamples number of samples whose states are compared if they fit */
    static StateSamples of(FlowAnalysis analysis, int similaritySamples, List<ComparedModel> models) {
        List<ComparedNetwork> networks = models.stream().flatMap(model -> model.networks().stream()).toList();
        int all = networks.get(0).points().size();
        long inputs = inputNumbers(networks);
        int kept = networks.stream().mapToInt(network -> analysis.kept(network.shape(), all, inputs)).min()
                .orElseThrow();
        long numbers = analysis.sizes().beside(inputs).stateNumbers();
        long widest = networks.stream().flatMapToLong(network -> dimensions(network.shape())).max().orElseThrow();
        long states = models.subList(1, models.size()).stream()
                .mapToLong(model -> states(models.get(0)) + states(model)).max().orElseThrow();
        return new StateSamples(all, kept,
                Math.min(Math.min(kept, similaritySamples), fitting(numbers, widest, states)));
    }

    /** The numbers of the inputs of all networks, which may share them. */
    private static long inputNumbers(List<ComparedNetwork> networks) {
        Set<LabelledPoints> different = Collections.newSetFromMap(new IdentityHashMap<>());
        networks.forEach(network -> different.add(network.points()));
        return different.stream().mapToLong(points -> (long) points.size() * points.points().dimension()).sum();
    }

    private static LongStream dimensions(FlowShape shape) {
        return IntStream.rangeClosed(0, shape.blocks())
                .mapToLong(k -> k == 0 ? shape.encodedDimension() : shape.leavingDimension(k - 1));
    }

    private static long states(ComparedModel model) {
        return model.networks().stream().mapToLong(network -> network.shape().blocks() + 1).max().orElseThrow();
    }

    /**
     * The largest n with widest·n + states·n² ≤ numbers: one state is in memory with the Gram matrices of all; at least
     * 16.
     */
    private static int fitting(long numbers, long widest, long states) {
        double n = (Math.sqrt((double) widest * widest + 4.0 * states * numbers) - widest) / (2.0 * states);
        return (int) Math.max(FEWEST_COMPARED, Math.min(Integer.MAX_VALUE, Math.floor(n)));
    }

    /** What is measured on some of the samples only; nothing if their states fit into memory. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (kept < all) {
            remarks.add(SampleSizes.inWords(kept, all));
        }
        if (similar < kept) {
            remarks.add("the states of " + similar + " of these samples are compared with one another");
        }
        return remarks;
    }
}
