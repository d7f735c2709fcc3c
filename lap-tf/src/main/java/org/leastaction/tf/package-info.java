/**
 * The TensorFlow backend: residual networks of the paper, trained under its three objectives.
 *
 * <p>From outside, {@link org.leastaction.tf.TensorFlowBackend} is all there is; the host finds it by
 * {@link java.util.ServiceLoader}. Inside, a {@linkplain org.leastaction.tf.network network} says what is computed,
 * {@linkplain org.leastaction.tf.graph layers} put it into a graph, {@linkplain org.leastaction.tf.training training}
 * adds objective and optimiser, a {@linkplain org.leastaction.tf.model model} runs the result, and its
 * {@linkplain org.leastaction.tf.layers description} lets others write it.
 */
package org.leastaction.tf;
