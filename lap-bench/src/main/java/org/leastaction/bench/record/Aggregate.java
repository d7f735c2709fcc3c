package org.leastaction.bench.record;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.statistics.StudentT;

/**
 * A quantity over several networks.
 *
 * @param mean    mean with Student's interval at level {@value org.leastaction.metrics.Estimate#LEVEL}, infinite for
 *                one network; null if every network lacks the quantity
 * @param present number of networks that have it
 * @param total   number of networks
 * @param reasons why the others lack it, each with the number of networks
 */
public record Aggregate(@Nullable Estimate mean, int present, int total, List<String> reasons) {

    public Aggregate {
        reasons = List.copyOf(reasons);
    }

    /** The mean of the present quantities. */
    public static Aggregate of(List<Quantity> quantities) {
        double[] values = quantities.stream().filter(Quantity::isPresent).mapToDouble(Quantity::value).toArray();
        TreeMap<String, Integer> reasons = new TreeMap<>();
        quantities.stream().filter(q -> !q.isPresent()).forEach(q -> reasons.merge(q.reason(), 1, Integer::sum));
        return new Aggregate(
                values.length == 0 ? null : StudentT.mean(values),
                values.length,
                quantities.size(),
                reasons.entrySet().stream().map(e -> e.getKey() + " (" + e.getValue() + ")").toList());
    }

    /** Whether there is a mean. */
    public boolean isPresent() {
        return mean != null;
    }

    /**
     * The mean, which must exist.
     *
     * @throws IllegalStateException if every network lacks the quantity
     */
    public Estimate estimate() {
        if (mean == null) {
            throw new IllegalStateException("no network has the quantity");
        }
        return mean;
    }

    /** Half the interval's width; NaN if it is unbounded or there is no mean. */
    public double halfWidth() {
        return mean != null && Double.isFinite(mean.width()) ? mean.width() / 2 : Double.NaN;
    }
}
