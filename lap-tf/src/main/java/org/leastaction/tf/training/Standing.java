package org.leastaction.tf.training;

/** The state of a training between two steps, without the variables of its graph: a record that Jackson serialises. */
interface Standing {

    /** Completed steps over all epochs. */
    long steps();
}
