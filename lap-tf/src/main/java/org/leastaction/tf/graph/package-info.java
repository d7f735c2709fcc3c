/**
 * Building blocks of TensorFlow graphs: parameters held in resource variables, layers on them, sessions and
 * feeds.
 *
 * <p>A graph may hold several instances of one network side by side, with an instance axis in front of every
 * {@linkplain org.leastaction.tf.graph.Layers.Layout#STACKED stacked} tensor: same shapes, different weights and data,
 * one batched matrix product instead of many small ones.
 *
 * <p>Parameters are resource variables ({@code VarHandleOp}), never reference variables: an update of the latter can
 * overtake the read that a gradient needs. Gradients are taken with respect to the read.
 */
package org.leastaction.tf.graph;
