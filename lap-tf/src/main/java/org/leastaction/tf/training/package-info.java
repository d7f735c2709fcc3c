/**
 * Training under the three objectives, in the paper's way: shuffled batches, the last smaller one kept, test accuracy
 * after each epoch.
 *
 * <p>Runs that differ only in their data, seed and initialisation train together where the network stacks its
 * instances ({@link org.leastaction.tf.training.Ensemble}); the others train one after the other.
 *
 * <p>{@link org.leastaction.tf.training.BatchFeed} prepares batches on other threads. Between two steps a
 * {@link org.leastaction.tf.training.Checkpoint} holds everything that the rest of the training depends on: orders and
 * variations are functions of the seed, so there is no random state.
 */
package org.leastaction.tf.training;
