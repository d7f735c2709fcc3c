package org.leastaction.ot.entropic;

/** One iteration on the potentials, which this object holds. */
interface Update {

    /**
     * Measures the marginal error and, unless it is within the aim, updates the potentials to reduce it.
     *
     * @return the error before the update
     */
    double iterate(double epsilon, double aim);

    /**
     * Switches to sums in full precision, if they were not so already.
     *
     * @return whether this makes a difference
     */
    boolean refine();

    double[] f();

    double[] g();

    double largestCost();

    /** Sums over the targets, for every source. */
    GibbsKernel toSources();

    /** Sums over the sources, for every target. */
    GibbsKernel toTargets();
}
