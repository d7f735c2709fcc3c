package org.leastaction.onnx.flow;

import java.util.Optional;
import java.util.Random;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.onnx.cut.Cut;
import org.leastaction.points.FloatPoints;

/** Random inputs for probing a network. */
final class ProbePoints {

    private static final long SEED = 20201;

    private ProbePoints() {}

    /**
     * Inputs in the network's own order: standard Gaussian for real numbers, otherwise uniform among the network's
     * non-negative whole numbers.
     *
     * @return [n, input dimension]
     */
    static FloatPoints of(Cut cut, int n) {
        Optional<DiscreteInputs> discrete = cut.discreteInputs();
        long least = Math.max(0, discrete.map(DiscreteInputs::least).orElse(0L));
        long greatest = discrete.map(DiscreteInputs::greatest).orElse(0L);
        Random random = new Random(SEED);
        float[] numbers = new float[Math.multiplyExact(n, cut.dimension(cut.graph().input().name()))];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = discrete.isEmpty()
                    ? (float) random.nextGaussian()
                    : least + random.nextInt((int) Math.min(greatest - least + 1, 1 << 24));
        }
        return FloatPoints.wrap(numbers, n, numbers.length / n);
    }
}
