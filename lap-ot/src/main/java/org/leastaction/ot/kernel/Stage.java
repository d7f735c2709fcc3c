package org.leastaction.ot.kernel;

/** A stage of a long computation, for progress reports. */
public enum Stage {
    /** The matrix of all costs. */
    COSTS("costs"),
    /** Pricing: the search for pairs that matter or were left out. */
    PRICING("pricing"),
    /** Points that are assigned; reassignments count again. */
    ASSIGNMENT("assignment"),
    /** Pivots of the network simplex method; their number is not known. */
    PIVOTS("pivots"),
    /** Iterations of Sinkhorn's method, out of the maximum allowed. */
    ITERATIONS("iterations"),
    /** Random lines of sliced transport. */
    PROJECTIONS("projections"),
    /** Subsets of the points. */
    SUBSETS("subsets"),
    /** The verification against all pairs. */
    CERTIFICATE("certificate"),
    /** Part of another stage, or too short to report: monitors do not receive this one. */
    NONE("computing");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** A word for the user, e.g. "pricing". */
    public String label() {
        return label;
    }
}
