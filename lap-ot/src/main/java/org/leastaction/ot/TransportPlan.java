package org.leastaction.ot;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.leastaction.ot.kernel.CompensatedSum;

/** A transport plan: the entries of P that are not 0. Immutable. */
public sealed interface TransportPlan permits Assignment, SparsePlan {

    /** Number of entries. */
    int entries();

    /** Index of the source point of an entry. */
    int source(int entry);

    /** Index of the target point of an entry. */
    int target(int entry);

    /** Mass of an entry, above 0. */
    double mass(int entry);

    /** The mass of all entries: 1 up to rounding, less if entries were left out. */
    default double totalMass() {
        CompensatedSum sum = new CompensatedSum();
        for (int e = 0; e < entries(); e++) {
            sum.add(mass(e));
        }
        return sum.value();
    }

    /** The number of entries and the first few, as text. */
    static String describe(TransportPlan plan) {
        int shown = Math.min(8, plan.entries());
        return plan.entries() + (plan.entries() == 1 ? " entry: " : " entries: ")
                + IntStream.range(0, shown).mapToObj(e -> String.format(
                        Locale.ROOT, "%d→%d %.4g", plan.source(e), plan.target(e), plan.mass(e)))
                        .collect(Collectors.joining(", "))
                + (plan.entries() > shown ? ", …" : "");
    }
}
