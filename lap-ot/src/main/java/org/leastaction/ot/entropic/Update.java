package org.leastaction.ot.entropic;

/** One iteration on the potentials, which it holds. */
interface Update {

    /**
     * Measures the marginal error and, unless it is within the aim, makes it smaller.
     *
     * @return the error before
     */
    double iterate(double epsilon, double aim);

    /**
     * From now on computes sums to the last digit, should it not have done so.
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
