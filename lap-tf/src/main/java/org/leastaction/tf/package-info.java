/**
 * The TensorFlow backend: residual networks of the paper, trained under any objective.
 *
 * <p>{@link org.leastaction.tf.TensorFlowBackend} is the entry point, found by {@link java.util.ServiceLoader}. Inside,
 * a {@linkplain org.leastaction.tf.network network} defines the computation, {@linkplain org.leastaction.tf.graph
 * layers} add it to a graph, {@linkplain org.leastaction.tf.training training} adds objective and optimiser, a
 * {@linkplain org.leastaction.tf.model model} runs the result, and its {@linkplain org.leastaction.tf.layers
 * description} lets other backends write it.
 */
package org.leastaction.tf;
