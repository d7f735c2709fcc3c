package org.leastaction.ot.entropic;

/** Sums of the kernel e^((uₛ + vₖ − c(pₛ, qₖ))/ε) over the points p of one side, for every point q of the other. */
interface KernelSums {

    /** Σₛ weightₛ e^((uₛ + vₖ − cₛₖ)/ε) for all k. */
    double[] sums(double[] u, double[] v, double epsilon);
}
