/**
 * Training under any objective, as in the paper: shuffled batches including the last, smaller one, and test accuracy
 * after each epoch.
 *
 * <p>Runs that differ only in their data, seed and initialisation train together if the network stacks its instances
 * ({@link org.leastaction.tf.training.Ensemble}); the others train one after the other.
 *
 * <p>{@link org.leastaction.tf.training.BatchFeed} prepares batches on other threads. Between two steps a {@link
 * org.leastaction.tf.training.Checkpoints.Checkpoint} contains everything on which the rest of the training depends:
 * orders and augmentations are functions of the seed, so there is no random state.
 */
package org.leastaction.tf.training;
