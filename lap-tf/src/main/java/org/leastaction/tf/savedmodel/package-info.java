/**
 * TensorFlow SavedModels: exports networks trained here, and opens networks made elsewhere as flows.
 *
 * <p>A SavedModel is a flow if its signature has {@linkplain org.leastaction.flow.layers.FlowTensor these names}:
 * {@code encoded}, {@code segment1_block1_output}, …, {@code logits}. TensorFlow 2 writes functions, whose tensors no
 * session can feed or fetch; they are {@linkplain org.leastaction.tf.savedmodel.Inlining inlined} first. The result is
 * an ordinary graph, which runs and is differentiated like those that were trained here.
 */
package org.leastaction.tf.savedmodel;
