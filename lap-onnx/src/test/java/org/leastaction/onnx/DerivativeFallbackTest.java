package org.leastaction.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.Derivatives;
import org.leastaction.flow.Derivatives.DerivativeMethod;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.flow.backend.Execution;
import org.leastaction.onnx.proto.ModelBuilder;

/** Parts of networks that contain operations without a rule are differentiated by finite differences, with the reason. */
class DerivativeFallbackTest {

    @TempDir
    Path folder;

    @Test
    void theReasonNamesTheOperation() throws IOException {
        assertReason("the operation 'c' (CumSum) has no rule of differentiation",
                ModelBuilder.of(-1, 4).integers("axis", 1).node("CumSum", "x axis -> c").node("Add", "x c -> y"));
        assertReason("the operation 'c' (Det) has no rule of differentiation",
                ModelBuilder.of(-1, 4).integers("square", -1, 2, 2).integers("row", -1, 1)
                        .node("Reshape", "x square -> s").node("Det", "s -> c").node("Reshape", "c row -> r")
                        .node("Add", "x r -> y"));
        assertReason("the operation 'c' (Conv) computes its input 1 from the points",
                ModelBuilder.of(1, 4).integers("square", 1, 1, 2, 2).integers("row", 1, 1)
                        .node("Reshape", "x square -> s").node("Conv", "s s -> c").node("Reshape", "c row -> r")
                        .node("Add", "x r -> y"));
    }

    private void assertReason(String reason, ModelBuilder network) throws IOException {
        try (FlowModel model = open(network)) {
            for (Class<? extends Derivatives> role : List.of(JacobianProducts.class, BlockJacobianProducts.class)) {
                Derivatives found = model.role(role).orElseThrow();
                assertThat(found.derivativeMethod()).as(role.getSimpleName())
                        .isEqualTo(DerivativeMethod.FINITE_DIFFERENCES);
                assertThat(found.whyInexact()).as(role.getSimpleName()).contains(reason);
            }
        }
    }

    @Test
    void onlyThePartsWithSuchAnOperationAreAffected() throws IOException {
        ModelBuilder network = ModelBuilder.of(-1, 4).integers("axis", 1).constant("w", 48, 4, 3)
                .node("CumSum", "x axis -> c").node("Relu", "c -> r").node("Add", "c r -> s")
                .node("MatMul", "s w -> y");
        try (FlowModel model = open(network)) {
            assertThat(model.role(JacobianProducts.class).orElseThrow().derivativeMethod())
                    .isEqualTo(DerivativeMethod.EXACT);
            LossGradients loss = model.role(LossGradients.class).orElseThrow();
            assertThat(loss.derivativeMethod()).isEqualTo(DerivativeMethod.FINITE_DIFFERENCES);
            assertThat(loss.whyInexact()).hasValueSatisfying(reason -> assertThat(reason).contains("CumSum"));
        }
    }

    private FlowModel open(ModelBuilder network) throws IOException {
        return new OnnxBackend().open(network.write(folder.resolve("network.onnx")), new Execution(1, "cpu"));
    }
}
