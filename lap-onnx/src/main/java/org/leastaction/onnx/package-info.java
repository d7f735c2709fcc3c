/**
 * The backend 'onnx': residual networks that were trained elsewhere, from their ONNX files.
 *
 * <p>A file is read as untrusted input ({@link org.leastaction.onnx.proto}), its operations are sorted and divided into
 * regions ({@link org.leastaction.onnx.graph}), it is cut into encoder, blocks and classifier ({@link
 * org.leastaction.onnx.cut}), and the subgraphs are run by ONNX Runtime ({@link org.leastaction.onnx.runtime}) as a
 * flow ({@link org.leastaction.onnx.flow}). Networks of other backends are written as such files ({@link
 * org.leastaction.onnx.layers}).
 *
 * <pre>{@code
 * FlowBackend onnx = new OnnxBackend();
 * FlowCut cut = onnx.inspector().orElseThrow().inspect(Path.of("resnet20.onnx"), BlockChoice.found());
 * try (FlowModel model = onnx.open(Path.of("resnet20.onnx"), Execution.defaults())) {
 *     FloatPoints end = model.transport(model.encode(images), step -> System.out.println(step.block()));
 * }
 * }</pre>
 *
 * <p><a href="https://onnx.ai">ONNX</a>, <a href="https://onnxruntime.ai">ONNX Runtime</a>.
 */
package org.leastaction.onnx;
