package org.leastaction.onnx.flow;

import org.leastaction.flow.inspection.Ending;
import org.leastaction.points.FloatPoints;

/** Natural logarithms of probabilities, from a network's output; in double precision. */
final class LogProbabilities {

    private LogProbabilities() {}

    /**
     * Logarithms of each point's probabilities, which sum to 1. A single number belongs to the second of two classes.
     *
     * <p>The term subtracted last is small, so differences between logits of any size are preserved.
     *
     * @param numbers [n, classes], or [n, 1]
     * @param ending  their kind
     * @return [n, classes], or [n, 2]
     */
    static FloatPoints of(FloatPoints numbers, Ending ending) {
        int given = numbers.dimension();
        int classes = Math.max(2, given);
        float[] result = new float[Math.multiplyExact(numbers.size(), classes)];
        double[] scores = new double[classes];
        for (int i = 0; i < numbers.size(); i++) {
            for (int c = 0; c < given; c++) {
                scores[c] = numbers.get(i, c);
            }
            if (given == 1) {
                two(scores, ending);
            } else {
                several(scores, ending);
            }
            normalise(scores);
            for (int c = 0; c < classes; c++) {
                result[i * classes + c] = (float) scores[c];
            }
        }
        return FloatPoints.wrap(result, numbers.size(), classes);
    }

    /** From the first number, the logarithms of the probabilities of both classes, in place. */
    private static void two(double[] scores, Ending ending) {
        double given = scores[0];
        switch (ending) {
            case PROBABILITIES -> {
                scores[0] = Math.log1p(-given);
                scores[1] = Math.log(given);
            }
            case LOG_PROBABILITIES -> {
                scores[0] = Math.log(-Math.expm1(given));
                scores[1] = given;
            }
            default -> {
                scores[0] = -softplus(given);
                scores[1] = -softplus(-given);
            }
        }
    }

    /** Logarithms of numbers that are proportional to the probabilities, in place. */
    private static void several(double[] scores, Ending ending) {
        for (int c = 0; c < scores.length; c++) {
            if (ending == Ending.PROBABILITIES) {
                scores[c] = Math.log(scores[c]);
            } else if (ending == Ending.SIGMOID) {
                scores[c] = -softplus(-scores[c]);
            }
        }
    }

    /**
     * Log-softmax in place: the greatest number is subtracted first, which is exact where it matters, then the
     * logarithm of the sum.
     */
    private static void normalise(double[] scores) {
        double greatest = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            greatest = Math.max(greatest, score);
        }
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            scores[c] = scores[c] == greatest ? 0 : scores[c] - greatest;
            sum += Math.exp(scores[c]);
        }
        double log = Math.log(sum);
        for (int c = 0; c < scores.length; c++) {
            scores[c] -= log;
        }
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
}
