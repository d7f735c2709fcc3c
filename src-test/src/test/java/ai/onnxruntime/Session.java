package ai.onnxruntime;

/** Stands for ONNX Runtime, which is not on this class path, in a counterexample of the architecture's laws. */
public final class Session {}
