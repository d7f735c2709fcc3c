/**
 * A flow's graph read as layers, from which other backends write the network.
 *
 * <p>Every network is read off the graph that runs it, operation by operation, so that none is said twice: {@code Conv2D}
 * behind a {@code PadV2} is a convolution with a border, a {@code BiasAdd} the bias of the product before it, and the
 * arithmetic of a stacked batch normalisation a normalisation again.
 *
 * <pre>{@code
 * LayeredFlow layers = FlowLayers.of(flowGraph, session);
 * }</pre>
 */
package org.leastaction.tf.layers;
