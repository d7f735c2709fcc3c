package org.leastaction.tf.training;

/** The state of a training between two steps, without the variables of its graph: a record that Jackson serialises. */
interface Standing {

    /** Epoch of the next step, from 1. */
    int epoch();

    /** Number of points of that epoch used so far. */
    int seen();

    /** Completed steps over all epochs. */
    long steps();

    /** Wall-clock time so far. */
    double seconds();
}
