package org.leastaction.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of ONNX Runtime as it writes them: the reason is at their end. */
class OnnxRuntimeReasonTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "Non-zero status code returned while running Reshape node. Name:'/layers.0/attention/Reshape_3' Status Message:"
                    + " /onnxruntime_src/onnxruntime/core/providers/cpu/tensor/reshape_helper.h:47"
                    + " onnxruntime::ReshapeHelper::ReshapeHelper(const onnxruntime::TensorShape&,"
                    + " onnxruntime::TensorShapeVector&, bool) input_shape_size == size was false. The input tensor cannot be"
                    + " reshaped to the requested shape. Input shape:{3,4}, requested shape:{1,5}"
                    + "|while running Reshape node. Name:'/layers.0/attention/Reshape_3'"
                    + "|requested shape:{1,5}",
            "Exception during initialization: /onnxruntime_src/onnxruntime/core/framework/allocation_planner.cc:871"
                    + " onnxruntime::common::Status onnxruntime::PlannerImpl::ComputePlanForInputsAndWeights() [with T = int]"
                    + " node_index was false. Missing weights"
                    + "|Exception during initialization"
                    + "|node_index was false. Missing weights",
            "Non-zero status code returned while running Gather node. Name:'g' Status Message: indices element out of data"
                    + " bounds, idx=7 must be within the inclusive range [-4,3]"
                    + "|Gather node. Name:'g'"
                    + "|idx=7 must be within the inclusive range [-4,3]"})
    void theNodeAndTheReasonAreTold(String message, String node, String reason) {
        assertThat(OnnxRuntime.reason(new OrtException(message)))
                .startsWith("cannot be run: ").contains(node).endsWith(reason).doesNotContain("onnxruntime_src");
    }

    @Test
    void ofLongMessagesTheMiddleIsLeftOut() {
        String message = "Node (" + "long_name_".repeat(100) + ") Op (MatMul) Incompatible dimensions";

        assertThat(OnnxRuntime.reason(new OrtException(message)))
                .contains("Node (long_name_").contains(" … ").endsWith("Op (MatMul) Incompatible dimensions")
                .hasSizeLessThan(630);
    }
}
