package org.leastaction.tf.training;

import java.util.Map;

/**
 * The complete state of a training, from which it resumes as if it had not stopped. Orders of batches and augmentations
 * of points are functions of the seed, so that there is no random state to store.
 *
 * @param <S>       kind of training
 * @param standing  position in the training
 * @param variables weights, running statistics, the optimiser's state and λ, all instances together, by name
 */
record Checkpoint<S extends Standing>(S standing, Map<String, float[]> variables) {}
