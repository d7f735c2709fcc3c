/**
 * A cut network as a flow: pieces that run one after another.
 *
 * <p>The encoder, the blocks and the classifier are separate pieces, since transport starts from arbitrary particles.
 * Blocks run together as long as their states fit: one piece then gives the states of several blocks. A pass of many
 * inputs, which needs no particles from outside, runs the network as one piece, one batch beside another. Where costs alone are
 * asked for, a piece sums them up itself and gives no states.
 *
 * <p>A few random points are run through when a network is opened. They show where the points of a batch are in each state,
 * that each point has the states that it has alone, and that the pieces give what the whole gives. A network that was
 * exported for a fixed batch is loosened where that changes no result; else it keeps its batch, and the last one is filled
 * up. A network that mixes the points of a batch is refused.
 *
 * <pre>{@code
 * try (OnnxFlow flow = Network.open(file, ReadingOptions.defaults(), Execution.defaults())) {
 *     FloatPoints end = flow.transport(flow.encode(images), step -> …);
 *     Optional<FloatPoints> answers = flow.pass(images, 256, (firstRow, step) -> …);
 * }
 * }</pre>
 */
package org.leastaction.onnx.flow;
