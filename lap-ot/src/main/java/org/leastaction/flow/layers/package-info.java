/**
 * Flows as the layers that they consist of, so that what one backend trained another can write.
 *
 * <p>A model with the role {@link org.leastaction.flow.Role#DESCRIBE} says its layers and weights as a
 * {@link org.leastaction.flow.layers.LayeredFlow}; a backend with the role {@link org.leastaction.flow.Role#WRITE} writes
 * such a flow in its own format. Neither knows the other.
 *
 * <pre>{@code
 * LayeredFlow flow = model.role(LayerDescriber.class).orElseThrow().describe();
 * flow.layers().forEach(layer -> System.out.println(layer.output() + " " + flow.shapes().get(layer.output())));
 * LayerWriter writer = backend.writer().orElseThrow();
 * writer.write(flow, Map.of("mean", "0.1307", "std", "0.3081"), Path.of("network" + writer.suffix()));
 * }</pre>
 *
 * <p>Layers compute what they compute in inference; points are single, the batch is not in their shapes. Images are
 * [height, width, channels], kernels of convolutions [height, width, inputs / groups, outputs], those of dense layers
 * [inputs, outputs]: a writer whose format has another order turns them.
 */
package org.leastaction.flow.layers;
