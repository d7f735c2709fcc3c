/**
 * Layers of other backends' models as ONNX files.
 *
 * <p>Layers have images with channels last, ONNX with channels first. Kernels are transposed when they are written; if
 * an image is flattened for dense layers only, the rows of their kernels are permuted, so that the written networks
 * need no transpositions.
 *
 * <pre>{@code
 * new OnnxWriter().write(flow, Map.of("mean", "0.1307", "std", "0.3081"), Path.of("network.onnx"));
 * }</pre>
 *
 * <p>Operators: <a href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>, those of opset 17.
 */
package org.leastaction.onnx.layers;
