package org.leastaction.flow.training;

import java.util.Objects;
import org.leastaction.settings.SettingType;

/**
 * Initial weights of convolutions and linear layers. Biases start at 0 except with {@link Scheme#UNIFORM}; batch
 * normalisation starts as the identity.
 *
 * @param scheme the distribution
 * @param gain   its scale, above 0: factor of the orthogonal matrix, standard deviation of the normal, factor of
 *               Kaiming's standard deviation √(2 / fan-out), factor of the uniform's bound 1 / √fan-in
 */
public record Initialisation(Scheme scheme, double gain) {

    /** The distribution of initial weights. */
    public enum Scheme {
        /**
         * A random matrix with orthonormal rows or columns, kernels flattened to [outputs, rest] (Saxe et al. 2014).
         */
        ORTHOGONAL,
        /** Independent normal numbers of mean 0 and standard deviation gain. */
        NORMAL,
        /** Independent normal numbers of mean 0 and standard deviation gain · √(2 / fan-out) (He et al. 2015). */
        KAIMING,
        /** Weights and biases independent and uniform in ±gain / √fan-in, the default of PyTorch's layers. */
        UNIFORM;

        /** The name in files and on the command line. */
        public String key() {
            return SettingType.word(this);
        }
    }

    /** @throws IllegalArgumentException unless the gain is finite and above 0 */
    public Initialisation {
        Objects.requireNonNull(scheme, "scheme");
        if (!(gain > 0) || Double.isInfinite(gain)) {
            throw new IllegalArgumentException("gain must be finite and above 0, not " + gain);
        }
    }

    /** Scheme and gain for use in names, e.g. "orthogonal-0.01" or "normal-5". */
    public String label() {
        boolean whole = gain == Math.rint(gain);
        return scheme.key() + "-" + (whole ? Long.toString((long) gain) : Double.toString(gain));
    }

    public static Initialisation orthogonal(double gain) {
        return new Initialisation(Scheme.ORTHOGONAL, gain);
    }

    public static Initialisation normal(double standardDeviation) {
        return new Initialisation(Scheme.NORMAL, standardDeviation);
    }

    public static Initialisation kaiming(double gain) {
        return new Initialisation(Scheme.KAIMING, gain);
    }

    public static Initialisation uniform(double gain) {
        return new Initialisation(Scheme.UNIFORM, gain);
    }
}
