package org.leastaction.onnx.flow;

import org.leastaction.points.FloatPoints;

/** Natural logarithms of probabilities, from logits; in double precision. */
final class LogProbabilities {

    private LogProbabilities() {}

    /**
     * Log-softmax; of a single logit z the pair −ln(1 + eᶻ), −ln(1 + e⁻ᶻ).
     *
     * @param logits [n, classes], or [n, 1]
     * @return [n, classes], or [n, 2]
     */
    static FloatPoints of(FloatPoints logits) {
        return logits.dimension() == 1 ? ofOne(logits) : ofMany(logits);
    }

    private static FloatPoints ofOne(FloatPoints logits) {
        float[] result = new float[2 * logits.size()];
        for (int i = 0; i < logits.size(); i++) {
            double z = logits.get(i, 0);
            result[2 * i] = (float) -softplus(z);
            result[2 * i + 1] = (float) -softplus(-z);
        }
        return FloatPoints.wrap(result, logits.size(), 2);
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }

    private static FloatPoints ofMany(FloatPoints logits) {
        int classes = logits.dimension();
        float[] result = new float[logits.size() * classes];
        for (int i = 0; i < logits.size(); i++) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                greatest = Math.max(greatest, logits.get(i, c));
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += Math.exp(logits.get(i, c) - greatest);
            }
            double log = greatest + Math.log(sum);
            for (int c = 0; c < classes; c++) {
                result[i * classes + c] = (float) (logits.get(i, c) - log);
            }
        }
        return FloatPoints.wrap(result, logits.size(), classes);
    }
}
