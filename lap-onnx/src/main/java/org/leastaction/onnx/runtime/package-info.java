/**
 * ONNX Runtime, behind a wall: the only package that names its classes.
 *
 * <p>A {@link org.leastaction.onnx.runtime.SubgraphSession} is a part of a network that takes points and gives points. Before a
 * network is trusted with memory, {@link org.leastaction.onnx.runtime.ShapeInference} asks for the shape of each of its
 * tensors without running anything.
 *
 * <pre>{@code
 * Map<String, TensorFact> facts = Inspection.of(graph);
 * BatchLayout points = BatchLayout.first(facts.get(input).shape(), 1);
 * ModelProto whole = new Submodel(graph, facts).between(input, points, List.of(output), BatchAxis.FREE);
 * Port in = new Port(input, points);
 * Port out = new Port(output, BatchLayout.first(facts.get(output).shape(), 1));
 * try (Piece piece = Piece.open(whole, in, List.of(out), Batching.free(64), execution)) {
 *     piece.run(images, List.of(logits));
 * }
 * }</pre>
 *
 * <p><a href="https://onnxruntime.ai/docs/api/java/">ONNX Runtime for Java</a>.
 */
package org.leastaction.onnx.runtime;
