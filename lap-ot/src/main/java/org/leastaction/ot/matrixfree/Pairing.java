package org.leastaction.ot.matrixfree;

/** What xᵢ and yᵢ have to do with each other. */
enum Pairing {
    /** Nothing. */
    ARBITRARY,
    /** Perhaps a good guess at the optimal assignment, perhaps nothing. */
    POSSIBLE,
    /** xᵢ → yᵢ is a guess at the optimal assignment. */
    MEANT
}
