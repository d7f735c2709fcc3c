package org.leastaction.ot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** A plan as a list of entries, which may split the mass of points. Immutable. */
public final class SparsePlan implements TransportPlan {

    private final int[] sources;
    private final int[] targets;
    private final double[] masses;

    private SparsePlan(int[] sources, int[] targets, double[] masses) {
        this.sources = sources;
        this.targets = targets;
        this.masses = masses;
    }

    /** A builder to which entries are added one by one. */
    public static Builder builder(int expectedEntries) {
        return new Builder(expectedEntries);
    }

    /** The entries that carry at least a share of their source's mass, ordered by source. */
    static SparsePlan thinned(TransportPlan plan, Weights a, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of a source's mass must be in [0, 1], not " + share);
        }
        Builder kept = builder(plan.entries());
        IntStream.range(0, plan.entries()).filter(e -> plan.mass(e) >= share * a.get(plan.source(e))).boxed()
                .sorted(Comparator.comparingInt(plan::source))
                .forEach(e -> kept.add(plan.source(e), plan.target(e), plan.mass(e)));
        return kept.build();
    }

    @Override
    public int entries() {
        return sources.length;
    }

    @Override
    public int source(int entry) {
        return sources[entry];
    }

    @Override
    public int target(int entry) {
        return targets[entry];
    }

    @Override
    public double mass(int entry) {
        return masses[entry];
    }

    @Override
    public String toString() {
        return TransportPlan.describe(this);
    }

    /** Collects the entries of a plan. */
    public static final class Builder {

        private int[] sources;
        private int[] targets;
        private double[] masses;
        private int entries;

        private Builder(int expected) {
            sources = new int[expected];
            targets = new int[expected];
            masses = new double[expected];
        }

        /**
         * Moves mass from a source to a target.
         *
         * @param mass share of the total mass, above 0
         * @throws IllegalArgumentException for a negative index, or a mass that is not above 0
         */
        public Builder add(int source, int target, double mass) {
            if (source < 0 || target < 0 || !(mass > 0)) {
                throw new IllegalArgumentException("a plan moves a mass above 0 between points counted from 0, not "
                        + mass + " from " + source + " to " + target);
            }
            if (entries == sources.length) {
                int more = Math.max(8, 2 * entries);
                sources = Arrays.copyOf(sources, more);
                targets = Arrays.copyOf(targets, more);
                masses = Arrays.copyOf(masses, more);
            }
            sources[entries] = source;
            targets[entries] = target;
            masses[entries++] = mass;
            return this;
        }

        /** The plan of the entries so far. */
        public SparsePlan build() {
            return new SparsePlan(Arrays.copyOf(sources, entries), Arrays.copyOf(targets, entries),
                    Arrays.copyOf(masses, entries));
        }
    }
}
