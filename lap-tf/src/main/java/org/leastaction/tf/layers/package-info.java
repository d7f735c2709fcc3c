/**
 * Converts the graph of a flow into layers, from which other backends write the network.
 *
 * <p>Every network is converted from the graph that runs it, operation by operation, so that no architecture is defined
 * twice: {@code Conv2D} after a {@code PadV2} is a convolution with a border, a {@code BiasAdd} the bias of the product
 * before it, and the arithmetic of a stacked batch normalisation a normalisation.
 *
 * <pre>{@code
 * LayeredFlow layers = FlowLayers.of(flowGraph, session);
 * }</pre>
 */
package org.leastaction.tf.layers;
