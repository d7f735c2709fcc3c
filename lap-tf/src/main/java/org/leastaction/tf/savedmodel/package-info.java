/**
 * Networks as TensorFlow SavedModels: those trained here written for others, those made elsewhere opened as flows.
 *
 * <p>What makes a SavedModel a flow is {@linkplain org.leastaction.flow.layers.FlowTensor the names} in its signature:
 * {@code encoded}, {@code segment1_block1_output}, …, {@code logits}. TensorFlow 2 writes functions, whose insides no
 * session can feed or fetch; {@linkplain org.leastaction.tf.savedmodel.Inlining they are put in the place of their calls}
 * first. What is left is an ordinary graph, which runs and is differentiated like those that were trained here.
 */
package org.leastaction.tf.savedmodel;
