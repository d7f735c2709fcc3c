package org.leastaction.flow.training;

import java.util.List;

/** What the constructors of specifications check, in one wording. */
final class Sizes {

    private Sizes() {}

    static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** @return a copy */
    static List<Integer> input(List<Integer> input) {
        require(!input.isEmpty() && input.stream().allMatch(extent -> extent >= 1),
                "an input's shape has extents of at least 1, not " + input);
        return List.copyOf(input);
    }

    /** @return a copy */
    static List<Integer> image(String family, List<Integer> input) {
        List<Integer> shape = input(input);
        require(shape.size() == 3, "the network " + family
                + " takes images [height, width, channels], not points of shape " + shape);
        return shape;
    }

    static void classes(int classes) {
        require(classes >= 2, "classes must be at least 2, not " + classes);
    }

    static void blocks(int blocks) {
        require(blocks >= 1, "blocks must be at least 1, not " + blocks);
    }

    /** @return a copy */
    static List<Integer> stages(String family, List<Integer> stages) {
        require(!stages.isEmpty(), "the network " + family + " needs at least one stage");
        stages.forEach(Sizes::blocks);
        return List.copyOf(stages);
    }

    /** The blocks of a network of a single representation. */
    static int only(String family, List<Integer> stages) {
        require(stages.size() == 1, "the network " + family + " has one stage of blocks, not " + stages.size());
        return stages.get(0);
    }

    static void filters(String family, int filters) {
        require(filters >= 2, "the network " + family + " needs at least 2 filters, not " + filters);
    }

    static void timeStep(double timeStep) {
        require(timeStep > 0 && Double.isFinite(timeStep),
                "the time step must be finite and above 0, not " + timeStep);
    }
}
