/**
 * Training under the three objectives, in the paper's way: shuffled batches, the last smaller one kept, test accuracy
 * after each epoch.
 *
 * <p>Runs that differ only in their data, seed and initialisation train together where the network stacks its
 * instances ({@link org.leastaction.tf.training.Ensemble}); the others train one after the other.
 */
package org.leastaction.tf.training;
