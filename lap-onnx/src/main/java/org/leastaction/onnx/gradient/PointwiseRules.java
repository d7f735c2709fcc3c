package org.leastaction.onnx.gradient;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Elementwise operators of one or more inputs.
 *
 * <p>At a kink the derivative is that of the side where the function is flat or less steep: 0 for Relu at 0 and for
 * Clip at both ends. Where several inputs attain a maximum or minimum, they share the gradient equally.
 */
final class PointwiseRules {

    private static final double SELU_ALPHA = 1.6732631921768188;
    private static final double SELU_GAMMA = 1.0507010221481323;

    private PointwiseRules() {}

    static Map<String, Rule> all() {
        Map<String, Rule> rules = new HashMap<>();
        derivatives().forEach((operator, derivative) -> rules.put(operator, times(derivative)));
        rules.put("Identity", PointwiseRules::passing);
        rules.put("Dropout", PointwiseRules::passing);
        rules.put("Cast", PointwiseRules::passing);
        rules.put("Neg", op -> op.add(0, () -> op.builder().mul(op.gradient(), -1)));
        rules.put("Add", PointwiseRules::sum);
        rules.put("Sum", PointwiseRules::sum);
        rules.put("Mean", op -> IntStream.range(0, op.inputs())
                .forEach(i -> op.add(i, () -> op.builder().mul(op.gradient(), 1.0 / op.inputs()))));
        rules.put("Sub", op -> {
            op.add(0, op::gradient);
            op.add(1, () -> op.builder().mul(op.gradient(), -1));
        });
        rules.put("Mul", op -> {
            op.add(0, () -> op.builder().mul(op.gradient(), op.input(1)));
            op.add(1, () -> op.builder().mul(op.gradient(), op.input(0)));
        });
        rules.put("Div", op -> {
            op.add(0, () -> op.builder().div(op.gradient(), op.input(1)));
            op.add(1, () -> op.builder().div(
                    op.builder().mul(op.builder().mul(op.gradient(), -1), op.output()), op.input(1)));
        });
        rules.put("Pow", PointwiseRules::power);
        rules.put("Max", PointwiseRules::extremum);
        rules.put("Min", PointwiseRules::extremum);
        rules.put("Where", op -> {
            GraphBuilder b = op.builder();
            op.add(1, () -> selected(b, op.input(0), op.gradient(), b.number(0)));
            op.add(2, () -> selected(b, op.input(0), b.number(0), op.gradient()));
        });
        return rules;
    }

    /** The derivatives f′ of functions f of one number. */
    private static Map<String, Function<Operation, Tensor>> derivatives() {
        Map<String, Function<Operation, Tensor>> all = new HashMap<>();
        all.put("Relu", op -> positive(op));
        all.put("LeakyRelu", op -> split(op, op.builder().number(op.real("alpha", 0.01))));
        all.put("PRelu", op -> {
            op.requireConstantFrom(1);
            return split(op, op.input(1));
        });
        all.put("ThresholdedRelu",
                op -> op.builder().above(op.input(0), op.builder().number(op.real("alpha", 1))));
        all.put("Elu", op -> split(op, op.builder().add(op.output(), op.real("alpha", 1))));
        all.put("Selu", op -> {
            double alpha = op.real("alpha", SELU_ALPHA);
            double gamma = op.real("gamma", SELU_GAMMA);
            GraphBuilder b = op.builder();
            return b.chosen(positive(op), b.number(gamma), b.add(op.output(), alpha * gamma));
        });
        all.put("Celu", op -> {
            GraphBuilder b = op.builder();
            return split(op, b.add(b.mul(op.output(), 1 / op.real("alpha", 1)), 1));
        });
        all.put("Clip", PointwiseRules::inside);
        all.put("HardSigmoid", op -> {
            GraphBuilder b = op.builder();
            Tensor inside = b.mul(b.above(op.output(), b.number(0)), b.above(b.number(1), op.output()));
            return b.mul(inside, op.real("alpha", 0.2));
        });
        all.put("Sigmoid", op -> op.builder().mul(op.output(), oneMinus(op, op.output())));
        all.put("Tanh", op -> oneMinus(op, op.builder().square(op.output())));
        all.put("Softplus", op -> op.builder().map("Sigmoid", op.input(0)));
        all.put("Softsign", op -> {
            GraphBuilder b = op.builder();
            return b.map("Reciprocal", b.square(b.add(b.map("Abs", op.input(0)), 1)));
        });
        all.put("Erf", op -> {
            GraphBuilder b = op.builder();
            return b.mul(b.map("Exp", b.mul(b.square(op.input(0)), -1)), 2 / Math.sqrt(Math.PI));
        });
        all.put("Exp", Operation::output);
        all.put("Log", op -> op.builder().map("Reciprocal", op.input(0)));
        all.put("Sqrt", op -> op.builder().div(op.builder().number(0.5), op.output()));
        all.put("Reciprocal", op -> op.builder().mul(op.builder().square(op.output()), -1));
        all.put("Abs", op -> {
            GraphBuilder b = op.builder();
            return b.sub(positive(op), b.above(b.number(0), op.input(0)));
        });
        all.put("Sin", op -> op.builder().map("Cos", op.input(0)));
        all.put("Cos", op -> op.builder().mul(op.builder().map("Sin", op.input(0)), -1));
        all.put("Atan", op -> op.builder().map(
                "Reciprocal", op.builder().add(op.builder().square(op.input(0)), 1)));
        return all;
    }

    private static Rule times(Function<Operation, Tensor> derivative) {
        return op -> op.add(0, () -> op.builder().mul(op.gradient(), derivative.apply(op)));
    }

    private static void passing(Operation op) {
        op.add(0, op::gradient);
    }

    private static void sum(Operation op) {
        for (int i = 0; i < op.inputs(); i++) {
            op.add(i, op::gradient);
        }
    }

    private static Tensor positive(Operation op) {
        return op.builder().above(op.input(0), op.builder().number(0));
    }

    /** 1 where the input is positive, otherwise another derivative. */
    private static Tensor split(Operation op, Tensor otherwise) {
        return op.builder().chosen(positive(op), op.builder().number(1), otherwise);
    }

    private static Tensor oneMinus(Operation op, Tensor a) {
        return op.builder().sub(op.builder().number(1), a);
    }

    /** 1 between two bounds, either of which may be missing, otherwise 0. */
    private static Tensor inside(Operation op) {
        op.requireConstantFrom(1);
        GraphBuilder b = op.builder();
        Tensor inside = b.number(1);
        if (op.has(1) || op.isSet("min")) {
            inside = b.above(op.input(0), op.has(1) ? op.input(1) : b.number(op.real("min", 0)));
        }
        if (op.has(2) || op.isSet("max")) {
            inside = b.mul(inside, b.above(op.has(2) ? op.input(2) : b.number(op.real("max", 0)), op.input(0)));
        }
        return inside;
    }

    /** p · x<sup>p − 1</sup>; 2x for a square, also at 0 and below. */
    private static void power(Operation op) {
        op.requireConstantFrom(1);
        GraphBuilder b = op.builder();
        op.add(0, () -> {
            Tensor less = b.add(op.input(1), -1);
            Tensor power = b.node("Pow", op.output().shape(), List.of(op.input(0), less));
            return b.mul(op.gradient(), b.mul(power, op.input(1)));
        });
    }

    private static void extremum(Operation op) {
        GraphBuilder b = op.builder();
        List<Tensor> attaining = IntStream.range(0, op.inputs()).mapToObj(i -> op.operator().equals("Max")
                ? b.notBelow(op.input(i), op.output())
                : b.notBelow(op.output(), op.input(i))).toList();
        Tensor share = b.div(op.gradient(), attaining.stream().reduce(b::add).orElseThrow());
        IntStream.range(0, op.inputs()).forEach(i -> op.add(i, () -> b.mul(share, attaining.get(i))));
    }

    private static Tensor selected(GraphBuilder b, Tensor condition, Tensor yes, Tensor no) {
        List<Long> shape = Tensor.broadcast(condition.shape(), Tensor.broadcast(yes.shape(), no.shape()));
        return b.node("Where", shape, List.of(condition, yes, no));
    }
}
