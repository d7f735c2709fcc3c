package org.leastaction.flow.training;

import java.util.List;
import java.util.Objects;

/**
 * A family of which this library knows nothing but its name: some backend's own.
 *
 * @param family  one of the {@link FlowTrainer#families()} of that backend
 * @param stages  blocks of each segment, at least 1 each
 * @param input   shape of one input
 * @param classes at least 2
 */
public record OtherSpec(String family, List<Integer> stages, List<Integer> input, int classes)
        implements NetworkSpec {

    /** @throws IllegalArgumentException for sizes outside the ranges above */
    public OtherSpec {
        Objects.requireNonNull(family, "family");
        stages = Sizes.stages(family, stages);
        input = Sizes.input(input);
        Sizes.classes(classes);
    }

    @Override
    public BatchNorm batchNorm() {
        return BatchNorm.OFF;
    }

    @Override
    public OtherSpec withStages(List<Integer> newStages) {
        return new OtherSpec(family, newStages, input, classes);
    }
}
