package org.leastaction.tf.training;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.Initialisation.Scheme;
import org.leastaction.tf.graph.Parameter;

/**
 * Draws initial values. A kernel [.., inputs, outputs] is treated as the matrix [outputs, rest] that PyTorch
 * initialises.
 */
final class InitialWeights {

    private final Initialisation initialisation;
    private final long seed;

    InitialWeights(Initialisation initialisation, long seed) {
        this.initialisation = initialisation;
        this.seed = seed;
    }

    /** The initial values of a parameter, row-major; they depend only on the seed and the parameter's name. */
    float[] of(Parameter parameter) {
        float[] values = new float[parameter.size()];
        switch (parameter.start()) {
            case ZERO -> {}
            case ONE -> Arrays.fill(values, 1f);
            case DIAGONAL -> fillDiagonal(parameter.shape(), values);
            case WEIGHT -> draw(parameter, values);
            case BIAS -> {
                if (initialisation.scheme() == Scheme.UNIFORM) {
                    fillUniform(parameter, initialisation.gain(), values);
                }
            }
            case UNIFORM -> fillUniform(parameter, 1, values);
        }
        return values;
    }

    private static void fillDiagonal(List<Integer> shape, float[] values) {
        int columns = shape.get(1);
        for (int i = 0; i < Math.min(shape.get(0), columns); i++) {
            values[i * columns + i] = 1f;
        }
    }

    private void draw(Parameter parameter, float[] values) {
        RandomGenerator random = stream(parameter);
        int outputs = parameter.shape().get(parameter.shape().size() - 1);
        int rest = values.length / outputs;
        double[] drawn = switch (initialisation.scheme()) {
            case ORTHOGONAL -> orthogonal(outputs, rest, random);
            case NORMAL -> gaussian(values.length, random);
            case KAIMING -> scaled(gaussian(values.length, random), Math.sqrt(2.0 / fanOut(parameter, outputs)));
            case UNIFORM -> uniform(values.length, 1 / Math.sqrt(rest), random);
        };
        // From [outputs, rest] to TensorFlow's [rest, outputs].
        for (int o = 0; o < outputs; o++) {
            for (int r = 0; r < rest; r++) {
                values[r * outputs + o] = (float) (initialisation.gain() * drawn[o * rest + r]);
            }
        }
    }

    private void fillUniform(Parameter parameter, double gain, float[] values) {
        double[] drawn = uniform(values.length, gain / Math.sqrt(parameter.inputs()), stream(parameter));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) drawn[i];
        }
    }

    private RandomGenerator stream(Parameter parameter) {
        return new SplittableRandom(31 * seed + parameter.name().hashCode());
    }

    /** Fan-out: outputs times the area of the kernel. */
    private static int fanOut(Parameter kernel, int outputs) {
        List<Integer> shape = kernel.shape();
        return outputs * shape.subList(0, shape.size() - 2).stream().reduce(1, Math::multiplyExact);
    }

    private static double[] gaussian(int n, RandomGenerator random) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    private static double[] uniform(int n, double bound, RandomGenerator random) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> bound * (2 * random.nextDouble() - 1));
        return values;
    }

    private static double[] scaled(double[] values, double factor) {
        Arrays.setAll(values, i -> factor * values[i]);
        return values;
    }

    /** A uniformly distributed matrix with orthonormal rows, or columns if there are more rows. */
    private static double[] orthogonal(int rows, int columns, RandomGenerator random) {
        int tall = Math.max(rows, columns);
        int thin = Math.min(rows, columns);
        double[] q = OrthonormalColumns.of(gaussian(Math.multiplyExact(tall, thin), random), tall, thin);
        if (rows >= columns) {
            return q;
        }
        double[] transposed = new double[q.length];
        for (int i = 0; i < tall; i++) {
            for (int j = 0; j < thin; j++) {
                transposed[j * tall + i] = q[i * thin + j];
            }
        }
        return transposed;
    }
}
