package org.leastaction.bench.study;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fixed part of a study's units of work. The parts of one study are disjoint and together complete, and every machine
 * computes the same ones.
 *
 * @param index from 0
 * @param count number of parts, at least 1
 */
public record Shard(int index, int count) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    /** @throws IllegalArgumentException unless 0 ≤ index &lt; count */
    public Shard {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "a shard is i/n with i from 0 to n - 1, e.g. 0/3, not " + index + "/" + count);
        }
    }

    /**
     * Reads "i/n".
     *
     * @throws IllegalArgumentException if the text is something else
     */
    public static Shard parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a shard is i/n with i from 0 to n - 1, e.g. 0/3, not '" + text + "'");
        }
        return new Shard(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }

    /**
     * The ids of the instances in this part. The units are distributed in the order of their costs, the most expensive
     * first; each goes to the part that costs least so far. A part costs at most the mean plus the most expensive unit.
     * Takes O(n log n) for n units.
     *
     * @param units all units of the study, in its order
     * @param cost  estimated cost of a unit, at least 0
     */
    public Set<String> of(List<WorkUnit> units, ToDoubleFunction<WorkUnit> cost) {
        List<Costed> expensiveFirst = units.stream().map(unit -> new Costed(unit, cost.applyAsDouble(unit)))
                .sorted(Comparator.comparingDouble(Costed::cost).reversed()).toList();
        PriorityQueue<Load> loads = new PriorityQueue<>(
                Comparator.comparingDouble(Load::cost).thenComparingInt(Load::units).thenComparingInt(Load::part));
        for (int part = 0; part < Math.min(count, units.size()); part++) {
            loads.add(new Load(part, 0, 0));
        }
        Set<String> own = new HashSet<>();
        for (Costed costed : expensiveFirst) {
            Load least = loads.remove();
            loads.add(new Load(least.part(), least.cost() + costed.cost(), least.units() + 1));
            if (least.part() == index) {
                costed.unit().instances().forEach(instance -> own.add(instance.id()));
            }
        }
        return own;
    }

    private record Costed(WorkUnit unit, double cost) {}

    /** The units that a part has so far. */
    private record Load(int part, double cost, int units) {}
}
