package org.leastaction.onnx.flow;

import org.leastaction.onnx.cut.Cut;
import org.leastaction.onnx.proto.ElementType;

/**
 * Whether two ways to compute the states of a network agree, up to rounding.
 *
 * @param tolerance  relative to the largest number, or to the root mean square
 * @param meanSquare whether root mean squares are compared: in a network of integers, a difference in the last bit moves
 *                   single numbers by a whole step of their scale
 */
record StateAgreement(double tolerance, boolean meanSquare) {

    private static final StateAgreement SINGLE_PRECISION = new StateAgreement(1e-4, false);
    private static final StateAgreement HALF_PRECISION = new StateAgreement(1e-2, false);
    private static final StateAgreement INTEGERS = new StateAgreement(1.0 / 32, true);

    /** That of a network's arithmetic. */
    static StateAgreement of(Cut cut) {
        boolean half = cut.facts().values().stream()
                .anyMatch(fact -> fact.type() == ElementType.FLOAT16 || fact.type() == ElementType.BFLOAT16);
        boolean integers = cut.graph().nodes().stream().anyMatch(
                node -> node.operator().contains("Quantize") || node.operator().startsWith("QLinear"));
        return integers ? INTEGERS : half ? HALF_PRECISION : SINGLE_PRECISION;
    }

    /** Whether numbers agree; where an expected one is not finite, any other does. */
    boolean holds(float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            return false;
        }
        double largest = 1;
        double squares = 1;
        double difference = 0;
        double squaredDifferences = 0;
        for (int j = 0; j < expected.length; j++) {
            if (Float.isFinite(expected[j])) {
                double apart = Math.abs((double) expected[j] - actual[j]);
                if (Double.isNaN(apart)) {
                    return false;
                }
                largest = Math.max(largest, Math.abs(expected[j]));
                squares += (double) expected[j] * expected[j];
                difference = Math.max(difference, apart);
                squaredDifferences += apart * apart;
            }
        }
        return meanSquare ? Math.sqrt(squaredDifferences) <= tolerance * Math.sqrt(squares)
                : difference <= tolerance * largest;
    }
}
