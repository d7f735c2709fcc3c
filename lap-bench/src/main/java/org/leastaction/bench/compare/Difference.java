package org.leastaction.bench.compare;

import java.util.Locale;
import org.leastaction.bench.record.Quantity;
import org.leastaction.metrics.definition.MetricDefinition;

/**
 * One quantity of two models.
 *
 * @param metric the quantity
 * @param part   the part of the depth to which it belongs, from 0; −1 for the whole network
 * @param first  of the first model; the mean over its networks if there are several
 * @param second of the second model
 * @param change second − first, with its interval if it has one
 * @param basis  the variation that the interval covers
 */
public record Difference(
        MetricDefinition metric, int part, Quantity first, Quantity second, Quantity change, Basis basis) {

    /** The variation that an interval covers. */
    public enum Basis {
        /** Other samples, for these two networks: bootstrap over the samples, which both networks share. */
        SAMPLES("bootstrap over samples, in pairs"),
        /** Other trainings: Student's interval of the differences between networks of equal seeds. */
        SEEDS("Student, over pairs of seeds"),
        /** Other trainings: Welch's interval of the difference of the means over networks. */
        NETWORKS("Welch, over networks"),
        /** Other trainings of the model that has several networks: Student's interval. */
        ONE_SIDE("Student, over the networks of one model"),
        /** There is no interval. */
        NONE("none: not a mean over samples");

        private final String words;

        Basis(String words) {
            this.words = words;
        }

        public String inWords() {
            return words;
        }

        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether both models have the quantity. */
    public boolean isPresent() {
        return change.isPresent();
    }

    /** Whether the difference has an interval that does not contain 0. */
    public boolean isCertain() {
        return change.hasInterval() && (change.low() > 0 || change.high() < 0);
    }

    /** The difference of two quantities without an interval. */
    static Difference plain(MetricDefinition metric, int part, Quantity first, Quantity second) {
        return new Difference(metric, part, first, second, change(first, second), Basis.NONE);
    }

    private static Quantity change(Quantity first, Quantity second) {
        if (first.isPresent() && second.isPresent()) {
            return Quantity.of(second.value() - first.value());
        }
        return Quantity.missing(first.isPresent() ? second.reason() : first.reason());
    }
}
