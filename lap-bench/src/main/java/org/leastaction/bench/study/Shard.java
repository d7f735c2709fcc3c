package org.leastaction.bench.study;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.leastaction.io.Sha256;

/**
 * A fixed part of a study's units of work. The parts of one study are disjoint and together complete, and they are the
 * same on every machine.
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

    /** E.g. "shard 1 of 3 (--shard 0/3)". */
    public String inWords() {
        return "shard " + (index + 1) + " of " + count + " (--shard " + this + ")";
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }

    /**
     * The instances in this part. The units are distributed in the order of their costs, the most expensive
     * first; each goes to the part that costs least so far. A part costs at most the mean plus the most expensive unit.
     * Takes O(n log n) for n units.
     *
     * @param units all units of the study, in its order
     * @param cost  estimated cost of a unit, at least 0
     */
    public Part of(List<WorkUnit> units, ToDoubleFunction<WorkUnit> cost) {
        List<Costed> expensiveFirst = units.stream().map(unit -> new Costed(unit, cost.applyAsDouble(unit)))
                .sorted(Comparator.comparingDouble(Costed::cost).reversed()).toList();
        PriorityQueue<Load> loads = new PriorityQueue<>(
                Comparator.comparingDouble(Load::cost).thenComparingInt(Load::units).thenComparingInt(Load::part));
        for (int part = 0; part < Math.min(count, units.size()); part++) {
            loads.add(new Load(part, 0, 0));
        }
        SortedSet<String> own = new TreeSet<>();
        StringBuilder partition = new StringBuilder();
        for (Costed costed : expensiveFirst) {
            Load least = loads.remove();
            loads.add(new Load(least.part(), least.cost() + costed.cost(), least.units() + 1));
            partition.append(costed.unit().id()).append(' ').append(least.part()).append('\n');
            if (least.part() == index) {
                costed.unit().instances().forEach(instance -> own.add(instance.id()));
            }
        }
        return new Part(this, own, Sha256.of(partition.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A shard with its instances, which the folder of the shard lists: they depend on the rows that are run and on the
     * sizes of the data.
     *
     * @param instances the ids of its instances
     * @param partition a hash of the parts of all units; equal for all parts of one partition
     */
    public record Part(Shard shard, SortedSet<String> instances, String partition) {

        public Part {
            instances = Collections.unmodifiableSortedSet(new TreeSet<>(instances));
        }
    }

    private record Costed(WorkUnit unit, double cost) {}

    /** The units of a part so far. */
    private record Load(int part, double cost, int units) {}
}
