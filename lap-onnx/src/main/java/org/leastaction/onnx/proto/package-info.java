/**
 * ONNX files, read as untrusted input.
 *
 * <p>An ONNX file is one protobuf message. This reader keeps the fields that inference needs and drops the others. It
 * never follows a length beyond the file and never allocates a size that the file only claims; it checks every tensor's
 * size against its data. It reads nothing but the file itself and, for weights that PyTorch stores in separate files,
 * plain files of the same folder. Weights are not copied after they are read: a model takes its file's size in memory,
 * once.
 *
 * <pre>{@code
 * ModelProto model = ModelFile.read(Path.of("resnet20.onnx"));
 * for (NodeProto node : model.graph().nodes()) {
 *     System.out.println(node.operator() + " " + node.inputs() + " -> " + node.outputs());
 * }
 * byte[] again = ModelWriter.write(model);
 * }</pre>
 *
 * <p>Generated protobuf classes would read more and check less: they accept tensors whose sizes contradict their data,
 * and copy every weight.
 *
 * <p>Format: <a href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>; encoding:
 * <a href="https://protobuf.dev/programming-guides/encoding/">protobuf encoding</a>.
 */
package org.leastaction.onnx.proto;
