/**
 * Access to ONNX Runtime. No other package refers to its classes.
 *
 * <p>A {@link org.leastaction.onnx.runtime.SubgraphSession} runs a subgraph on points. Before memory is allocated for a
 * network, {@link org.leastaction.onnx.runtime.ShapeInference} infers the shapes of its tensors without running it.
 *
 * <pre>{@code
 * Map<String, TensorFact> facts = ShapeInference.of(graph);
 * BatchLayout points = BatchLayout.first(facts.get(input).shape(), 1);
 * ModelProto whole = new Submodel(graph, facts).between(input, points, List.of(output), BatchAxis.FREE);
 * TensorSpec in = new TensorSpec(input, points);
 * TensorSpec out = new TensorSpec(output, BatchLayout.first(facts.get(output).shape(), 1));
 * try (SubgraphSession session = SubgraphSession.open(
 *         whole, List.of(in), List.of(out), Batching.free(64), execution)) {
 *     session.run(List.of(logits), images);
 * }
 * }</pre>
 *
 * <p><a href="https://onnxruntime.ai/docs/api/java/">ONNX Runtime for Java</a>.
 */
package org.leastaction.onnx.runtime;
