package org.leastaction.tf.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.leastaction.tf.engine.Engine.CudaLibraries;
import org.leastaction.tf.engine.Engine.CudaLibraries.Found;

class EngineTest {

    /** True with either natives, on machines with and without a GPU. */
    @Test
    void theVersionSaysWhyThereIsNoGpuWhereOneIsExpected() {
        assertThat(Engine.version()).startsWith("TensorFlow 2.");
        assertThat(Engine.version().endsWith("there is no NVIDIA driver"))
                .isEqualTo(CudaLibraries.find() == Found.NO_DRIVER);
    }

    @Test
    void thereIsAlwaysACpu() {
        assertThat(Engine.devices()).contains("cpu");
        if (CudaLibraries.find() != Found.LIBRARIES_AND_DRIVER) {
            assertThat(Engine.devices()).containsExactly("cpu");
        }
    }
}
