package org.leastaction.onnx;

class PostActivationContractTest extends OnnxFlowContract {

    PostActivationContractTest() {
        super("post_folded_static", 192);
    }
}
