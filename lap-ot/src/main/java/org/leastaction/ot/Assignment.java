package org.leastaction.ot;

import java.util.Arrays;
import java.util.stream.IntStream;

/** A plan that sends every source to its own target, without splitting mass: a permutation. */
public final class Assignment implements TransportPlan {

    private final int[] targets;

    private Assignment(int[] targets) {
        this.targets = targets;
    }

    /**
     * Source i goes to target {@code targets[i]}; the array is copied.
     *
     * @throws IllegalArgumentException if that is not a permutation of 0 to n − 1
     */
    public static Assignment of(int... targets) {
        boolean[] taken = new boolean[targets.length];
        for (int i = 0; i < targets.length; i++) {
            int j = targets[i];
            if (j < 0 || j >= targets.length) {
                throw new IllegalArgumentException(
                        "source " + i + " goes to target " + j + ", but targets are 0 to " + (targets.length - 1));
            }
            if (taken[j]) {
                throw new IllegalArgumentException(
                        "target " + j + " is taken twice: an assignment gives each source a target of its own");
            }
            taken[j] = true;
        }
        return new Assignment(targets.clone());
    }

    /** Source i goes to target i. */
    public static Assignment identity(int size) {
        return new Assignment(IntStream.range(0, size).toArray());
    }

    /** Number of sources, and of targets. */
    public int size() {
        return targets.length;
    }

    /** The target of source {@code source}. */
    @Override
    public int target(int source) {
        return targets[source];
    }

    @Override
    public int entries() {
        return targets.length;
    }

    @Override
    public int source(int entry) {
        return entry;
    }

    @Override
    public double mass(int entry) {
        return 1.0 / targets.length;
    }

    /** The targets of all sources, copied. */
    public int[] toArray() {
        return targets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assignment that && Arrays.equals(targets, that.targets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(targets);
    }

    @Override
    public String toString() {
        return TransportPlan.describe(this);
    }
}
