/**
 * Layers of other backends' models as ONNX files.
 *
 * <p>Layers have their images with channels last, ONNX has them first. Kernels are turned; where an image becomes a row
 * for dense layers alone, the rows of their kernels change place, so that no file transposes what it computes with.
 *
 * <pre>{@code
 * new OnnxWriter().write(flow, Map.of("mean", "0.1307", "std", "0.3081"), Path.of("network.onnx"));
 * }</pre>
 *
 * <p>Operators: <a href="https://onnx.ai/onnx/operators/">onnx.ai/onnx/operators</a>, those of opset 17.
 */
package org.leastaction.onnx.layers;
