package org.leastaction.ot;

/** A transport plan: the entries of P that are not 0. Immutable. */
public sealed interface TransportPlan permits Assignment, SparsePlan {

    /** Number of entries. */
    int entries();

    /** Index of the source point of an entry. */
    int source(int entry);

    /** Index of the target point of an entry. */
    int target(int entry);

    /** Mass of an entry, above 0; all masses sum to 1. */
    double mass(int entry);
}
