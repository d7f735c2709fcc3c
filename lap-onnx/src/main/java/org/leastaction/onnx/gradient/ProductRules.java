package org.leastaction.onnx.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.leastaction.onnx.proto.NodeProto.AttributeProto;

/** Products with weights or with one another. */
final class ProductRules {

    private static final double USUAL_EPSILON = 1e-5;

    private ProductRules() {}

    static Map<String, Rule> all() {
        return Map.of("MatMul", ProductRules::matmul, "Gemm", ProductRules::gemm, "Einsum", ProductRules::einsum,
                "BatchNormalization", ProductRules::batchNormalisation);
    }

    private static void matmul(Operation op) {
        GraphBuilder b = op.builder();
        if (op.input(0).rank() < 2 || op.input(1).rank() < 2) {
            throw new NotDifferentiableException("multiplies a vector");
        }
        op.add(0, () -> b.matmul(op.gradient(), b.transposed(op.input(1))));
        op.add(1, () -> b.matmul(b.transposed(op.input(0)), op.gradient()));
    }

    /** α·A·B + β·C, where A and B may be transposed. */
    private static void gemm(Operation op) {
        GraphBuilder b = op.builder();
        boolean transA = op.number("transA", 0) != 0;
        boolean transB = op.number("transB", 0) != 0;
        double alpha = op.real("alpha", 1);
        op.add(0, () -> {
            Tensor back = transB ? op.input(1) : b.transposed(op.input(1));
            Tensor part = b.mul(b.matmul(op.gradient(), back), alpha);
            return transA ? b.transposed(part) : part;
        });
        op.add(1, () -> {
            Tensor back = transA ? op.input(0) : b.transposed(op.input(0));
            Tensor part = b.mul(b.matmul(back, op.gradient()), alpha);
            return transB ? b.transposed(part) : part;
        });
        op.add(2, () -> b.mul(op.gradient(), op.real("beta", 1)));
    }

    /**
     * For two tensors with no index that occurs in one of them only: the gradient of each is a sum of the same kind.
     */
    private static void einsum(Operation op) {
        String[] sides = op.text("equation", "").replace(" ", "").split("->", -1);
        String[] terms = sides[0].split(",", -1);
        if (sides.length != 2 || terms.length != 2 || terms.length != op.inputs() || sides[0].contains(".")) {
            throw new NotDifferentiableException("has the equation '" + op.text("equation", "") + "'");
        }
        for (int i = 0; i < 2; i++) {
            String own = terms[i];
            String other = terms[1 - i];
            Tensor factor = op.input(1 - i);
            boolean found = own.chars().allMatch(index -> (sides[1] + other).indexOf(index) >= 0)
                    && own.chars().distinct().count() == own.length();
            if (op.varies(i) && !found) {
                throw new NotDifferentiableException("has the equation '" + op.text("equation", "") + "'");
            }
            Tensor input = op.input(i);
            op.add(i, () -> op.builder().node("Einsum", input.shape(), List.of(op.gradient(), factor),
                    AttributeProto.text("equation", sides[1] + "," + other + "->" + own)));
        }
    }

    /** In inference: each channel times γ/√(σ² + ε). */
    private static void batchNormalisation(Operation op) {
        op.requireConstantFrom(1);
        GraphBuilder b = op.builder();
        op.add(0, () -> {
            Tensor deviation = b.map("Sqrt", b.add(op.input(4), op.real("epsilon", USUAL_EPSILON)));
            return b.mul(op.gradient(), ofChannels(b, b.div(op.input(1), deviation), op.input(0).rank()));
        });
    }

    /** Numbers of channels [C], as [C, 1, 1] for images. */
    static Tensor ofChannels(GraphBuilder b, Tensor numbers, int rank) {
        Long[] ones = new Long[Math.max(0, rank - 2)];
        Arrays.fill(ones, 1L);
        List<Long> shape = new ArrayList<>(numbers.shape());
        shape.addAll(List.of(ones));
        return b.reshape(numbers, shape);
    }
}
