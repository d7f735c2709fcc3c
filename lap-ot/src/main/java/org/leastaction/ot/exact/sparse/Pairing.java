package org.leastaction.ot.exact.sparse;

/** The relation between xᵢ and yᵢ. */
enum Pairing {
    /** None. */
    ARBITRARY,
    /** xᵢ → yᵢ may be close to the optimal assignment, or unrelated to it. */
    POSSIBLE,
    /** xᵢ → yᵢ is a guess at the optimal assignment. */
    MEANT
}
