package org.leastaction.ot.matrixfree;

/** What xᵢ and yᵢ have to do with each other. */
enum Pairing {
    /** Nothing. */
    ARBITRARY,
    /** xᵢ → yᵢ is a guess at the optimal assignment. */
    MEANT
}
