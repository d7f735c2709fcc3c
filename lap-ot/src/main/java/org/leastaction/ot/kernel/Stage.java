package org.leastaction.ot.kernel;

/** What a long computation is busy with. */
public enum Stage {
    /** The matrix of all costs. */
    COSTS("costs"),
    /** Pricing: which pairs matter, and whether one was overlooked. */
    PRICING("pricing"),
    /** Points that have their partner, or as many again as often as one had to be found. */
    ASSIGNMENT("assignment"),
    /** Pivots of the network simplex method; their number is not known. */
    PIVOTS("pivots"),
    /** Iterations of Sinkhorn's method, of the most that it may take. */
    ITERATIONS("iterations"),
    /** Random lines of slicing. */
    PROJECTIONS("projections"),
    /** Subsets of the points. */
    SUBSETS("subsets"),
    /** The check against all pairs. */
    CERTIFICATE("certificate"),
    /** Part of another stage, or not worth telling: of this one monitors are not told. */
    NONE("computing");

    private final String label;

    Stage(String label) {
        this.label = label;
    }

    /** A word for people, e.g. "pricing". */
    public String label() {
        return label;
    }
}
