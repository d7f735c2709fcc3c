package org.leastaction.onnx;

class PlaneContractTest extends OnnxFlowContract {

    PlaneContractTest() {
        super("plane", 2);
    }
}
