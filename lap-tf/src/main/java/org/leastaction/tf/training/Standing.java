package org.leastaction.tf.training;

/** Where a training stands between two steps, but for the variables of its graph. A record that Jackson writes and reads. */
interface Standing {

    /** Steps done, over all epochs. */
    long steps();
}
