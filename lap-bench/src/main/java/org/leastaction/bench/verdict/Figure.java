package org.leastaction.bench.verdict;

import java.util.Objects;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * A number on which a sentence is based.
 *
 * @param of       the object it belongs to if not the whole network, e.g. "block 3", "LAP", "LAP − vanilla"; otherwise
 *                 empty
 * @param quantity present, with its interval if it has one
 */
record Figure(MetricDefinition metric, String of, Quantity quantity) {

    /** @throws IllegalArgumentException if the quantity is missing */
    public Figure {
        Objects.requireNonNull(metric, "metric");
        Objects.requireNonNull(of, "of");
        if (!quantity.isPresent()) {
            throw new IllegalArgumentException(metric.key() + " is missing: " + quantity.reason());
        }
    }
}
