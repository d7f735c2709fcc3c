package org.leastaction.tf.training;

import java.util.Map;

/**
 * Everything that a training needs to go on as if it had not stopped. Orders of batches and variations of points are
 * functions of the seed, so that there is no random state to keep.
 *
 * @param <S>       of what kind of training
 * @param standing  how far it is
 * @param variables weights, running statistics, the optimiser's state and λ, all instances together, by name
 */
record Checkpoint<S extends Standing>(S standing, Map<String, float[]> variables) {}
