/**
 * Flows as lists of layers, so that one backend can write what another has trained.
 *
 * <p>A model with the role {@link org.leastaction.flow.layers.LayerDescriber} describes its layers and weights as a
 * {@link org.leastaction.flow.layers.LayeredFlow}; a backend with the role
 * {@link org.leastaction.flow.layers.LayerWriter} writes such a flow in its own format. Neither depends on the other.
 *
 * <pre>{@code
 * LayeredFlow flow = model.role(LayerDescriber.class).orElseThrow().describe();
 * flow.layers().forEach(layer -> System.out.println(layer.output() + " " + flow.shapes().get(layer.output())));
 * LayerWriter writer = backend.writer().orElseThrow();
 * writer.write(flow, Map.of("mean", "0.1307", "std", "0.3081"), Path.of("network" + writer.suffix()));
 * }</pre>
 *
 * <p>Layers are in inference mode; shapes are those of a single point, without the batch. Images are [height, width,
 * channels], kernels of convolutions [height, width, inputs / groups, outputs], those of dense layers [inputs,
 * outputs]. A writer whose format has another order transposes them.
 */
package org.leastaction.flow.layers;
