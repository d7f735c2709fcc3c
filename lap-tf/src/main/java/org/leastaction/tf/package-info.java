/**
 * The TensorFlow backend: residual networks of the paper, trained under any objective.
 *
 * <p>{@link org.leastaction.tf.TensorFlowBackend} is the entry point, found by {@link java.util.ServiceLoader}. Inside,
 * a {@linkplain org.leastaction.tf.network network} defines the computation, {@linkplain org.leastaction.tf.graph
 * layers} add it to a graph, {@linkplain org.leastaction.tf.training training} adds objective and optimiser, a
 * {@linkplain org.leastaction.tf.model model} runs the result, and its {@linkplain org.leastaction.tf.layers
 * description} lets other backends write it.
 *
 * <p>Set the environment variable {@code TF_ENABLE_ONEDNN_OPTS} to 1 before Java starts, as {@code ./lap} does: on processors
 * without AVX-512 TensorFlow leaves out oneDNN otherwise. Training then takes 1.6 times as long, and grouped convolutions
 * cannot be trained.
 */
package org.leastaction.tf;
