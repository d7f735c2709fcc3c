/**
 * A cut network as a flow: subgraphs that run one after another.
 *
 * <p>The encoder, the blocks and the classifier are separate subgraphs, since transport starts from arbitrary
 * particles. Blocks run together as long as their states fit: one subgraph then has the states of several blocks as
 * outputs. A pass of many inputs runs the network as one subgraph, with several batches at the same time. If only costs
 * are requested, a subgraph sums them itself and has no states as outputs.
 *
 * <p>A few random points are run when a network is opened. They show on which axis of each state the points of a batch
 * are, that the states of a point do not depend on the rest of its batch, and that the subgraphs compute the same as
 * the whole network. A network that was exported for a fixed batch is run with a free one if that changes no result;
 * otherwise it keeps its batch, and the last batch is filled up. A network that mixes the points of a batch is refused.
 *
 * <pre>{@code
 * try (OnnxFlow flow = NetworkFile.open(file, ReadingOptions.defaults(), Execution.defaults())) {
 *     FloatPoints end = flow.transport(flow.encode(images), step -> …);
 *     Optional<FloatPoints> scores = flow.pass(images, 256, (firstRow, step) -> …);
 * }
 * }</pre>
 */
package org.leastaction.onnx.flow;
