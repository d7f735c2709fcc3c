package org.leastaction.flow.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.leastaction.flow.contract.Batches.assertClose;
import static org.leastaction.flow.contract.Batches.assertShape;
import static org.leastaction.flow.contract.Batches.copy;
import static org.leastaction.flow.contract.Batches.embedded;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.BlockJacobianProducts;
import org.leastaction.flow.BlockObserver;
import org.leastaction.flow.BlockStep;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.JacobianProducts;
import org.leastaction.flow.LossGradients;
import org.leastaction.points.FloatPoints;

/** The contract of the roles of differentiation; the part of {@link FlowModelContract} about derivatives. */
abstract class FlowDerivativesContract {

    /** A model, open; the same weights at every call. */
    protected abstract FlowModel open() throws IOException;

    /** Inputs to run, [n, inputDimension] with n ≥ 8; different points at which F∘T∘φ is differentiable. */
    protected abstract FloatPoints inputs();

    /** The roles of the model: {@link FlowModel} and all others that it offers. */
    protected abstract Set<Class<?>> roles();

    /** The tolerances of the model's arithmetic. */
    protected Tolerances tolerances() {
        return Tolerances.defaults();
    }

    // The Jacobian of T

    @Test
    final void jacobianProductsAgreeWithFiniteDifferences() throws IOException {
        try (FlowModel model = open()) {
            JacobianProducts jacobian = required(model, JacobianProducts.class);
            FloatPoints encoded = encoded(model);
            FloatPoints u = Batches.gaussian(encoded.size(), model.shape().encodedDimension(), 17);
            FloatPoints products = jacobian.jacobianVector(encoded, u);
            assertShape("J·u", products, encoded.size(), model.shape().transportedDimension());
            assertAllWithin("(T(x + hu) − T(x − hu)) / 2h against J·u",
                    CentralDifferences.errors(x -> model.transport(x, BlockObserver.NONE), encoded, u, products));
        }
    }

    @Test
    final void jacobianProductsAreAdjoint() throws IOException {
        try (FlowModel model = open()) {
            JacobianProducts jacobian = required(model, JacobianProducts.class);
            FloatPoints encoded = encoded(model);
            assertAdjoint("T", encoded, model.shape().encodedDimension(), model.shape().transportedDimension(),
                    u -> jacobian.jacobianVector(encoded, u), w -> jacobian.vectorJacobian(encoded, w));
        }
    }

    @Test
    final void jacobianProductsRefuseWrongShapes() throws IOException {
        try (FlowModel model = open()) {
            JacobianProducts jacobian = required(model, JacobianProducts.class);
            FloatPoints encoded = encoded(model);
            int in = model.shape().encodedDimension();
            int out = model.shape().transportedDimension();
            assertRefusesDimension("jacobianVector", in, x -> jacobian.jacobianVector(x, x));
            assertRefusesDimension("jacobianVector", in, u -> jacobian.jacobianVector(encoded, u), encoded.size());
            assertRefusesDimension("vectorJacobian", out, w -> jacobian.vectorJacobian(encoded, w), encoded.size());
            FloatPoints tooFew = encoded.rows(0, encoded.size() - 1);
            assertThatIllegalArgumentException().as("jacobianVector with a tangent less than points")
                    .isThrownBy(() -> jacobian.jacobianVector(encoded, tooFew));
        }
    }

    // The Jacobians of the blocks

    /** Along the flow: the tangent of block k + 1 is the product of block k. */
    @Test
    final void blockProductsAgreeWithFiniteDifferences() throws IOException {
        try (FlowModel model = open()) {
            BlockJacobianProducts jacobians = required(model, BlockJacobianProducts.class);
            FloatPoints encoded = encoded(model);
            FloatPoints first = Batches.gaussian(encoded.size(), model.shape().encodedDimension(), 27);
            List<BlockStep> steps = Transported.of(model, encoded).steps();
            FloatPoints entering = encoded;
            FloatPoints u = first;
            for (int k = 0; k < steps.size(); k++) {
                int block = k;
                u = copy(jacobians.blockJacobianVector(block, entering, u));
                assertShape("J·u of block " + block, u, encoded.size(), model.shape().leavingDimension(block));
                assertAllWithin("central difference of the output of block " + block + " against its J·u",
                        CentralDifferences.errors(
                                x -> Transported.of(model, x).steps().get(block).output(), encoded, first, u));
                entering = steps.get(block).output();
            }
        }
    }

    @Test
    final void blockProductsAreAdjoint() throws IOException {
        try (FlowModel model = open()) {
            BlockJacobianProducts jacobians = required(model, BlockJacobianProducts.class);
            FlowShape shape = model.shape();
            FloatPoints entering = encoded(model);
            for (BlockStep step : Transported.of(model, entering).steps()) {
                FloatPoints x = entering;
                int block = step.block();
                assertAdjoint("block " + block, x, shape.enteringDimension(block), shape.leavingDimension(block),
                        u -> jacobians.blockJacobianVector(block, x, u),
                        w -> jacobians.blockVectorJacobian(block, x, w));
                entering = step.output();
            }
        }
    }

    @Test
    final void blockProductsRefuseWrongShapesAndBlocks() throws IOException {
        try (FlowModel model = open()) {
            BlockJacobianProducts jacobians = required(model, BlockJacobianProducts.class);
            int last = model.shape().blocks() - 1;
            int in = model.shape().enteringDimension(last);
            int out = model.shape().leavingDimension(last);
            FloatPoints entering = Batches.ofDimension(4, in);
            assertRefusesDimension("block", in, x -> jacobians.blockJacobianVector(last, x, x));
            assertRefusesDimension("tangents", in, u -> jacobians.blockJacobianVector(last, entering, u), 4);
            assertRefusesDimension("cotangents", out, w -> jacobians.blockVectorJacobian(last, entering, w), 4);
            assertThatIllegalArgumentException().as("a tangent less than points")
                    .isThrownBy(() -> jacobians.blockJacobianVector(last, entering, entering.rows(0, 3)));
            for (int wrong : new int[] {-1, last + 1}) {
                assertThatIllegalArgumentException().as("block %d where the last is %d", wrong, last)
                        .isThrownBy(() -> jacobians.blockJacobianVector(wrong, entering, entering));
            }
        }
    }

    // The gradient of the loss

    @Test
    final void lossGradientsAgreeWithFiniteDifferences() throws IOException {
        try (FlowModel model = open()) {
            LossGradients loss = required(model, LossGradients.class);
            FloatPoints inputs = atLeastEight(inputs());
            int[] labels = labels(model, inputs);
            FloatPoints gradients = copy(loss.lossGradients(inputs, labels));
            assertShape("gradients of the loss", gradients, inputs.size(), model.shape().inputDimension());
            // Along the gradient the derivative is its norm; a random direction covers the components orthogonal to it.
            FloatPoints across = Batches.gaussian(inputs.size(), inputs.dimension(), 37);
            for (FloatPoints u : List.of(Batches.normalised(gradients), across)) {
                double[] errors = CentralDifferences.errors(
                        x -> losses(model, x, labels), inputs, u, Batches.dots(gradients, u), Batches.norms(gradients));
                assertAllWithin("central difference of the loss against ⟨gradient, u⟩", errors);
            }
        }
    }

    @Test
    final void lossGradientsAreOfEachPointAlone() throws IOException {
        try (FlowModel model = open()) {
            LossGradients loss = required(model, LossGradients.class);
            FloatPoints inputs = atLeastEight(inputs());
            int[] labels = labels(model, inputs);
            FloatPoints whole = copy(loss.lossGradients(embedded(inputs), labels));
            for (int i = 0; i < 3; i++) {
                assertClose("gradient of point " + i + " in a batch of its own",
                        loss.lossGradients(inputs.rows(i, i + 1), new int[] {labels[i]}), whole.rows(i, i + 1),
                        tolerances().rounding());
            }
        }
    }

    /** Weights of several classes, of one, and of none. */
    @Test
    final void scoreGradientsAreSumsOfLossGradients() throws IOException {
        try (FlowModel model = open()) {
            LossGradients loss = required(model, LossGradients.class);
            FloatPoints inputs = atLeastEight(inputs());
            int classes = model.shape().classes();
            float[] weights = Batches.gaussian(inputs.size(), classes, 47).toArray();
            Arrays.fill(weights, 0, classes, 0);
            Arrays.fill(weights, classes + 1, 2 * classes, 0);
            FloatPoints given = FloatPoints.wrap(weights, inputs.size(), classes);
            float[] sums = new float[inputs.size() * inputs.dimension()];
            for (int c = 0; c < classes; c++) {
                int[] labels = new int[inputs.size()];
                Arrays.fill(labels, c);
                FloatPoints gradients = loss.lossGradients(inputs, labels);
                for (int at = 0; at < sums.length; at++) {
                    int i = at / inputs.dimension();
                    sums[at] -= (float) (given.get(i, c) * gradients.get(i, at % inputs.dimension()));
                }
            }
            FloatPoints expected = FloatPoints.wrap(sums, inputs.size(), inputs.dimension());
            FloatPoints found = copy(loss.scoreGradients(inputs, given));
            assertShape("gradients of scores", found, inputs.size(), inputs.dimension());
            double[] norms = Batches.norms(expected);
            for (int i = 0; i < inputs.size(); i++) {
                for (int j = 0; j < inputs.dimension(); j++) {
                    assertThat(found.get(i, j)).as("coordinate %d of the gradient of point %d", j, i)
                            .isCloseTo(expected.get(i, j), within(tolerances().derivative() * norms[i] + 1e-12));
                }
            }
            assertThatIllegalArgumentException().as("weights of one class too many").isThrownBy(
                    () -> loss.scoreGradients(inputs, Batches.gaussian(inputs.size(), classes + 1, 48)));
            assertThatIllegalArgumentException().as("weights for one input less")
                    .isThrownBy(() -> loss.scoreGradients(inputs, given.rows(1, inputs.size())));
        }
    }

    @Test
    final void lossGradientsRefuseWrongShapesAndLabels() throws IOException {
        try (FlowModel model = open()) {
            LossGradients loss = required(model, LossGradients.class);
            FloatPoints inputs = atLeastEight(inputs());
            assertRefusesDimension(
                    "lossGradients", model.shape().inputDimension(), x -> loss.lossGradients(x, new int[x.size()]));
            assertThatIllegalArgumentException().as("a label less than inputs")
                    .isThrownBy(() -> loss.lossGradients(inputs, new int[inputs.size() - 1]));
            for (int wrong : new int[] {-1, model.shape().classes()}) {
                int[] labels = new int[inputs.size()];
                labels[1] = wrong;
                assertThatIllegalArgumentException().as("label %d of %d classes", wrong, model.shape().classes())
                        .isThrownBy(() -> loss.lossGradients(inputs, labels))
                        .withMessageContaining(String.valueOf(wrong));
            }
        }
    }

    // How the checks are made

    final FloatPoints encoded(FlowModel model) {
        return copy(model.encode(atLeastEight(inputs())));
    }

    static FloatPoints atLeastEight(FloatPoints inputs) {
        assertThat(inputs.size()).as("inputs that the test offers").isGreaterThanOrEqualTo(8);
        return inputs;
    }

    final <R> R required(FlowModel model, Class<R> role) {
        Assumptions.assumeTrue(roles().contains(role),
                () -> "the model does not have the role " + role.getSimpleName());
        return model.role(role)
                .orElseThrow(() -> new AssertionError("the role " + role.getSimpleName() + " is missing"));
    }

    static void assertRefusesDimension(String what, int expected, UnaryOperator<FloatPoints> function) {
        assertRefusesDimension(what, expected, function, 5);
    }

    static void assertRefusesDimension(
            String what, int expected, UnaryOperator<FloatPoints> function, int size) {
        for (int wrong : new int[] {expected + 1, 2 * expected}) {
            assertThatIllegalArgumentException()
                    .as("%s of points of dimension %d where %d would be right", what, wrong, expected)
                    .isThrownBy(() -> function.apply(Batches.ofDimension(size, wrong)))
                    .withMessageMatching("(?s).*\\b" + expected + "\\b.*")
                    .withMessageMatching("(?s).*\\b" + wrong + "\\b.*");
        }
    }

    private void assertAdjoint(
            String what, FloatPoints x, int in, int out,
            UnaryOperator<FloatPoints> forward, UnaryOperator<FloatPoints> backward) {
        FloatPoints u = Batches.gaussian(x.size(), in, 18);
        FloatPoints w = Batches.gaussian(x.size(), out, 19);
        FloatPoints ju = copy(forward.apply(u));
        FloatPoints wj = copy(backward.apply(w));
        assertShape("Jᵀ·w of " + what, wj, x.size(), in);
        double[] left = Batches.dots(wj, u);
        double[] right = Batches.dots(w, ju);
        double[] normsOfW = Batches.norms(w);
        double[] normsOfJu = Batches.norms(ju);
        for (int i = 0; i < x.size(); i++) {
            double allowed = tolerances().duality() * normsOfW[i] * normsOfJu[i];
            assertThat(left[i]).as("⟨Jᵀw, u⟩ against ⟨w, Ju⟩ of %s at point %d", what, i)
                    .isCloseTo(right[i], within(Math.max(allowed, Float.MIN_NORMAL)));
        }
    }

    private void assertAllWithin(String what, double[] errors) {
        for (int i = 0; i < errors.length; i++) {
            assertThat(errors[i]).as("relative error of %s at point %d, best of eight h", what, i)
                    .isLessThanOrEqualTo(tolerances().derivative());
        }
    }

    /** The least probable class of each input: the loss of the most probable one may be too flat for differences. */
    private static int[] labels(FlowModel model, FloatPoints inputs) {
        FloatPoints logs = logProbabilities(model, inputs);
        int[] labels = new int[logs.size()];
        for (int i = 0; i < labels.length; i++) {
            for (int c = 1; c < logs.dimension(); c++) {
                labels[i] = logs.get(i, c) < logs.get(i, labels[i]) ? c : labels[i];
            }
        }
        return labels;
    }

    /** Cross entropies, [n, 1]. */
    private static FloatPoints losses(FlowModel model, FloatPoints inputs, int[] labels) {
        FloatPoints logs = logProbabilities(model, inputs);
        float[] losses = new float[labels.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (float) -logs.get(i, labels[i]);
        }
        return FloatPoints.wrap(losses, losses.length, 1);
    }

    private static FloatPoints logProbabilities(FlowModel model, FloatPoints inputs) {
        FloatPoints encoded = copy(model.encode(inputs));
        return model.classify(copy(model.transport(encoded, BlockObserver.NONE)));
    }
}
